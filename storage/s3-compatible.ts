import { StagewireError } from '../errors/index.js';
import type { OtherParams } from '../sql/storage-params.js';
import type { S3Options } from './s3/s3-options.js';
import { toRootPrefix } from './storage-url.js';

export type S3CompatibleType = 'oss' | 'obs' | 'cos';

/** How a provider's store differs from S3 for whoever uses it by the S3 API. */
interface Provider {
  /** What the two parts of a key are called there. */
  readonly keyId: string;
  readonly keySecret: string;
  /** Finds the region, which is signed, in the host of an endpoint. */
  readonly regionInHost: RegExp;
}

const PROVIDERS: Readonly<Record<S3CompatibleType, Provider>> = {
  // Alibaba Cloud, Object Storage Service: Use AWS SDKs to access OSS; Compatibility with Amazon S3.
  oss: { keyId: 'access_key_id', keySecret: 'access_key_secret', regionInHost: /(?:^|\.)oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs(?:-internal)?\.com$/ },
  // Huawei's OBS as T-Systems documents it, Object Storage Service: S3 API, Authenticating a request.
  obs: { keyId: 'access_key_id', keySecret: 'secret_access_key', regionInHost: /(?:^|\.)obs\.([a-z0-9-]+)\./ },
  // Tencent Cloud, Cloud Object Storage: Accessing COS with AWS S3 SDK.
  cos: { keyId: 'secret_id', keySecret: 'secret_key', regionInHost: /(?:^|\.)cos\.([a-z0-9-]+)\./ },
};
/** They would change where objects come from or how they are kept, by ways that only the provider's own API has. */
const OWN_API_ONLY = ['role_arn', 'server_side_encryption', 'server_side_encryption_key_id'];

/** Options to reach a store by its S3-compatible API; all of these want the bucket in the name of the host. 2002 for what that API lacks. */
export function s3CompatibleOptions(type: S3CompatibleType, { bucket, root, endpoint_url = '', options }: OtherParams): S3Options {
  const { keyId, keySecret, regionInHost } = PROVIDERS[type];
  const unsupported = OWN_API_ONLY.find((name) => options[name] !== undefined);
  if (unsupported !== undefined) throw new StagewireError('InvalidConfig', `${unsupported} is not supported by this server for ${type} locations`);
  const [accessKeyId, secretAccessKey] = [options[keyId], options[keySecret]];
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new StagewireError('InvalidConfig', `${keyId} and ${keySecret} must be given together`);
  }
  const region = URL.canParse(endpoint_url) ? regionInHost.exec(new URL(endpoint_url).hostname)?.[1] : undefined;
  return {
    scheme: type,
    endpointUrl: endpoint_url,
    bucket,
    rootPrefix: toRootPrefix(root),
    virtualHostStyle: true,
    ...(region !== undefined && { region }),
    ...(accessKeyId !== undefined && { accessKeyId }),
    ...(secretAccessKey !== undefined && { secretAccessKey }),
  };
}
