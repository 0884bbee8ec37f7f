import { StoreErrors, StoreResponseError, type StoreCodes } from '../store-errors.js';
import { placeOf, type S3Options } from './s3-options.js';

/** `code` is that of the S3 API, or empty where there was no body. */
export class S3ResponseError extends StoreResponseError {
  /** Where the bucket is, as AWS tells whoever asks elsewhere. */
  readonly region: string | undefined;

  constructor(status: number, code: string, detail: string, region?: string) {
    super(status, code, detail);
    this.region = region;
  }
}

/** S3 API: Error responses. */
const CODES: StoreCodes = {
  containerMissing: new Set(['NoSuchBucket']),
  objectMissing: new Set(['NoSuchKey']),
  denied: new Set([
    'AccessDenied', 'AllAccessDisabled', 'ExpiredToken', 'InvalidAccessKeyId', 'InvalidToken', 'InvalidTokenId', 'RequestTimeTooSkewed', 'SignatureDoesNotMatch',
  ]),
};

/** Tells a client about one bucket at the given origin. */
export function s3Errors(options: S3Options, origin: string): StoreErrors {
  return new StoreErrors({ place: placeOf(options), container: `bucket '${options.bucket}'`, origin }, CODES);
}
