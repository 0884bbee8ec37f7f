import { KINDS, type ErrorKind, type MysqlCode } from './kinds.js';

export interface ErrorDetails {
  /** What went wrong underneath; goes to the log, never to a client. */
  readonly cause?: unknown;
  /** MySQL number and SQLSTATE where the case has a better one than its kind. */
  readonly mysql?: MysqlCode;
}

/**
 * The one error that clients see. It is born with its kind and its text and rendered at the edge:
 * in an ERR packet over MySQL, in JSON over HTTP.
 */
export class StagewireError extends Error {
  readonly kind: ErrorKind;
  /** What happened, to which object, what to do; without the frame of a channel. */
  readonly text: string;
  readonly mysql: MysqlCode;

  constructor(kind: ErrorKind, text: string, details: ErrorDetails = {}) {
    super(`${kind}. Code: ${KINDS[kind].code}, Text = ${text}.`, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'StagewireError';
    this.kind = kind;
    this.text = text;
    this.mysql = details.mysql ?? KINDS[kind].mysql;
  }

  /** Stable number of the kind, for example 2501. */
  get code(): number {
    return KINDS[this.kind].code;
  }
}
