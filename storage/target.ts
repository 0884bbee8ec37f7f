import { StagewireError } from '../errors/index.js';
import type { Target } from './http-connections.js';

/** Where a request for a URL goes. The URL is one of http or https. */
export function targetOf(url: URL): Target {
  const protocol = url.protocol === 'https:' ? 'https:' : 'http:';
  return {
    protocol,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (protocol === 'https:' ? 443 : 80)),
    host: url.host,
    path: url.pathname + url.search,
  };
}

/** An `endpoint_url` that a user gave. 2002 if it is not one of a host over http or https, or has a path where there must be none. */
export function endpointUrl(text: string, path: 'without path' | 'with path' = 'without path'): URL {
  if (!URL.canParse(text)) throw new StagewireError('InvalidConfig', `endpoint_url '${text}' is no URL`);
  const url = new URL(text);
  const isPathWrong = path === 'without path' && !/^\/*$/.test(url.pathname);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '' || isPathWrong) {
    throw new StagewireError('InvalidConfig', `endpoint_url must be http:// or https:// and a host, without user${path === 'without path' ? ', path' : ''} or query`);
  }
  return url;
}
