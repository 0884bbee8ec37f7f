import type { IncomingMessage } from 'node:http';
import type { HttpConnections } from '../http-connections.js';
import { askFollowing } from './follow-redirects.js';

/** GET requests to web servers, which may send them on to others. */
export class HttpClient {
  readonly #connections: HttpConnections;
  readonly #allowInsecure: boolean;

  constructor(connections: HttpConnections, allowInsecure: boolean) {
    this.#connections = connections;
    this.#allowInsecure = allowInsecure;
  }

  /** The response to a GET. Rejects as `askFollowing` does. */
  async get(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal | undefined): Promise<IncomingMessage> {
    return (await askFollowing(this.#connections, this.#allowInsecure, { url, method: 'GET', headers, signal })).response;
  }
}
