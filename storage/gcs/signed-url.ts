import { createHash, sign } from 'node:crypto';
import { encodeQuery } from '../percent-encode.js';
import type { ServiceAccount } from './service-account.js';

export interface UrlToSign {
  readonly method: 'GET' | 'PUT';
  readonly origin: URL;
  /** Percent-encoded, with its leading slash. */
  readonly path: string;
  /** Seconds from `now`. */
  readonly expiresIn: number;
  readonly now: Date;
}

/** A URL that lets its bearer make one request. Cloud Storage: V4 signing process with your own program. */
export function signedUrl({ email, privateKey }: ServiceAccount, { method, origin, path, expiresIn, now }: UrlToSign): URL {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/auto/storage/goog4_request`;
  const query = {
    'X-Goog-Algorithm': 'GOOG4-RSA-SHA256',
    'X-Goog-Credential': `${email}/${scope}`,
    'X-Goog-Date': time,
    'X-Goog-Expires': String(expiresIn),
    'X-Goog-SignedHeaders': 'host',
  };
  const request = [method, path, encodeQuery(query).slice(1), `host:${origin.host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const text = ['GOOG4-RSA-SHA256', time, scope, createHash('sha256').update(request).digest('hex')].join('\n');
  const signature = sign('RSA-SHA256', Buffer.from(text), privateKey).toString('hex');
  return new URL(`${path}${encodeQuery({ ...query, 'X-Goog-Signature': signature })}`, origin);
}
