import type { ColumnOrigin } from '../relation.js';
import type { ColumnName, QueryBody, QueryExpression, Select, Star, TableFunctionCall } from './ast.js';
import { hasAggregate } from './functions/aggregates.js';
import { listedColumns, mapOrigins, nullable, openColumns, type OriginColumn, type OriginColumns } from './origin-columns.js';
import { visibleTables, type KnownTable, type OriginScope, type ResultColumn, type VisibleTable } from './origin-tables.js';
import { nameOf, nameOfValue } from './result-names.js';

/** The tables of the server, the database of one that names none, and results that are kept. */
export type KnownTables = Pick<OriginScope, 'database' | 'known' | 'result'>;

/**
 * Where the columns of a result come from, as MySQL tells its clients: the table by the name that the query gives it and by its own, and
 * the column's own name. Null where a column is computed, is one of a set operation, or where it can't be told without the data.
 * `names` are those of the result.
 */
export function columnOrigins(query: QueryExpression, names: readonly string[], tables: KnownTables): readonly (ColumnOrigin | null)[] {
  const parts = new Origins(tables).parts(query);
  const wide = parts.filter(({ list }) => list === null).length;
  const known = parts.reduce((sum, { list }) => sum + (list?.length ?? 0), 0);
  if (known > names.length || (wide === 0 && known !== names.length) || wide > 1) return names.map(() => null);
  let at = 0;
  return parts.flatMap(({ list, find }) => {
    if (list !== null) {
      at += list.length;
      return list.map(({ origin }) => origin);
    }
    const own = names.slice(at, (at += names.length - known));
    return own.map((name) => find(name) ?? null);
  });
}

class Origins implements OriginScope {
  readonly database: string;
  readonly #tables: KnownTables;
  /** Those of WITH that are visible, the innermost last. */
  #common: readonly { readonly name: string; readonly columns: OriginColumns }[] = [];

  constructor(tables: KnownTables) {
    this.#tables = tables;
    this.database = tables.database;
  }

  known(database: string, table: string): KnownTable | null {
    return this.#tables.known(database, table);
  }

  result(call: TableFunctionCall): readonly ResultColumn[] | null {
    return this.#tables.result(call);
  }

  common(name: string): OriginColumns | undefined {
    const lower = name.toLowerCase();
    return this.#common.findLast((table) => table.name === lower)?.columns;
  }

  query(query: QueryExpression): OriginColumns {
    return whole(this.parts(query));
  }

  /** The columns of a query, piece by piece as its select list has them. */
  parts({ with: commonTables, isRecursive, body }: QueryExpression): readonly OriginColumns[] {
    const around = this.#common;
    for (const { name, columns, query } of commonTables) {
      if (isRecursive) this.#declare(name, openColumns(() => null));
      const { list, find } = this.query(query);
      this.#declare(name, columns.length === 0 ? { list, find } : list ? listedColumns(list.map(({ origin }, index) => ({ name: columns[index] ?? '', origin }))) : openColumns(() => null));
    }
    const parts = this.#body(body);
    this.#common = around;
    return parts;
  }

  #declare(name: string, columns: OriginColumns): void {
    this.#common = [...this.#common, { name: name.toLowerCase(), columns }];
  }

  #body(body: QueryBody): readonly OriginColumns[] {
    switch (body.kind) {
      case 'select':
        return this.#select(body);
      case 'nested':
        return this.parts(body.query);
      case 'values':
        return [listedColumns((body.rows[0] ?? []).map((_, index) => ({ name: nameOfValue(body, index), origin: null })))];
      case 'set-operation':
        return this.#body(body.left).map(({ list }) => (list ? listedColumns(list.map(({ name }) => ({ name, origin: null }))) : openColumns(() => null)));
    }
  }

  #select(select: Select): readonly OriginColumns[] {
    const tables = select.from.flatMap((table) => visibleTables(table, this));
    const parts = select.items.flatMap((item) => {
      if (item.expression.kind === 'star') return starColumns(item.expression, tables);
      const origin = item.expression.kind === 'column' ? resolve(item.expression, tables) : null;
      return [listedColumns([{ name: nameOf(item), origin }])];
    });
    return isRowByRow(select) ? parts : parts.map((part) => mapOrigins(part, nullable));
  }
}

/** Whether each row of the result is one of the tables, or of a group that has one: others may be NULL in any column. */
function isRowByRow({ items, groupBy, having }: Select): boolean {
  if (groupBy?.kind === 'items') return !groupBy.withRollup;
  return groupBy === null && having === null && !items.some(({ expression }) => hasAggregate(expression));
}

/** One after the other, as the columns of one table. */
function whole(parts: readonly OriginColumns[]): OriginColumns {
  const lists = parts.map(({ list }) => list);
  if (!lists.includes(null)) return listedColumns(lists.flatMap((list): readonly OriginColumn[] => list ?? []));
  return openColumns((name) => first(parts, name));
}

/** What is surely there before what may be. */
function first(columns: readonly OriginColumns[], name: string): ColumnOrigin | null | undefined {
  const open: OriginColumns[] = [];
  for (const each of columns) {
    const origin = each.list === null ? undefined : each.find(name);
    if (origin !== undefined) return origin;
    if (each.list === null) open.push(each);
  }
  return open.length === 1 ? open[0]?.find(name) : undefined;
}

function starColumns({ table, exclude }: Star, tables: readonly VisibleTable[]): readonly OriginColumns[] {
  const qualifier = table.at(-1)?.toLowerCase();
  const shown = qualifier === undefined ? tables : tables.filter(({ name }) => name.toLowerCase() === qualifier);
  const excluded = new Set(exclude.map((name) => name.toLowerCase()));
  return shown.map(({ columns, merged }) => {
    const isShown = (name: string): boolean => !excluded.has(name) && (qualifier !== undefined || !merged.has(name));
    return columns.list === null ? columns : listedColumns(columns.list.filter(({ name }) => isShown(name.toLowerCase())));
  });
}

function resolve({ path }: ColumnName, tables: readonly VisibleTable[]): ColumnOrigin | null {
  const name = path.at(-1) ?? '';
  if (path.length === 1) return first(tables.map(({ columns }) => columns), name) ?? null;
  const qualifier = path.at(-2)?.toLowerCase();
  return tables.find((table) => table.name.toLowerCase() === qualifier)?.columns.find(name) ?? null;
}
