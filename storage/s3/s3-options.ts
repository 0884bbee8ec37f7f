/** How to reach a prefix of a bucket in S3 or a store compatible with it. */
export interface S3Options {
  /** How its users name locations of the store; `s3` unless given. */
  readonly scheme?: string;
  /** `https://s3.amazonaws.com`, `http://127.0.0.1:9000`. */
  readonly endpointUrl: string;
  readonly bucket: string;
  /** Put before every key; empty or ends with `/`, does not begin with one. */
  readonly rootPrefix: string;
  /** Without it that of the bucket on AWS, `us-east-1` elsewhere. */
  readonly region?: string;
  /** Without keys requests are anonymous: nothing is taken from the environment. */
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  /** Assumed with the keys. */
  readonly roleArn?: string;
  readonly externalId?: string;
  /** `bucket.host/key` in place of `host/bucket/key`. */
  readonly virtualHostStyle: boolean;
  /** Milliseconds to wait for a connection, and for the next byte once connected. Default 15,000. */
  readonly idleTimeoutMs?: number;
}

/** Where objects lie, as errors name it: `s3://bucket/prefix/`. */
export function placeOf(options: S3Options): string {
  return `${options.scheme ?? 's3'}://${options.bucket}/${options.rootPrefix}`;
}
