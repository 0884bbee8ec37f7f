import { StagewireError } from '../errors/index.js';
import type { OtherParams, S3Params, StorageParams } from '../sql/storage-params.js';
import type { AzblobOptions } from './azblob/azblob-options.js';
import type { GcsOptions } from './gcs/gcs-options.js';
import type { HttpConnections } from './http-connections.js';
import type { HuggingfaceOptions } from './huggingface/huggingface-options.js';
import type { IpfsOptions } from './ipfs/ipfs-options.js';
import type { ObjectStore } from './object-store.js';
import type { S3Options } from './s3/s3-options.js';
import { s3CompatibleOptions } from './s3-compatible.js';
import { toRootPrefix } from './storage-url.js';

/** A location that a server on the network keeps. */
export interface RemoteLocation {
  readonly kind: StorageParams['type'];
  readonly endpointUrl: string;
  /** All that configures the store: equal options of one kind mean the same one. */
  readonly options: object;
  /** Loads the code of such stores, which the start does without, and gives back what opens this one. 2002 then if the options cannot configure it. */
  load(): Promise<() => ObjectStore>;
}

export interface RemoteSettings {
  readonly allowInsecure: boolean;
  readonly idleTimeoutMs: number | undefined;
  /** Of the Hugging Face Hub. */
  readonly hubUrl: string;
  /** For stores that have no connections of their own. */
  readonly webServers: HttpConnections;
}

/** The remote location that stored parameters describe; null for a kind that cannot be read here. 2002 if they cannot configure a store. */
export function remoteLocation(params: StorageParams, { allowInsecure, idleTimeoutMs, hubUrl, webServers }: RemoteSettings): RemoteLocation | null {
  const limits = { ...(idleTimeoutMs !== undefined && { idleTimeoutMs }) };
  switch (params.type) {
    case 's3':
      return s3Location({ ...s3Options(params), ...limits });
    case 'oss':
    case 'obs':
    case 'cos':
      return s3Location({ ...s3CompatibleOptions(params.type, params), ...limits });
    case 'azblob': {
      const options = { ...azblobOptions(params), ...limits };
      return location(params.type, options.endpointUrl, options, async () => (await import('./azblob/azblob-store.js')).openAzblobStore);
    }
    case 'gcs': {
      const options = { ...gcsOptions(params), allowInsecure, ...limits };
      return location(params.type, options.endpointUrl, options, async () => (await import('./gcs/gcs-store.js')).openGcsStore);
    }
    case 'huggingface':
      return location(params.type, hubUrl, huggingfaceOptions(params, hubUrl), async () => {
        const { openHuggingfaceStore } = await import('./huggingface/huggingface-store.js');
        return (options) => openHuggingfaceStore(webServers, allowInsecure, options);
      });
    case 'ipfs': {
      const ipfs: IpfsOptions = { gatewayUrl: params.endpoint_url ?? '', cid: params.bucket, rootPrefix: toRootPrefix(params.root) };
      return location(params.type, ipfs.gatewayUrl, ipfs, async () => {
        const { openIpfsStore } = await import('./ipfs/ipfs-store.js');
        return (options) => openIpfsStore(webServers, allowInsecure, options);
      });
    }
    default:
      return null;
  }
}

/** `loadOpen` gives back what opens a store of its kind. */
function location<O extends object>(kind: RemoteLocation['kind'], endpointUrl: string, options: O, loadOpen: () => Promise<(options: O) => ObjectStore>): RemoteLocation {
  return {
    kind,
    endpointUrl,
    options,
    async load() {
      const open = await loadOpen();
      return () => open(options);
    },
  };
}

function s3Location(options: S3Options): RemoteLocation {
  return location('s3', options.endpointUrl, options, async () => (await import('./s3/s3-store.js')).openS3Store);
}

function s3Options(params: S3Params): S3Options {
  if (params.master_key !== undefined) throw new StagewireError('InvalidConfig', 'master_key is not supported by this server');
  const { region, access_key_id, secret_access_key, session_token, role_arn, external_id } = params;
  return {
    endpointUrl: params.endpoint_url,
    bucket: params.bucket,
    rootPrefix: toRootPrefix(params.root),
    virtualHostStyle: params.enable_virtual_host_style,
    ...(region !== undefined && { region }),
    ...(access_key_id !== undefined && { accessKeyId: access_key_id }),
    ...(secret_access_key !== undefined && { secretAccessKey: secret_access_key }),
    ...(session_token !== undefined && { sessionToken: session_token }),
    ...(role_arn !== undefined && { roleArn: role_arn }),
    ...(external_id !== undefined && { externalId: external_id }),
  };
}

function azblobOptions({ bucket, root, endpoint_url = '', options: { account_name, account_key } }: OtherParams): AzblobOptions {
  return {
    endpointUrl: endpoint_url,
    container: bucket,
    rootPrefix: toRootPrefix(root),
    ...(account_name !== undefined && { accountName: account_name }),
    ...(account_key !== undefined && { accountKey: account_key }),
  };
}

function gcsOptions({ bucket, root, endpoint_url = '', options: { credential } }: OtherParams): Omit<GcsOptions, 'allowInsecure'> {
  return { endpointUrl: endpoint_url, bucket, rootPrefix: toRootPrefix(root), ...(credential !== undefined && { credential }) };
}

/** The repository's name is the first part of the path. */
function huggingfaceOptions({ bucket, root, options: { repo_type: repoType, revision = 'main', token } }: OtherParams, hubUrl: string): HuggingfaceOptions {
  if (repoType !== 'dataset' && repoType !== 'model') throw new StagewireError('InvalidConfig', `repo_type must be dataset or model, not '${repoType ?? ''}'`);
  const [, name = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(root) ?? [];
  return { hubUrl, repoType, repo: `${bucket}/${name}`, revision, rootPrefix: toRootPrefix(rest), ...(token !== undefined && { token }) };
}
