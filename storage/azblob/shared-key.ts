import { createHmac } from 'node:crypto';

/** The account on whose behalf requests are signed. */
export interface SharedKey {
  readonly accountName: string;
  readonly key: Buffer;
}

export interface UnsignedRequest {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Headers whose values stand in the text that is signed, in this order, each on a line of its own. */
const SIGNED_HEADERS = [
  'content-encoding', 'content-language', 'content-length', 'content-md5', 'content-type', 'date',
  'if-modified-since', 'if-match', 'if-none-match', 'if-unmodified-since', 'range',
];

/** Value of the Authorization header. Azure Storage REST API: Authorize with Shared Key. */
export function sharedKeyAuthorization({ accountName, key }: SharedKey, { method, path, query, headers }: UnsignedRequest): string {
  const plain = SIGNED_HEADERS.map((name) => (name === 'content-length' && headers[name] === '0' ? '' : headers[name] ?? ''));
  const own = Object.entries(headers).filter(([name]) => name.startsWith('x-ms-')).sort(byName).map(([name, value]) => `${name}:${value}`);
  const parameters = Object.entries(query).sort(byName).map(([name, value]) => `${name}:${value}`);
  const text = [method, ...plain, ...own, `/${accountName}${path}`, ...parameters].join('\n');
  return `SharedKey ${accountName}:${signature(key, text)}`;
}

export interface BlobGrant {
  readonly container: string;
  /** Not encoded. */
  readonly blob: string;
  /** `r` to read, `cw` to create and overwrite. */
  readonly permissions: 'r' | 'cw';
  readonly expires: Date;
  readonly httpsOnly: boolean;
  /** Of the REST API. */
  readonly version: string;
}

/** Query parameters that let their bearer use one blob. Azure Storage REST API: Create a service SAS, version 2020-12-06 and later. */
export function serviceSas({ accountName, key }: SharedKey, { container, blob, permissions, expires, httpsOnly, version }: BlobGrant): Readonly<Record<string, string>> {
  const expiry = expires.toISOString().replace(/\.\d+Z$/, 'Z');
  const protocol = httpsOnly ? 'https' : 'https,http';
  const none = '';
  const text = [
    permissions, none /* start */, expiry, `/blob/${accountName}/${container}/${blob}`, none /* identifier */, none /* address */, protocol, version, 'b',
    none /* snapshot */, none /* encryption scope */, none, none, none, none, none /* headers of the answer */,
  ].join('\n');
  return { sv: version, spr: protocol, se: expiry, sr: 'b', sp: permissions, sig: signature(key, text) };
}

function signature(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64');
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}
