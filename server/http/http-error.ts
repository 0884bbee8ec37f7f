import { StagewireError, type ErrorKind } from '../../errors/index.js';

/** A fault of the HTTP request itself; `status` is also the code in the body. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string, details: { readonly cause?: unknown } = {}) {
    super(message, details);
    this.name = 'HttpError';
    this.status = status;
  }
}

export interface ErrorBody {
  readonly error: { readonly code: number; readonly message: string };
}

const STATUS_OF_KIND: Partial<Record<ErrorKind, number>> = {
  AuthenticateFailure: 401,
  BadArguments: 400,
  InvalidArgument: 400,
  PermissionDenied: 403,
  StagePermissionDenied: 403,
  StorageInsecure: 403,
  UnknownStage: 404,
  StorageNotFound: 404,
  CatalogUnavailable: 503,
  StorageUnavailable: 503,
};

/**
 * What a client gets for an error: `{"error":{"code":2501,"message":"…"}}` and its status. An error that
 * nobody foresaw shows only the id under which it stands in the log.
 */
export function describeError(error: unknown, queryId: string): { readonly status: number; readonly body: ErrorBody } {
  if (error instanceof HttpError) return { status: error.status, body: { error: { code: error.status, message: error.message } } };
  if (error instanceof StagewireError) {
    const status = STATUS_OF_KIND[error.kind] ?? 500;
    return { status, body: { error: { code: error.code, message: error.text } } };
  }
  return { status: 500, body: { error: { code: 1001, message: `internal error, see query id ${queryId} in the log of the server` } } };
}
