import { join } from 'node:path';
import { Engine } from '../../engine/engine.js';
import { columnValues } from '../../sql/cell-value.js';
import type { Value } from '../../sql/relation.js';
import type { Parameter } from '../../sql/parameter.js';
import { parseStatement } from '../../sql/parse.js';
import { compileQuery } from '../../sql/query/compile.js';
import type { SessionValues } from '../../sql/query/session-values.js';
import { SESSION } from './session-values.js';
import { temporaryDirectory } from './stagewire.js';

/** Translates queries and runs them on an engine of their own; queries of tables that the server brings are not for it. */
export interface Dialect {
  /** Rows of a query; constant ones too are run by the engine's rules for values. */
  rows(sql: string, parameters?: readonly Parameter[]): Promise<Value[][]>;
  /** Names and types of a query's columns. */
  columns(sql: string): Promise<string[]>;
  /** The directory that its engine may open. */
  readonly cacheDirectory: string;
  close(): Promise<void>;
}

export async function openDialect(session: SessionValues = SESSION): Promise<Dialect> {
  const directory = await temporaryDirectory();
  const cacheDirectory = join(directory.path, 'objects');
  const engine = await Engine.open({ spillDirectory: directory.path, spillCapacity: 1_000_000_000, cacheDirectory, cacheCapacity: 0, memoryLimit: 512_000_000, threads: 2, callsAtOnce: 2 });
  const run = async (sql: string, parameters: readonly Parameter[]): ReturnType<Engine['query']> => {
    const statement = parseStatement(sql, 0, parameters.length > 0 ? parameters : 'none')?.statement;
    if (statement?.kind !== 'query') throw new Error('no query');
    const compiled = compileQuery(statement, session);
    if (compiled.kind === 'constant') return engine.query({ sql: `SELECT ${compiled.columns.map(({ constant }) => constant.sql).join(', ')}`, parameters: [], tables: [] }, new AbortController().signal);
    return engine.query({ ...compiled, tables: [], files: null }, new AbortController().signal);
  };
  return {
    cacheDirectory,
    async rows(sql, parameters = []) {
      const { columns, batches } = await run(sql, parameters);
      const rows: Value[][] = [];
      for await (const batch of batches) {
        const values = columns.map((_, index) => columnValues(batch, columns, index));
        for (let row = 0; row < batch.rowCount; row += 1) rows.push(values.map((column, index) => plain(column[row] ?? null, columns[index]?.type.name)));
      }
      return rows;
    },
    async columns(sql) {
      const { columns, batches } = await run(sql, []);
      await batches[Symbol.asyncIterator]().return?.();
      return columns.map(({ name, type }) => `${name}: ${type.name}`);
    },
    async close() {
      await engine.close();
      await directory.remove();
    },
  };
}

/** Integers as numbers, bytes as hexadecimal digits. */
function plain(value: Value, type: string | undefined): Value {
  if (typeof value === 'bigint' || (value !== null && type === 'int128')) return Number(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
