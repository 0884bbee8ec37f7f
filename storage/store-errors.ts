import { StagewireError, type ErrorKind } from '../errors/index.js';
import { abortError } from './aborted.js';
import { whyUnreachable } from './http-connections.js';
import { HttpStatusError } from './http-status-error.js';
import type { KeyRules } from './store-api.js';

/** A response of a store's API that says that a request failed. `code` is the API's own ("NoSuchKey"), or empty where it gave none. */
export class StoreResponseError extends HttpStatusError {
  readonly code: string;
  readonly detail: string;

  constructor(status: number, code: string, detail: string) {
    super(status, code === '' ? undefined : `${status} ${code}`);
    this.code = code;
    this.detail = detail;
  }
}

/** What one place in a store is called. */
export interface StoreNames {
  /** `s3://bucket/prefix/`. */
  readonly place: string;
  /** "bucket 'b'". */
  readonly container: string;
  /** Scheme, host and port. */
  readonly origin: string;
}

/** Codes of a store's API that mean more than their status does. */
export interface StoreCodes {
  readonly containerMissing: ReadonlySet<string>;
  readonly objectMissing: ReadonlySet<string>;
  readonly denied: ReadonlySet<string>;
}

/** Tells a client about one place in a store. What the store says is quoted only where it cannot hold credentials. */
export class StoreErrors {
  readonly #names: StoreNames;
  readonly #codes: StoreCodes;

  constructor(names: StoreNames, codes: StoreCodes) {
    this.#names = names;
    this.#codes = codes;
  }

  objectMissing(key: string): StagewireError {
    return new StagewireError('StorageNotFound', `object '${key}' does not exist in ${this.#names.place}`);
  }

  containerMissing(): StagewireError {
    return new StagewireError('StorageNotFound', `${this.#names.container} does not exist at ${this.#names.origin}`);
  }

  /** 3902 for a way to sign URLs that the location has no keys for. */
  cannotPresign(needs: string): StagewireError {
    return new StagewireError('StorageUnsupported', `a location without ${needs} cannot presign`);
  }

  /** 3902 for a store that is only read. */
  onlyRead(operation: string): StagewireError {
    return new StagewireError('StorageUnsupported', `cannot ${operation} at ${this.#names.place}: such a location is only read`);
  }

  /** `BadArguments` for what no object can be called. */
  impossibleKey(key: string, { longestBytes, forbidden }: KeyRules): StagewireError {
    const more = forbidden ? `, ${forbidden.said}` : '';
    return new StagewireError('BadArguments', `'${key}' cannot be the key of an object: it is empty, ends with '/'${more}, is no valid Unicode or is longer than ${longestBytes} bytes`);
  }

  /** Where a range was asked for. */
  sentWhole(key: string): StagewireError {
    return new StagewireError('StorageUnsupported', `the store sent object '${key}' as a whole where a range of it was asked for`);
  }

  /**
   * Any error of `operation` ("read", "list") on an object or, with a null key, on the whole place. Our own
   * errors pass.
   */
  translate(error: unknown, operation: string, key: string | null, signal?: AbortSignal): StagewireError {
    if (error instanceof StagewireError) return error;
    if (signal?.aborted) return abortError(signal);
    const { place, origin } = this.#names;
    const what = key === null ? `cannot ${operation} ${place}` : `cannot ${operation} object '${key}' in ${place}`;
    if (!(error instanceof StoreResponseError)) {
      return new StagewireError('StorageUnavailable', `cannot reach the object store at ${origin}: ${whyUnreachable(error)}`, { cause: error });
    }
    const { status, code, detail } = error;
    if (this.#codes.containerMissing.has(code)) return this.containerMissing();
    if (key !== null && (this.#codes.objectMissing.has(code) || (status === 404 && code === ''))) return this.objectMissing(key);
    if (this.#codes.denied.has(code) || status === 401 || status === 403) {
      return new StagewireError('StoragePermissionDenied', `${what}: the object store at ${origin} refused the credentials (${code || status})`);
    }
    return new StagewireError(kindOf(status, code), `${what}: ${code || 'HTTP status'} ${status}${detail === '' ? '' : `, ${detail}`}`);
  }
}

function kindOf(status: number, code: string): ErrorKind {
  if (status >= 500 && status !== 501) return 'StorageUnavailable';
  if (status === 429 || code === 'SlowDown') return 'StorageUnavailable';
  if (status === 501) return 'StorageUnsupported';
  return status === 416 ? 'BadArguments' : 'StorageOther';
}
