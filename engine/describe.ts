import { DOUBLE, DuckDBTypeId, VARCHAR, type DuckDBConnection, type DuckDBPreparedStatement, type DuckDBType } from '@duckdb/node-api';
import type { Column } from '../sql/relation.js';
import { logicalType } from './types.js';

/** What a parameter may be while nobody knows: most places take a text, and arithmetic a number. */
const GUESSES: readonly (readonly [value: string | number, type: DuckDBType])[] = [['', VARCHAR], [0, DOUBLE]];

/**
 * The columns of a query from the engine's plan of it. Where they depend on the types of parameters these are
 * guessed; null where no guess makes sense. Throws DuckDB's error for what is wrong whatever the parameters are.
 */
export async function describeSql(connection: DuckDBConnection, sql: string): Promise<readonly Column[] | null> {
  const prepared = await connection.prepare(sql);
  try {
    if (isResolved(prepared)) return Array.from({ length: prepared.columnCount }, (_, index) => column(prepared.columnName(index), prepared.columnType(index)));
    for (const guess of GUESSES) {
      const columns = await guessed(connection, sql, prepared.parameterCount, guess);
      if (columns) return columns;
    }
    return null;
  } finally {
    prepared.destroySync();
  }
}

/** DuckDB knows the columns of a statement once the types of its parameters follow from their places. */
function isResolved(prepared: DuckDBPreparedStatement): boolean {
  return Array.from({ length: prepared.columnCount }, (_, index) => prepared.columnTypeId(index)).every((type) => type !== DuckDBTypeId.INVALID);
}

/** LIMIT 0 keeps the engine from computing anything. */
async function guessed(connection: DuckDBConnection, sql: string, parameterCount: number, [value, type]: (typeof GUESSES)[number]): Promise<readonly Column[] | null> {
  try {
    const values = Array.from({ length: parameterCount }, () => value);
    const result = await connection.run(`SELECT * FROM (${sql}) LIMIT 0`, values, values.map(() => type));
    return result.columnTypes().map((columnType, index) => column(result.columnName(index), columnType));
  } catch {
    return null;
  }
}

const column = (name: string, type: DuckDBType): Column => ({ name, type: logicalType(type), nullable: true });
