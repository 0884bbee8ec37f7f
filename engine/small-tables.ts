import { LIST, listValue, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { columnValues } from '../sql/cell-value.js';
import { quoteName } from '../sql/query/quoting.js';
import type { Batch, Relation } from '../sql/relation.js';
import type { Bindings } from './bindings.js';
import type { BroughtTable } from './engine.js';
import { toEngine } from './load-table.js';
import { engineType } from './types.js';
import { takesTables, withTables } from './with-tables.js';

/** Values in all columns together; with more a temporary table is cheaper. */
const MOST_VALUES = 2048;

interface SmallTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: DuckDBType; readonly values: readonly DuckDBValue[] }[];
}

/**
 * Tables of few rows, which a query is given as lists in parameters behind its own. Nothing is made for them on the connection, so that it
 * and the plan of the SQL serve the next query too: making a temporary table takes longer than most questions to one.
 */
export class SmallTables {
  readonly #tables: readonly SmallTable[];
  /** Those that must be made. */
  readonly others: readonly BroughtTable[];

  private constructor(tables: readonly SmallTable[], others: readonly BroughtTable[]) {
    this.#tables = tables;
    this.others = others;
  }

  /** Takes none. */
  static none(tables: readonly BroughtTable[]): SmallTables {
    return new SmallTables([], tables);
  }

  /** Takes those that are small, if no table of the query is staged. */
  static async among(tables: readonly BroughtTable[], sql: string): Promise<SmallTables> {
    if (!takesTables(sql) || tables.some((table) => 'staged' in table)) return SmallTables.none(tables);
    const small: SmallTable[] = [];
    const others: BroughtTable[] = [];
    for (const table of tables) {
      const read = 'rows' in table ? await readSmall(table.name, table.rows) : table;
      if ('columns' in read) small.push(read);
      else others.push(read);
    }
    return new SmallTables(small, others);
  }

  /** For a query that is only described: no rows are read. */
  static empty(tables: readonly BroughtTable[], sql: string): SmallTables {
    if (!takesTables(sql)) return SmallTables.none(tables);
    const small = tables.flatMap((table) => ('rows' in table ? [{ name: table.name, columns: table.rows.columns.map(({ name, type }) => ({ name, type: engineType(type), values: [] })) }] : []));
    return new SmallTables(small, tables.filter((table) => !('rows' in table)));
  }

  /** The SQL with the tables, whose lists are parameters from `$<count + 1>` on. */
  named(sql: string, parameterCount: number): string {
    let position = parameterCount;
    return withTables(sql, this.#tables.map((table) => defined(table, (type) => `$${(position += 1)}::${String(type)}[]`)));
  }

  /** The SQL with tables without rows. */
  namedEmpty(sql: string): string {
    return withTables(sql, this.#tables.map((table) => defined(table, (type) => `[]::${String(type)}[]`)));
  }

  /** The values of a query's own parameters and the lists behind them. */
  bindings([values, types]: Bindings): Bindings {
    const columns = this.#tables.flatMap((table) => table.columns);
    return [[...values, ...columns.map((column) => listValue(column.values))], [...types, ...columns.map(({ type }) => LIST(type))]];
  }
}

/** Materialized: of one that it writes twice into a plan the engine (1.5) sees no rows. */
function defined({ name, columns }: SmallTable, list: (type: DuckDBType) => string): string {
  return `${quoteName(name)} AS MATERIALIZED (SELECT ${columns.map((column) => `unnest(${list(column.type)}) AS ${quoteName(column.name)}`).join(', ')})`;
}

/** The table with all of its rows; if they are too many, a table that has them still to come. */
async function readSmall(name: string, { columns, batches }: Relation): Promise<SmallTable | BroughtTable> {
  const source = batches[Symbol.asyncIterator]();
  const read: Batch[] = [];
  for (let values = 0; ; ) {
    const next = await source.next();
    if (next.done === true) break;
    read.push(next.value);
    values += next.value.rowCount * columns.length;
    if (values > MOST_VALUES) return { name, rows: { columns, batches: continued(read, source) } };
  }
  return {
    name,
    columns: columns.map((column, index) => {
      const type = engineType(column.type);
      return { name: column.name, type, values: read.flatMap((batch) => columnValues(batch, columns, index).map((value) => toEngine(value, type, column.type))) };
    }),
  };
}

async function* continued(read: readonly Batch[], source: AsyncIterator<Batch>): AsyncGenerator<Batch> {
  try {
    yield* read;
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}
