import pg from 'pg';
import { StagewireError } from '../errors/index.js';

/** Errors of the socket and of the name look-up after which a later attempt may succeed. */
const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** What `pg` says, without a code, of a connection that is gone or was not made in time. */
const CONNECTION_TEXT = /^(Connection terminated|Client has encountered a connection error|timeout expired|timeout exceeded when trying to connect)/;

/** The client-side limit of `pg` on one query; whether the query ran is unknown. */
const QUERY_TIMEOUT_TEXT = 'Query read timeout';

/** Of https://www.postgresql.org/docs/current/errcodes-appendix.html: refused or ended from the server's side. */
const CONNECTION_STATES = new Set(['57P01', '57P02', '57P03', '57P05', '53300']);

/** The transaction was undone for another's sake and may simply be done again. */
const TRANSIENT_STATES = new Set(['40001', '40P01']);

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

/** Whether the connection failed, so that what was asked on it did not happen, or was undone, unless it was a COMMIT. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  if (error instanceof pg.DatabaseError) return code.startsWith('08') || CONNECTION_STATES.has(code);
  // One error per address when a name has several.
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isConnectionLoss);
  return CONNECTION_CODES.has(code) || CONNECTION_TEXT.test(error.message);
}

/** Whether the whole transaction is to be done again. */
export function isTransient(error: unknown): boolean {
  return error instanceof pg.DatabaseError && TRANSIENT_STATES.has(codeOf(error));
}

/** Whether the connection must not be used again: it is gone, or an answer may still arrive on it. */
export function breaksConnection(error: unknown): boolean {
  return isConnectionLoss(error) || (error instanceof Error && error.message === QUERY_TIMEOUT_TEXT);
}

/** The row that a statement referred to does not exist (any more). */
export function isMissingReference(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.code === '23503' && error.constraint === constraint;
}

/**
 * Any error that came out of `pg` as ours. `address` (host:port) is all that its text tells of the
 * connection; what PostgreSQL said, which can contain values, is in the cause. Others pass as they are.
 */
export function translateError(error: unknown, address: string): unknown {
  if (!(error instanceof Error) || error instanceof StagewireError) return error;
  const catalog = `the catalog (PostgreSQL at ${address})`;
  const unavailable = (what: string): StagewireError => new StagewireError('CatalogUnavailable', `${catalog} ${what}`, { cause: error });
  const code = codeOf(error);
  if (isConnectionLoss(error)) return unavailable(`cannot be reached (${code || error.message})`);
  if (error.message === QUERY_TIMEOUT_TEXT) return unavailable('did not answer in time');
  if (/SSL|SASL|password must be a string/.test(error.message) || code.includes('CERT')) return unavailable(`cannot be logged in to (${error.message})`);
  if (!(error instanceof pg.DatabaseError)) return error;
  switch (code) {
    case '22021':
    case '22P05':
      return new StagewireError('InvalidArgument', 'names and texts cannot contain the character U+0000', { cause: error });
    case '57014':
    case '55P03':
      return unavailable('did not answer in time');
    case '28000':
    case '28P01':
      return unavailable('refuses the login');
    case '3D000':
      return unavailable('has no database of that name');
    case '42501':
      return unavailable('denies a right that stagewire needs (to create and own the schema "stagewire")');
    case '25006':
      return unavailable('is read-only');
    case '53100':
      return unavailable('has no disk space left');
    default:
      return new StagewireError('Internal', `unexpected answer of ${catalog}: SQLSTATE ${code}`, { cause: error });
  }
}
