import { StagewireError, type ErrorKind } from '../../errors/index.js';
import { abortError } from '../aborted.js';
import { whyUnreachable } from '../http-connections.js';

/** A response that says that a request failed. `code` is that of the S3 API ("NoSuchKey"), or empty where there was no body. */
export class S3ResponseError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Where the bucket is, as AWS tells whoever asks elsewhere. */
  readonly region: string | undefined;

  constructor(status: number, code: string, detail: string, region?: string) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.region = region;
  }
}

const DENIED = new Set([
  'AccessDenied',
  'AllAccessDisabled',
  'ExpiredToken',
  'InvalidAccessKeyId',
  'InvalidToken',
  'InvalidTokenId',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);

/** Tells a client about one bucket. What the store says is quoted only where it cannot hold credentials. */
export class S3Errors {
  readonly #place: string;
  readonly #bucket: string;
  readonly #origin: string;

  constructor(place: string, bucket: string, origin: string) {
    this.#place = place;
    this.#bucket = bucket;
    this.#origin = origin;
  }

  objectMissing(key: string): StagewireError {
    return new StagewireError('StorageNotFound', `object '${key}' does not exist in ${this.#place}`);
  }

  bucketMissing(): StagewireError {
    return new StagewireError('StorageNotFound', `bucket '${this.#bucket}' does not exist at ${this.#origin}`);
  }

  /**
   * Any error of `operation` ("read", "list") on an object or, with a null key, on the bucket. Our own
   * errors pass.
   */
  translate(error: unknown, operation: string, key: string | null, signal?: AbortSignal): StagewireError {
    if (error instanceof StagewireError) return error;
    if (signal?.aborted) return abortError(signal);
    const what = key === null ? `cannot ${operation} ${this.#place}` : `cannot ${operation} object '${key}' in ${this.#place}`;
    if (!(error instanceof S3ResponseError)) return this.#unreachable(error);
    const { status, code, detail } = error;
    if (code === 'NoSuchBucket') return this.bucketMissing();
    if (key !== null && (code === 'NoSuchKey' || (status === 404 && code === ''))) return this.objectMissing(key);
    if (DENIED.has(code) || status === 401 || status === 403) {
      return new StagewireError('StoragePermissionDenied', `${what}: the object store at ${this.#origin} refused the credentials (${code || status})`);
    }
    return new StagewireError(kindOf(status, code), `${what}: ${code || 'HTTP status'} ${status}${detail === '' ? '' : `, ${detail}`}`);
  }

  #unreachable(error: unknown): StagewireError {
    return new StagewireError('StorageUnavailable', `cannot reach the object store at ${this.#origin}: ${whyUnreachable(error)}`, { cause: error });
  }
}

function kindOf(status: number, code: string): ErrorKind {
  if (status >= 500 && status !== 501) return 'StorageUnavailable';
  if (status === 429 || code === 'SlowDown') return 'StorageUnavailable';
  if (status === 501) return 'StorageUnsupported';
  return status === 416 ? 'BadArguments' : 'StorageOther';
}
