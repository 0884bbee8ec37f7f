import type { IncomingMessage } from 'node:http';
import { StagewireError } from '../../errors/index.js';
import type { HttpConnections, Target } from '../http-connections.js';
import { HttpStatusError } from '../http-status-error.js';
import { sendAgainIfOverloaded } from '../send-again.js';
import { targetOf } from '../target.js';

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

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
   * is 2xx, with 3903 if plain http is forbidden and the server redirects to it, and with what `HttpConnections.send` throws.
   */
  get(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal | undefined): Promise<IncomingMessage> {
    return sendAgainIfOverloaded(() => this.#follow(url, headers, signal), signal);
  }

  /** RFC 9110, 15.4: Redirection. */
  async #follow(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal | undefined): Promise<IncomingMessage> {
    let current = url;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const response = await this.#connections.send({
        target: this.#target(current),
        method: 'GET',
        // The bytes of the file, not of an encoding that is only made for the way.
        headers: { ...headers, host: current.host, 'accept-encoding': 'identity', 'user-agent': 'stagewire' },
        body: undefined,
        signal,
      });
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) return response;
      // The body of an error may be of any size, and so the connection is not used again.
      response.destroy();
      const { location } = response.headers;
      if (!REDIRECTS.has(status) || location === undefined || !URL.canParse(location, current.href)) throw new HttpStatusError(status);
      current = new URL(location, current);
    }
    throw new StagewireError('StorageOther', `the server at ${url.origin} redirects more than ${MOST_REDIRECTS} times`);
  }

  #target(url: URL): Target {
    const { protocol } = url;
    if (protocol !== 'https:' && (protocol !== 'http:' || !this.#allowInsecure)) {
      throw new StagewireError('StorageInsecure', 'copy from insecure storage is not allowed: the location, and what it redirects to, must use https');
    }
    return targetOf(url);
  }
}
