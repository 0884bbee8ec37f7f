import { maskValue } from './mask-secrets.js';
import type { StorageParams } from './storage-params.js';
import { ruleOfType, type SchemeRule } from './storage-schemes.js';

/** The columns of DESC STAGE that tell of an external location; secrets masked. */
export interface StorageDescription {
  readonly storageType: string;
  readonly url: string;
  readonly endpoint: string | null;
  readonly hasCredentials: boolean;
  readonly hasEncryptionKey: boolean;
  /** JSON object, keys in alphabetical order. */
  readonly params: string;
}

const TYPE_NAMES: Readonly<Record<SchemeRule['type'], string>> = {
  s3: 'S3', fs: 'Fs', azblob: 'Azblob', gcs: 'Gcs', oss: 'Oss', obs: 'Obs', cos: 'Cos', webhdfs: 'Webhdfs', hdfs: 'Hdfs', http: 'Http', ipfs: 'Ipfs',
  huggingface: 'Huggingface',
};

export function describeStorage(storage: StorageParams): StorageDescription {
  const rule = ruleOfType(storage.type);
  const { type, ...flat } = 'options' in storage ? { ...storage, ...storage.options, options: undefined } : storage;
  const given = new Map(Object.entries(flat).filter(([, value]) => value !== undefined && value !== ''));
  const has = (keys: readonly string[]): boolean => keys.some((key) => given.has(key));
  const shown = [...given].map(([key, value]) => [key, rule.secret.includes(key) ? maskValue(String(value)) : value] as const);
  return {
    storageType: type,
    url: storageUrl(storage),
    endpoint: 'endpoint_url' in storage ? storage.endpoint_url ?? null : null,
    hasCredentials: has(rule.credentials),
    hasEncryptionKey: has(rule.encryption),
    params: JSON.stringify(Object.fromEntries([...shown, ['type', TYPE_NAMES[type]] as const].sort(([a], [b]) => (a < b ? -1 : 1)))),
  };
}

/** The location as a URL with a trailing slash: `s3://b/p/`, `fs:///data/in/`, `hf://owner/repo/`. */
export function storageUrl(storage: StorageParams): string {
  switch (storage.type) {
    case 'fs':
      return `fs://${storage.root}`;
    case 'http':
      return `${storage.endpoint_url ?? `http://${storage.bucket}`}${storage.root}`;
    case 'huggingface':
      return `hf://${storage.bucket}${storage.root}`;
    default:
      return `${storage.type}://${storage.bucket}${storage.root}`;
  }
}
