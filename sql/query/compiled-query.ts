import type { Parameter } from '../parameter.js';
import type { Constant } from './constants.js';
import type { FirstRows } from './first-rows.js';
import type { CommonTable, EngineSource } from './tables.js';

/** SQL of our translation. */
export interface EngineSql {
  readonly sql: string;
  /** What to bind to `$1`, `$2` … in the SQL. */
  readonly parameters: readonly Parameter[];
  /** The same with more care for types, for when the engine can't bind this one (see `Care`); null if there is none. */
  readonly otherwise: (() => EngineSql) | null;
}

/** The same around every translation. */
export function aroundSql({ sql, parameters, otherwise }: EngineSql, write: (sql: string) => string): EngineSql {
  return { sql: write(sql), parameters, otherwise: otherwise && (() => aroundSql(otherwise(), write)) };
}

/** A query for the engine, and the tables that must be there under the given names when it runs. */
export interface CompiledQuery extends EngineSql {
  readonly kind: 'engine';
  readonly tables: readonly EngineSource[];
  /** Tables of WITH in the SQL. */
  readonly commonTables: readonly CommonTable[];
  /** What the calls of `fn.read_file` in the SQL read, by their number. */
  readonly files: readonly FileUse[];
  /** What it takes of its only location, if that is the first rows. */
  readonly firstRows: FirstRows | null;
  /** How many rows its result has at most, if that is known. */
  readonly mostRows: number | null;
}

/** A stage from which a call of read_file reads; `path` is null where it depends on the row. */
export interface FileUse {
  readonly stage: string;
  readonly path: string | null;
}

/** A query whose one row is known without the engine. */
export interface ConstantQuery {
  readonly kind: 'constant';
  readonly columns: readonly { readonly name: string; readonly constant: Constant }[];
  /** How long the answer waits, for SLEEP. */
  readonly seconds: number;
}
