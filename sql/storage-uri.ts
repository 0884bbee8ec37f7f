import { StagewireError } from '../errors/index.js';
import type { StorageParams } from './storage-params.js';
import { SCHEMES, type SchemeRule } from './storage-schemes.js';

/** Connection parameters by lower-case key, as a user gave them. */
export type ConnectionParams = Readonly<Record<string, string>>;

/** What a location URL says by itself. `path` is percent-decoded and begins with `/`. */
export interface StorageUri {
  /** As errors quote it: without a query, which may sign it. */
  readonly shown: string;
  readonly scheme: string;
  readonly bucket: string;
  readonly path: string;
  /** Of an http URL, without its question mark; null where there is none. */
  readonly query: string | null;
}

const other = (text: string): StagewireError => new StagewireError('StorageOther', text);
const slip = (text: string): StagewireError => new StagewireError('SyntaxException', text);

/** A URL and its query, which may sign it and is not shown. The query comes without its question mark; null where there is none. */
export function splitQuery(uri: string): { readonly location: string; readonly query: string | null } {
  const mark = uri.indexOf('?');
  return mark === -1 ? { location: uri, query: null } : { location: uri.slice(0, mark), query: uri.slice(mark + 1) };
}

/** Takes `<scheme>://<bucket or host>/<path>` apart. 4000 or, for the usual slips with local paths, 1005. */
export function parseStorageUri(text: string): StorageUri {
  const { location: shown, query } = splitQuery(text);
  if (text.startsWith('@')) throw slip("uri location should not start with '@'");
  if (text.startsWith('/')) throw slip(`local filesystem paths must use fs://${shown} instead of ${shown}`);
  const local = /^file:\/\/(.*)$/i.exec(shown);
  if (local) throw slip(`local filesystem paths must use fs://${local[1] ?? ''} instead of ${shown}`);

  // Elsewhere a question mark is a part of the path.
  const isHttp = /^https?:/i.test(text);
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/]*)(\/[\s\S]*)?$/i.exec(isHttp ? shown : text);
  if (!parts) throw other(`'${shown}' is no location: expected <scheme>://<bucket>/<path>/`);
  const [, scheme = '', bucket = '', path = '/'] = parts;
  const lower = scheme.toLowerCase();
  if (!(lower in SCHEMES)) throw other(`protocol ${lower} is not supported yet.`);
  if (lower === 'fs') {
    if (bucket !== '') throw slip(`fs locations must start with fs:///, but got '${shown}'`);
  } else if (bucket === '') {
    throw other(`'${shown}' names no bucket: expected ${lower}://<bucket>/<path>/`);
  }
  return { shown, scheme: lower, bucket, path: decodePath(path, shown), query: isHttp ? query : null };
}

function decodePath(path: string, uri: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw other(`the path of '${uri}' is not percent-encoded correctly; write a percent sign as %25`);
  }
}

/** The rule of a storage type as CREATE CONNECTION names it. 4000 for an unknown one. */
export function schemeRule(scheme: string): SchemeRule {
  const found = SCHEMES[scheme];
  if (!found) throw other(`protocol ${scheme} is not supported yet.`);
  return found;
}

/** Checks the keys of connection parameters and gives them their first spelling. 4000 for an unknown key or a bad flag. */
export function normalizeConnectionParams(rule: SchemeRule, params: ConnectionParams): ConnectionParams {
  const spellings = new Map(Object.entries(rule.keys).flatMap(([key, also]) => [key, ...also].map((spelling) => [spelling, key] as const)));
  const unknown = Object.keys(params).filter((key) => !spellings.has(key));
  if (unknown.length > 0) {
    throw other(`connection params invalid: expected [${[...spellings.keys()].join(', ')}], got [${unknown.join(', ')}]`);
  }
  const normalized: Record<string, string> = {};
  for (const [key, also] of Object.entries(rule.keys)) {
    const spelling = [key, ...also].find((candidate) => params[candidate] !== undefined);
    const value = spelling === undefined ? undefined : params[spelling];
    if (value !== undefined) normalized[key] = key === 'endpoint_url' ? withScheme(value) : value;
  }
  const style = normalized['enable_virtual_host_style'];
  if (style !== undefined && !/^(true|false)$/i.test(style)) throw other(`value for enable_virtual_host_style is invalid: ${style}`);
  return normalized;
}

/** A host without scheme gets `https://`; a trailing slash goes. */
function withScheme(endpoint: string): string {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(endpoint) ? endpoint : `https://${endpoint}`;
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new StagewireError('InvalidConfig', `Input storage config for stage is invalid: endpoint_url '${endpoint}' is no URL`);
  }
  if (!/^https?:$/.test(parsed.protocol)) {
    throw new StagewireError('InvalidConfig', `Input storage config for stage is invalid: endpoint_url '${endpoint}' must begin with http:// or https://`);
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new StagewireError('InvalidConfig', 'Input storage config for stage is invalid: endpoint_url must not hold a user name or password');
  }
  return url.replace(/\/+$/, '');
}

/**
 * The stored parameters of the directory that a URL names. 4000 if the path does not end in `/`,
 * there is a query or a parameter is wrong; 2002 if parameters that belong together are not complete.
 */
export function directoryParams(uri: StorageUri, given: ConnectionParams): StorageParams {
  if (!uri.path.endsWith('/')) throw other(`path in URL must end with '/' when CREATE STAGE. Got '${uri.shown}'`);
  if (uri.path.split('/').includes('..')) throw other(`the path of '${uri.shown}' must not hold '..'`);
  if (uri.query !== null) throw other(`the location '${uri.shown}' of a stage must not have a query; in FROM a URL may have one`);
  const rule = schemeRule(uri.scheme);
  const params = { ...rule.defaults, ...normalizeConnectionParams(rule, given) };
  const missing = rule.required.filter((key) => params[key] === undefined || params[key] === '');
  if (missing.length > 0) {
    throw new StagewireError('InvalidConfig', `Input storage config for stage is invalid: ${uri.scheme} needs ${missing.join(', ')} in CONNECTION`);
  }
  switch (rule.type) {
    case 's3':
      return s3Params(uri, params);
    case 'fs':
      return { type: 'fs', root: uri.path };
    default:
      return otherParams(uri, rule.type, params);
  }
}

function s3Params(uri: StorageUri, params: ConnectionParams): StorageParams {
  const { endpoint_url = '', enable_virtual_host_style, ...credentials } = params;
  const hasId = credentials['access_key_id'] !== undefined;
  if (hasId !== (credentials['secret_access_key'] !== undefined)) {
    throw new StagewireError('InvalidConfig', 'Input storage config for stage is invalid: access_key_id and secret_access_key must be given together');
  }
  return {
    type: 's3',
    bucket: uri.bucket,
    root: uri.path,
    endpoint_url,
    ...credentials,
    enable_virtual_host_style: enable_virtual_host_style?.toLowerCase() === 'true',
  };
}

function otherParams(uri: StorageUri, type: Exclude<SchemeRule['type'], 's3' | 'fs'>, params: ConnectionParams): StorageParams {
  const { endpoint_url, ...options } = params;
  const endpoint = type === 'http' ? webServer(uri) : endpoint_url;
  return { type, bucket: uri.bucket, root: uri.path, ...(endpoint === undefined ? {} : { endpoint_url: endpoint }), options };
}

/** The URL without what it may hold of a user name and password, which no request would carry. */
function webServer({ scheme, bucket }: StorageUri): string {
  const origin = `${scheme}://${bucket}`;
  if (bucket.includes('@')) throw other(`the location of a web server must not hold a user name or password`);
  if (!URL.canParse(origin) || new URL(origin).pathname !== '/' || /[?#\\\s]/.test(bucket)) throw other(`'${origin}/' is no URL of a web server`);
  return origin;
}
