import { StagewireError } from '../errors/index.js';
import type { S3Options } from './s3/s3-options.js';

/** Where the server's own objects lie. */
export type HomeStoreConfig = { readonly type: 's3'; readonly options: S3Options } | { readonly type: 'fs'; readonly directory: string };

export interface HomeCredentials {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
}

const invalid = (text: string): StagewireError => new StagewireError('InvalidConfig', text);
const S3_SETTINGS = ['endpoint_url', 'region', 'enable_virtual_host_style'];

/**
 * Reads `s3://bucket/prefix/?endpoint_url=…&region=…&enable_virtual_host_style=true` or `fs:///dir/`.
 * 2002 with a text that names what is wrong; the URL is quoted without its query.
 */
export function parseStorageUrl(url: string, credentials: HomeCredentials): HomeStoreConfig {
  const parts = /^([a-z0-9]+):\/\/([^/?]*)([^?]*)(?:\?(.*))?$/is.exec(url);
  const [, scheme = '', host = '', path = '', query = ''] = parts ?? [];
  switch (scheme.toLowerCase()) {
    case 's3':
      return { type: 's3', options: s3Options(host, decode(path), new URLSearchParams(query), credentials) };
    case 'fs':
      if (host !== '' || !path.startsWith('/')) throw invalid(`a directory is written fs:///absolute/path/, not '${url}'`);
      if (query !== '') throw invalid('a storage URL of a directory has no parameters');
      return { type: 'fs', directory: decode(path) };
    case '':
      throw invalid("the storage URL must begin with 's3://' or 'fs:///'");
    default:
      throw invalid(`the storage URL must begin with 's3://' or 'fs:///', not '${scheme}://'`);
  }
}

function s3Options(bucket: string, path: string, settings: URLSearchParams, credentials: HomeCredentials): S3Options {
  if (bucket === '') throw invalid('the storage URL names no bucket: expected s3://bucket/prefix/');
  const unknown = [...settings.keys()].find((name) => !S3_SETTINGS.includes(name));
  if (unknown !== undefined) throw invalid(`unknown parameter '${unknown}' in the storage URL; known are ${S3_SETTINGS.join(', ')}`);
  if (!credentials.accessKeyId || !credentials.secretAccessKey) {
    throw invalid('an s3:// storage URL needs an access key id and a secret access key');
  }
  const style = settings.get('enable_virtual_host_style') ?? 'false';
  if (style !== 'true' && style !== 'false') throw invalid(`enable_virtual_host_style must be true or false, not '${style}'`);
  const region = settings.get('region');
  return {
    endpointUrl: settings.get('endpoint_url') ?? 'https://s3.amazonaws.com',
    bucket,
    rootPrefix: toRootPrefix(path),
    ...(region && { region }),
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.secretAccessKey,
    ...(credentials.sessionToken && { sessionToken: credentials.sessionToken }),
    virtualHostStyle: style === 'true',
  };
}

/** A path of a URL as the prefix of keys: no leading slash, and one at the end unless it is empty. */
export function toRootPrefix(path: string): string {
  const prefix = path.replace(/^\//, '');
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalid('the path of the storage URL is not percent-encoded correctly');
  }
}
