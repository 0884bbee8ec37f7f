import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A file of a web server, and how it is served. */
export interface WebFile {
  readonly body: Buffer;
  readonly etag?: string;
  readonly modified?: Date;
  /** Whether ranges are answered with ranges; default true. */
  readonly ranges?: boolean;
  /** Whether the length is told; default true. */
  readonly length?: boolean;
}

export interface WebServer {
  readonly origin: string;
  /** By path with its leading slash, percent-encoded. */
  readonly files: Map<string, WebFile>;
  /** What is answered instead of files. */
  readonly special: Map<string, (request: IncomingMessage, response: ServerResponse) => void>;
  /** `GET /a.csv bytes=0-0` for each request. */
  readonly requests: string[];
  stop(): Promise<void>;
}

/** A web server of this process on a free port of the loopback. */
export async function startWebServer(): Promise<WebServer> {
  const files: WebServer['files'] = new Map();
  const special: WebServer['special'] = new Map();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    requests.push(`${request.method} ${request.url} ${request.headers.range ?? 'all'}`);
    const answer = special.get(path);
    const file = files.get(path);
    if (answer) answer(request, response);
    else if (file) send(file, request, response);
    else response.writeHead(404).end('<html>no such page</html>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    special,
    requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function send({ etag, modified, body, ...how }: WebFile, request: IncomingMessage, response: ServerResponse): void {
  if (etag !== undefined) response.setHeader('etag', etag);
  if (modified) response.setHeader('last-modified', modified.toUTCString());
  sendContent(request, response, body, how);
}

/** Answers with a content, or the range of it that was asked for. */
export function sendContent(request: IncomingMessage, response: ServerResponse, body: Buffer, { ranges = true, length = true }: Pick<WebFile, 'ranges' | 'length'> = {}): void {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  if (ranges && first !== undefined && last !== undefined) {
    if (Number(first) >= body.length) {
      response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
      return;
    }
    const piece = body.subarray(Number(first), Number(last) + 1);
    response.writeHead(206, { 'content-range': `bytes ${first}-${Number(first) + piece.length - 1}/${body.length}`, 'content-length': piece.length }).end(piece);
    return;
  }
  if (length) response.setHeader('content-length', body.length);
  response.writeHead(200).end(body);
}
