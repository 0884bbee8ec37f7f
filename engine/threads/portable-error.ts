import { StagewireError, type ErrorKind, type MysqlCode } from '../../errors/index.js';

/** An error as data, for messages between threads. */
export type PortableError =
  | { readonly ours: true; readonly kind: ErrorKind; readonly text: string; readonly mysql: MysqlCode }
  | { readonly ours: false; readonly message: string; readonly stack: string | undefined };

export function toPortable(error: unknown): PortableError {
  if (error instanceof StagewireError) return { ours: true, kind: error.kind, text: error.text, mysql: error.mysql };
  return error instanceof Error ? { ours: false, message: error.message, stack: error.stack } : { ours: false, message: String(error), stack: undefined };
}

export function fromPortable(error: PortableError): Error {
  if (error.ours) return new StagewireError(error.kind, error.text, { mysql: error.mysql });
  const unexpected = new Error(error.message);
  if (error.stack !== undefined) unexpected.stack = error.stack;
  return unexpected;
}
