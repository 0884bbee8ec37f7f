import type { DuckDBConnection } from '@duckdb/node-api';

/** What DuckDB says of a macro with operands of which one could not be bound, be it for its name. */
const HIDES = /has multiple overloads that match/;
const ABOUT_A_NAME = /Referenced (column|table) ".*?" not found|does not have a column named|Ambiguous reference/;

/**
 * The engine's own error about a name in a query that it refused with `error`, if that hides one: a column that does not exist has
 * no type by which a macro could be chosen. Else `error`. `written` puts the tables into the SQL.
 */
export async function hiddenCause(error: Error, connection: DuckDBConnection, sql: string, written: (sql: string) => string): Promise<Error> {
  if (!HIDES.test(error.message)) return error;
  try {
    // Operands without their macros mean something else, but name the same.
    (await connection.prepare(written(sql.replaceAll(/\bfn\.\w+\((?!\))/g, '(')))).destroySync();
    return error;
  } catch (cause) {
    return cause instanceof Error && ABOUT_A_NAME.test(cause.message) ? cause : error;
  }
}
