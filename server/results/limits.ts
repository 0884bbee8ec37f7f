import type { Session } from '../session.js';
import type { GlobalVariables } from '../variables/global-variables.js';
import { readVariable } from '../variables/session-variables.js';

/** Whether a session has the results of its queries kept. Asked for each question, so without the detours of reading a variable. */
export function keepsResults({ variables, defaults }: Session): boolean {
  return (variables.get('enable_query_result_cache') ?? defaults.get('enable_query_result_cache')) === 1;
}

/** Whether that holds for queries that take no time, too. */
export function keepsFastResults(session: Session, variables: GlobalVariables): boolean {
  return keepsResults(session) && readVariable(variables, session, null, 'query_result_cache_min_execute_secs') === 0;
}

export interface ResultLimits {
  /** Of a result. */
  readonly mostBytes: number;
  /** Seconds to the first rows, at least. */
  readonly leastSeconds: number;
  /** Milliseconds for which a result is kept. */
  readonly lifetimeMs: number;
  readonly allowsInconsistent: boolean;
}

/** What a session says of the results that are kept for it. */
export function resultLimits(session: Session, variables: GlobalVariables): ResultLimits {
  const setting = (name: string): number => Number(readVariable(variables, session, null, `query_result_cache_${name}`));
  return { mostBytes: setting('max_bytes'), leastSeconds: setting('min_execute_secs'), lifetimeMs: setting('ttl_secs') * 1000, allowsInconsistent: setting('allow_inconsistent') === 1 };
}
