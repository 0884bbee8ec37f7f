import type { IncomingMessage } from 'node:http';
import type { HttpConnections } from '../http-connections.js';
import { HttpStatusError } from '../http-status-error.js';
import { sendAgainIfOverloaded } from '../send-again.js';
import { followRedirects } from './follow-redirects.js';

/** GET requests to web servers, which may send them on to others. */
export class HttpClient {
  readonly #connections: HttpConnections;
  readonly #allowInsecure: boolean;

  constructor(connections: HttpConnections, allowInsecure: boolean) {
    this.#connections = connections;
    this.#allowInsecure = allowInsecure;
  }

  /**
   * The response to a GET, once more asked for if the server is overloaded. Rejects with `HttpStatusError` unless the status
   * is 2xx, and with what `followRedirects` throws.
   */
  get(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal | undefined): Promise<IncomingMessage> {
    return sendAgainIfOverloaded(async () => {
      const { response } = await followRedirects(this.#connections, this.#allowInsecure, { url, method: 'GET', headers, signal });
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) return response;
      // The body of an error may be of any size, and so the connection is not used again.
      response.destroy();
      throw new HttpStatusError(status);
    }, signal);
  }
}
