import { StagewireError, type ErrorKind } from '../../errors/index.js';
import { abortError } from '../aborted.js';
import { whyUnreachable } from '../http-connections.js';
import { HttpStatusError } from '../http-status-error.js';

/** Tells a client about files of one web server. URLs are shown without their query, which may hold a signature. */
export class HttpErrors {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  fileMissing(key: string): StagewireError {
    return new StagewireError('StorageNotFound', `file '${key}' does not exist at ${this.#origin}`);
  }

  /** Of what the protocol has no way for: "write", "list". */
  unsupported(operation: string): StagewireError {
    return new StagewireError('StorageUnsupported', `cannot ${operation} at ${this.#origin}: files are only read over http`);
  }

  /** Any error of a request for a file. Our own errors pass. RFC 9110, 15. */
  translate(error: unknown, key: string, signal?: AbortSignal): StagewireError {
    if (error instanceof StagewireError) return error;
    if (signal?.aborted) return abortError(signal);
    if (!(error instanceof HttpStatusError)) {
      return new StagewireError('StorageUnavailable', `cannot reach the server at ${this.#origin}: ${whyUnreachable(error)}`, { cause: error });
    }
    if (isMissing(error)) return this.fileMissing(key);
    return new StagewireError(kindOf(error.status), `cannot read file '${key}' at ${this.#origin}: ${error.message}`);
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof HttpStatusError && (error.status === 404 || error.status === 410);
}

function kindOf(status: number): ErrorKind {
  if (status === 401 || status === 403 || status === 407) return 'StoragePermissionDenied';
  return status >= 500 || status === 429 ? 'StorageUnavailable' : 'StorageOther';
}
