import { setMaxListeners } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { lookupAllowed, refuseForbiddenHost } from './forbidden-hosts.js';

/** Larger bodies wait until the server has accepted the headers: a refusal is lost when it comes amid the body. */
const EXPECT_CONTINUE_BYTES = 64 * 1024;
/** Servers that do not know `Expect: 100-continue` get the body after this time. */
const CONTINUE_WAIT_MS = 1000;
/** Of a connection on which nothing moves. */
export const DEFAULT_IDLE_TIMEOUT_MS = 15_000;

/** Where one request goes. */
export interface Target {
  readonly protocol: 'http:' | 'https:';
  /** Without the brackets of IPv6. */
  readonly hostname: string;
  readonly port: number;
  /** Value of the Host header. */
  readonly host: string;
  /** Path and query, percent-encoded. */
  readonly path: string;
}

/** The server was silent for too long. */
export class IdleTimeout extends Error {
  constructor(milliseconds: number) {
    super(`no answer for ${milliseconds / 1000} s`);
  }
}

/** The server closed a kept connection just when it was used again, so that the request most likely never arrived. */
class StaleConnection extends Error {}

export interface HttpRequest {
  readonly target: Target;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  readonly signal: AbortSignal | undefined;
  /** False for what must not arrive twice. Default true. */
  readonly repeatable?: boolean | undefined;
}

/** Sockets to servers. They are kept open between requests and given up when idle. */
export class HttpConnections {
  readonly #idleTimeoutMs: number;
  readonly #agents: Readonly<Record<Target['protocol'], http.Agent>>;

  constructor(idleTimeoutMs: number) {
    this.#idleTimeoutMs = idleTimeoutMs;
    const options = { keepAlive: true, timeout: idleTimeoutMs, maxFreeSockets: 32 };
    this.#agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) };
  }

  /**
   * Sends a request and gives back the response, whatever its status, when its headers are there. Rejects with
   * `IdleTimeout` when nothing moves for too long, and the response's stream fails the same way; 3902 for
   * a host that nobody may ask for (see `forbidden-hosts`).
   */
  async send(request: HttpRequest): Promise<http.IncomingMessage> {
    refuseForbiddenHost(request.target.hostname);
    // A kept connection that ends may have carried the request to the server or not.
    if (request.repeatable === false) return this.#send(request, false);
    return this.#send(request, this.#agents[request.target.protocol]).catch((error: unknown) => {
      if (error instanceof StaleConnection) return this.#send(request, false);
      throw error;
    });
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  #send({ target, method, headers, body, signal }: HttpRequest, agent: http.Agent | false): Promise<http.IncomingMessage> {
    // A statement may have many requests under way, and each listens.
    if (signal) setMaxListeners(0, signal);
    const transport = target.protocol === 'https:' ? https : http;
    const expectContinue = body !== undefined && body.length > EXPECT_CONTINUE_BYTES;
    return new Promise((resolve, reject) => {
      const request = transport.request({
        protocol: target.protocol,
        hostname: target.hostname,
        port: target.port,
        path: target.path,
        method,
        headers: { ...headers, ...(expectContinue && { expect: '100-continue' }) },
        agent,
        timeout: this.#idleTimeoutMs,
        lookup: lookupAllowed,
        ...(signal && { signal }),
      });
      request.on('error', (error) => {
        reject(request.reusedSocket && isReset(error) ? new StaleConnection() : error);
      });
      request.on('response', resolve);
      this.#watchIdle(request);
      if (expectContinue) sendWhenAccepted(request, body);
      else request.end(body);
    });
  }

  #watchIdle(request: http.ClientRequest): void {
    let response: http.IncomingMessage | undefined;
    request.on('response', (received) => { response = received; });
    request.on('timeout', () => {
      // A reader that pauses makes the socket idle, and that is not the server's fault.
      if (response && response.readableLength > 0) request.socket?.setTimeout(this.#idleTimeoutMs);
      else (response ?? request).destroy(new IdleTimeout(this.#idleTimeoutMs));
    });
  }
}

function isReset(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

/** RFC 9110, 10.1.1. */
function sendWhenAccepted(request: http.ClientRequest, body: Buffer): void {
  const send = (): void => {
    clearTimeout(timer);
    if (!request.writableEnded && !request.destroyed) request.end(body);
  };
  const timer = setTimeout(send, CONTINUE_WAIT_MS);
  request.once('continue', send);
  request.once('close', () => { clearTimeout(timer); });
  request.once('response', (response) => {
    clearTimeout(timer);
    // The server answered without wanting the body, so the connection cannot be used again.
    if (!request.writableEnded) response.once('close', () => request.destroy());
  });
}

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was closed',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name cannot be resolved',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'the network is unreachable',
  ETIMEDOUT: 'connection timed out',
};

/** Why a server could not be reached, for clients. */
export function whyUnreachable(error: unknown): string {
  if (error instanceof IdleTimeout) return error.message;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return NETWORK[code] ?? (code || (error instanceof Error ? error.message : 'unknown error'));
}
