import type { ResultTable } from '../../engine/results/result-table.js';
import type { Requirement } from '../privileges/requirements.js';
import type { ResultColumn } from '../result.js';
import type { Identity } from '../session.js';

/** The result of a query that is kept for a while. */
export interface KeptResult {
  readonly owner: Identity;
  /** Of the query that made it. */
  readonly id: string;
  /** The same for all queries that ask the same of the same places. */
  readonly key: string;
  /** What the query read, as it was then; null if nobody can tell whether that is still so. */
  readonly fingerprint: string | null;
  readonly table: ResultTable;
  readonly columns: readonly ResultColumn[];
  /** What FOUND_ROWS() tells, if it is not how many rows there are. */
  readonly foundRows: number | undefined;
  /** The query for people, without secrets. */
  readonly sql: string;
  /** What the query needed, and so who reads its result. */
  readonly requirements: readonly Requirement[];
  /** Milliseconds of `performance.now()`. */
  readonly expiresAt: number;
}

/** Why a query of which RESULT_SCAN is asked has no result; a number of bytes is the bound that was too small. */
export type NotKept =
  | { readonly reason: 'too-fast'; readonly seconds: number }
  | { readonly reason: 'too-large'; readonly bytes: number; readonly bound: 'query_result_cache_max_bytes' | 'STAGEWIRE_RESULT_CACHE_SIZE' }
  | { readonly reason: 'volatile' | 'effects' | 'failed' | 'not-copied' | 'expired' | 'evicted' };
