import type { DuckDBConnection} from '@duckdb/node-api';
import { BLOB, BOOLEAN, DuckDBDataChunk, DuckDBTimestampValue, DuckDBBlobValue, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { columnValues } from '../sql/cell-value.js';
import { quoteName } from '../sql/query/quoting.js';
import type { ColumnType, Relation, Value } from '../sql/relation.js';
import { abortError } from './errors.js';
import { engineType } from './types.js';

/** Rows of one data chunk of DuckDB. */
const CHUNK_ROWS = 2048;

interface NamedRows {
  readonly name: string;
  readonly rows: Relation;
}

/** Makes an empty temporary table; returns the types of its columns. */
export async function createTable(connection: DuckDBConnection, { name: table, rows }: NamedRows): Promise<DuckDBType[]> {
  const types = rows.columns.map(({ type }) => engineType(type));
  const definitions = rows.columns.map(({ name }, index) => `${quoteName(name)} ${String(types[index])}`);
  await connection.run(`CREATE TEMP TABLE ${quoteName(table)} (${definitions.join(', ')})`);
  return types;
}

/** Copies rows into a temporary table of a connection, chunk by chunk. */
export async function loadTable(connection: DuckDBConnection, table: NamedRows, signal: AbortSignal): Promise<void> {
  const { columns, batches } = table.rows;
  const types = await createTable(connection, table);
  const appender = await connection.createAppender(table.name, null, 'temp');
  try {
    for await (const batch of batches) {
      if (signal.aborted) throw abortError(signal);
      const values = columns.map((_, index) => columnValues(batch, columns, index));
      for (let start = 0; start < batch.rowCount; start += CHUNK_ROWS) {
        const chunk = DuckDBDataChunk.create(types);
        chunk.setColumns(values.map((column, index) => column.slice(start, start + CHUNK_ROWS).map((value) => toEngine(value, types[index], columns[index]?.type))));
        appender.appendDataChunk(chunk);
      }
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

/** A value as the engine takes it for a column of these types. */
export function toEngine(value: Value, engine: DuckDBType | undefined, logical: ColumnType | undefined): DuckDBValue {
  if (value === null) return null;
  if (value instanceof Date) return new DuckDBTimestampValue(BigInt(value.getTime()) * 1000n);
  if (value instanceof Uint8Array || engine === BLOB) return new DuckDBBlobValue(value instanceof Uint8Array ? value : Buffer.from(String(value)));
  if (engine === BOOLEAN) return Boolean(value);
  switch (logical?.name) {
    case 'int64':
    case 'uint64':
      return typeof value === 'bigint' ? value : BigInt(value);
    case 'varchar':
    case 'json':
      return String(value);
    default:
      return value;
  }
}
