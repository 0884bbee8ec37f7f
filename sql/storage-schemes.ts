import type { OtherParams } from './storage-params.js';

export interface SchemeRule {
  /** `type` of the stored parameters. */
  readonly type: 's3' | 'fs' | OtherParams['type'];
  /** Keys that may be given, each with its other spellings; the first wins when both are present. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly required: readonly string[];
  /** Keys of which one makes `has_credentials` true. */
  readonly credentials: readonly string[];
  readonly encryption: readonly string[];
  /** Keys whose values are masked when they are shown. */
  readonly secret: readonly string[];
  readonly defaults: Readonly<Record<string, string>>;
}

const rule = (type: SchemeRule['type'], parts: Partial<Omit<SchemeRule, 'type'>> = {}): SchemeRule => ({
  type, keys: {}, required: [], credentials: [], encryption: [], secret: [], defaults: {}, ...parts,
});

const HTTP = rule('http');

/** What each URL scheme takes as connection parameters. */
export const SCHEMES: Readonly<Record<string, SchemeRule>> = {
  s3: rule('s3', {
    keys: {
      endpoint_url: [],
      region: [],
      access_key_id: ['aws_key_id'],
      secret_access_key: ['aws_secret_key'],
      session_token: ['aws_token', 'security_token'],
      role_arn: ['aws_role_arn'],
      external_id: ['aws_external_id'],
      master_key: [],
      enable_virtual_host_style: [],
    },
    credentials: ['access_key_id', 'secret_access_key', 'session_token', 'role_arn', 'external_id'],
    encryption: ['master_key'],
    secret: ['access_key_id', 'secret_access_key', 'session_token', 'external_id', 'master_key'],
    defaults: { endpoint_url: 'https://s3.amazonaws.com', enable_virtual_host_style: 'false' },
  }),
  gcs: rule('gcs', {
    keys: { endpoint_url: [], credential: [] },
    credentials: ['credential'],
    secret: ['credential'],
    defaults: { endpoint_url: 'https://storage.googleapis.com' },
  }),
  azblob: rule('azblob', {
    keys: { endpoint_url: [], account_name: [], account_key: [] },
    required: ['endpoint_url'],
    credentials: ['account_name', 'account_key'],
    secret: ['account_key'],
  }),
  oss: rule('oss', {
    keys: { endpoint_url: [], access_key_id: [], access_key_secret: [], role_arn: [], server_side_encryption: [], server_side_encryption_key_id: [] },
    required: ['endpoint_url'],
    credentials: ['access_key_id', 'access_key_secret', 'role_arn'],
    encryption: ['server_side_encryption'],
    secret: ['access_key_id', 'access_key_secret'],
  }),
  obs: rule('obs', {
    keys: { endpoint_url: [], access_key_id: [], secret_access_key: [] },
    required: ['endpoint_url'],
    credentials: ['access_key_id', 'secret_access_key'],
    secret: ['access_key_id', 'secret_access_key'],
  }),
  cos: rule('cos', {
    keys: { endpoint_url: [], secret_id: [], secret_key: [] },
    required: ['endpoint_url'],
    credentials: ['secret_id', 'secret_key'],
    secret: ['secret_id', 'secret_key'],
  }),
  webhdfs: rule('webhdfs', {
    keys: { https: [], delegation: [], user_name: [], disable_list_batch: [] },
    credentials: ['delegation'],
    secret: ['delegation'],
    defaults: { https: 'true', disable_list_batch: 'true' },
  }),
  hdfs: rule('hdfs', { keys: { name_node: [] }, required: ['name_node'] }),
  http: HTTP,
  https: HTTP,
  ipfs: rule('ipfs', { keys: { endpoint_url: [] }, defaults: { endpoint_url: 'https://ipfs.io' } }),
  hf: rule('huggingface', {
    keys: { repo_type: [], revision: [], token: [] },
    credentials: ['token'],
    secret: ['token'],
    defaults: { repo_type: 'dataset', revision: 'main' },
  }),
  fs: rule('fs'),
};

/** The rule for parameters that are already stored. */
export function ruleOfType(type: SchemeRule['type']): SchemeRule {
  const found = Object.values(SCHEMES).find((scheme) => scheme.type === type);
  if (!found) throw new Error(`no scheme stores parameters of type ${type}`);
  return found;
}
