/**
 * Where an external location lies, as it is kept with a stage: the scheme's parameters under the
 * names that `CONNECTION = (…)` uses. Absent keys were not given. Roots begin and end with `/`.
 */
export interface S3Params {
  readonly type: 's3';
  readonly bucket: string;
  readonly root: string;
  readonly endpoint_url: string;
  readonly region?: string;
  readonly access_key_id?: string;
  readonly secret_access_key?: string;
  readonly session_token?: string;
  readonly role_arn?: string;
  readonly external_id?: string;
  readonly master_key?: string;
  readonly enable_virtual_host_style: boolean;
}

export interface FsParams {
  readonly type: 'fs';
  readonly root: string;
}

/** The other schemes: all but `hdfs` and `webhdfs` are read here. */
export interface OtherParams {
  readonly type: 'azblob' | 'gcs' | 'oss' | 'obs' | 'cos' | 'webhdfs' | 'hdfs' | 'http' | 'ipfs' | 'huggingface';
  /** Bucket, container, host or repository: what stands between `://` and the path. */
  readonly bucket: string;
  readonly root: string;
  readonly endpoint_url?: string;
  /** The remaining parameters of the scheme, by their documented names. */
  readonly options: Readonly<Record<string, string>>;
}

export type StorageParams = S3Params | FsParams | OtherParams;
