import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to a GET of an object: before it is sent, and to its answer. */
export interface Fault {
  before?(): Promise<void>;
  /** Bytes of the body after which the connection breaks. */
  readonly breaksAfter?: number;
}

/** Passes requests on to the store; a fault meets the next GET whose path ends so. */
export class Between {
  readonly #faults = new Map<string, Fault>();
  readonly #server: Server;
  /** Paths of the objects that were read, a line for each request. */
  readonly gets: string[] = [];
  /** Bytes of objects that were passed on. */
  bytes = 0;

  constructor(target: string) {
    this.#server = createServer((incoming, outgoing) => { void this.#pass(new URL(target), incoming, outgoing); });
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  meet(pathEnd: string, fault: Fault): void {
    this.#faults.set(pathEnd, fault);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #pass(target: URL, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const [path = ''] = (incoming.url ?? '').split('?');
    const isGet = incoming.method === 'GET' && path.split('/').length > 2 && !path.endsWith('/');
    if (isGet) this.gets.push(path);
    const met = isGet ? [...this.#faults].find(([end]) => path.endsWith(end)) : undefined;
    if (met) this.#faults.delete(met[0]);
    await met?.[1].before?.();
    const breaksAfter = met?.[1].breaksAfter;
    const onward = request({ host: target.hostname, port: target.port, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      if (isGet) answer.on('data', (chunk: Buffer) => { this.bytes += chunk.length; });
      if (breaksAfter === undefined) answer.pipe(outgoing);
      else answer.once('data', (chunk: Buffer) => outgoing.write(chunk.subarray(0, breaksAfter), () => outgoing.destroy()));
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }
}
