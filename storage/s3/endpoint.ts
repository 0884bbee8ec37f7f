import { StagewireError } from '../../errors/index.js';
import type { Target } from '../http-connections.js';
import { encodePath, encodeQuery } from '../percent-encode.js';
import { endpointUrl as parseEndpointUrl, targetOf } from '../target.js';

/** Query parameters of S3 operations; an empty value for those that stand alone (`?uploads`). */
export type Query = Readonly<Record<string, string>>;

/** The address of a bucket at an S3 endpoint. */
export class Endpoint {
  readonly #url: URL;
  readonly #bucket: string;
  readonly #virtualHostStyle: boolean;

  /** 2002 if the URL is not one of a host over http or https. */
  constructor(endpointUrl: string, bucket: string, virtualHostStyle: boolean) {
    this.#url = parseEndpointUrl(endpointUrl);
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/.test(bucket)) {
      throw new StagewireError('InvalidConfig', `'${bucket}' cannot be the name of a bucket`);
    }
    this.#bucket = bucket;
    this.#virtualHostStyle = virtualHostStyle;
  }

  /** As errors show it: scheme, host and port. */
  get origin(): string {
    return this.#url.origin;
  }

  /** True for the AWS host that serves all regions and redirects to them. */
  get isGlobalAws(): boolean {
    return this.#url.hostname === 's3.amazonaws.com';
  }

  /** The region that stands in the name of a regional AWS host, `s3.<region>.amazonaws.com`. */
  get regionInHost(): string | undefined {
    return /^s3[.-]([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(this.#url.hostname)?.[1];
  }

  /** Of the service that hands out credentials for roles; compatible stores serve it themselves. */
  stsUrl(region: string): string {
    return this.isGlobalAws || this.regionInHost !== undefined ? `https://sts.${region}.amazonaws.com` : this.#url.origin;
  }

  /** The target of a request for the bucket or, with a key, for an object in it. */
  target(region: string, key: string | undefined, query: Query): Target {
    const base = this.isGlobalAws ? `s3.${region}.amazonaws.com` : this.#url.hostname;
    const host = this.#virtualHostStyle ? `${this.#bucket}.${base}` : base;
    const directory = this.#virtualHostStyle ? '/' : `/${this.#bucket}`;
    const object = key === undefined ? '' : `${this.#virtualHostStyle ? '' : '/'}${encodePath(key)}`;
    return {
      ...targetOf(this.#url),
      hostname: host.replace(/^\[|\]$/g, ''),
      host: this.#url.port === '' ? host : `${host}:${this.#url.port}`,
      path: `${directory}${object}${encodeQuery(query)}`,
    };
  }
}
