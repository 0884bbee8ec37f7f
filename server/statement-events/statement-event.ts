import type { Digest } from '../../sql/digest.js';
import { maskSecrets } from '../../sql/mask-secrets.js';
import type { Identity } from '../session.js';

/** A statement that a session runs or has run. */
export interface StatementEvent {
  /** Counts up in each session. */
  readonly id: number;
  readonly sessionId: number;
  readonly identity: Identity;
  /** Address without the port. */
  readonly host: string;
  /** The beginning of it, with its secrets: show {@link shownText}. */
  readonly sql: string;
  readonly digest: Digest;
  readonly database: string | null;
  /** As MySQL calls it: `statement/sql/select`. */
  name: string;
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number;
  /** Null while it runs. */
  endedAt: number | null;
  /** Null for one that has not failed. */
  error: StatementFailure | null;
  warnings: number;
  rowsAffected: number;
  rowsSent: number;
}

export interface StatementFailure {
  readonly errno: number;
  readonly sqlState: string;
  readonly message: string;
}

/** Characters of a text that are shown, as of MySQL's `performance_schema_max_sql_text_length`. */
const LONGEST_SHOWN = 1024;
/** Characters that are kept of it: secrets are masked with what stands before them. */
const LONGEST_KEPT = 2 * LONGEST_SHOWN;

/** A statement's text without secrets. */
export function shownText(sql: string): string {
  return maskSecrets(sql).slice(0, LONGEST_SHOWN);
}

/** The statement in a text from `start` to `end`, cut, in a string that does not hold on to the whole text. */
export function keptText(sql: string, start = 0, end = sql.length): string {
  if (start === 0 && end === sql.length && end <= LONGEST_KEPT) return sql;
  return Buffer.from(sql.slice(start, Math.min(end, start + LONGEST_KEPT)), 'utf16le').toString('utf16le');
}

/** How long it took, or takes already, in milliseconds. */
export function durationOf({ startedAt, endedAt }: StatementEvent): number {
  return (endedAt ?? performance.now()) - startedAt;
}
