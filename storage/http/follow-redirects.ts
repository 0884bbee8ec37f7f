import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { StagewireError } from '../../errors/index.js';
import type { HttpConnections } from '../http-connections.js';
import { refuseInsecure } from '../insecure-storage.js';
import { sendAgainIfOverloaded } from '../send-again.js';
import { StoreResponseError } from '../store-errors.js';
import { targetOf } from '../target.js';

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Those that do not turn a POST into a GET. */
const REDIRECTS_OF_POST = new Set([307, 308]);

export interface FollowedRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Value of the Authorization header, which no other server gets than the one of `url`. */
  readonly authorization?: string | undefined;
  readonly signal: AbortSignal | undefined;
}

export interface FollowedResponse {
  /** The last one, whatever its status, with its body unread. */
  readonly response: IncomingMessage;
  /** Headers of the first one, which may itself be the last. */
  readonly firstHeaders: IncomingHttpHeaders;
}

/**
 * Sends a request and goes where it is sent on, five times at most. Rejects with 3903 for a way over plain http where that is
 * forbidden, and with what `HttpConnections.send` throws. RFC 9110, 15.4: Redirection.
 */
export async function followRedirects(connections: HttpConnections, allowInsecure: boolean, request: FollowedRequest): Promise<FollowedResponse> {
  const { url, method, headers, body, authorization, signal } = request;
  let current = url;
  let firstHeaders: IncomingHttpHeaders | undefined;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    refuseInsecure(current, allowInsecure, 'the location, and what it redirects to, must use https');
    const response = await connections.send({
      target: targetOf(current),
      method,
      // The bytes of the file, not of an encoding that is only made for the way.
      headers: {
        ...headers,
        host: current.host,
        'accept-encoding': 'identity',
        'user-agent': 'stagewire',
        ...(authorization !== undefined && current.origin === url.origin && { authorization }),
      },
      body,
      signal,
    });
    firstHeaders ??= response.headers;
    const { location } = response.headers;
    const isRedirect = (method === 'GET' ? REDIRECTS : REDIRECTS_OF_POST).has(response.statusCode ?? 0);
    if (!isRedirect || location === undefined || !URL.canParse(location, current.href)) return { response, firstHeaders };
    // The body of a redirect may be of any size, and so the connection is not used again.
    response.destroy();
    current = new URL(location, current);
  }
  throw new StagewireError('StorageOther', `the server at ${url.origin} redirects more than ${MOST_REDIRECTS} times`);
}

/**
 * As {@link followRedirects}, once more if the server is overloaded. Rejects with `StoreResponseError` unless the status is 2xx;
 * `codeOf` finds the code of an API in the headers of a refusal.
 */
export function askFollowing(
  connections: HttpConnections,
  allowInsecure: boolean,
  request: FollowedRequest,
  codeOf: (headers: IncomingHttpHeaders) => string = () => '',
): Promise<FollowedResponse> {
  return sendAgainIfOverloaded(async () => {
    request.signal?.throwIfAborted();
    const followed = await followRedirects(connections, allowInsecure, request);
    const { statusCode: status = 0, headers } = followed.response;
    if (status >= 200 && status < 300) return followed;
    // The body of an error may be of any size, and so the connection is not used again.
    followed.response.destroy();
    throw new StoreResponseError(status, codeOf(headers), '');
  }, request.signal);
}
