import type { Alias, ExpandedView, Join, NamedTable, QueryExpression, StagedFiles, TableFunction, TableFunctionCall, TableReference } from './ast.js';
import { splitQuery } from '../storage-uri.js';
import { isDual } from './dual.js';
import { columnsOfTable, listedColumns, mapOrigins, nullable, openColumns, type OriginColumns } from './origin-columns.js';
import type { StagedLocation } from './staged-location.js';

/** A table that is there whatever the query says. */
export interface KnownTable {
  readonly database: string;
  readonly name: string;
  /** `characters`: how many a text may have, null if it has no bound of its own. */
  readonly columns: readonly { readonly name: string; readonly isNotNull: boolean; readonly characters: number | null }[];
}

/** A column of a result that is kept. */
export interface ResultColumn {
  readonly name: string;
  readonly isNotNull: boolean;
}

/** What the tables of a FROM may refer to. */
export interface OriginScope {
  /** That of a table without one. */
  readonly database: string;
  known(database: string, table: string): KnownTable | null;
  /** The columns of the result that a call of RESULT_SCAN reads. */
  result(call: TableFunctionCall): readonly ResultColumn[] | null;
  /** A table of WITH that is visible. */
  common(name: string): OriginColumns | undefined;
  query(query: QueryExpression): OriginColumns;
}

/** A table of a FROM. */
export interface VisibleTable {
  /** By which its columns are qualified. */
  readonly name: string;
  readonly columns: OriginColumns;
  /** Columns that `*` shows but once, as those of the table before it; in lower case. */
  readonly merged: ReadonlySet<string>;
}

const NOTHING_MERGED: ReadonlySet<string> = new Set();

/** The tables whose columns a FROM makes visible, in the order of `*`. */
export function visibleTables(reference: TableReference, scope: OriginScope): readonly VisibleTable[] {
  switch (reference.kind) {
    case 'table':
      return isDual(reference.path) ? [] : [namedTable(reference, scope)];
    case 'staged':
      return [stagedTable(reference)];
    case 'view':
      return [view(reference, scope)];
    case 'derived':
      return [visible(reference.alias?.name ?? '', renamed(scope.query(reference.query), reference.alias))];
    case 'sampled':
      return visibleTables(reference.table, scope);
    case 'join':
      return joined(reference, scope);
    case 'table-function':
      return [resultTable(reference, scope) ?? computed(reference.alias, reference.call.name)];
    case 'unnested':
      return [computed(reference.alias, reference.call.name)];
    case 'series':
      return [computed(reference.alias, reference.series.name)];
    case 'json-table':
    case 'pivot':
    case 'unpivot':
      return [computed(reference.alias, '')];
  }
}

function visible(name: string, columns: OriginColumns): VisibleTable {
  return { name, columns, merged: NOTHING_MERGED };
}

/** Rows that the query makes; MySQL names no original of them. */
function computed(alias: Alias | null, name: string): VisibleTable {
  const table = alias?.name ?? name;
  return visible(table, columnsOfTable({ table, originalTable: '' }));
}

/** Null for any other table function, and where two columns have one name: the engine knows one of them by another. */
function resultTable({ call, alias }: TableFunction, scope: OriginScope): VisibleTable | null {
  const columns = scope.result(call);
  if (!columns || new Set(columns.map(({ name }) => name.toLowerCase())).size < columns.length) return null;
  const table = alias?.name ?? call.name;
  const origins = columns.map(({ name, isNotNull }) => ({ name, origin: { database: '', table, originalTable: '', originalName: name, isNotNull, characters: null } }));
  return visible(table, renamed(listedColumns(origins), alias));
}

function namedTable({ path, alias }: NamedTable, scope: OriginScope): VisibleTable {
  const name = path.at(-1) ?? '';
  const table = alias?.name ?? name;
  const common = path.length === 1 ? scope.common(name) : undefined;
  if (common) return visible(table, renamed(common, alias ?? { name, columns: [] }));
  const known = scope.known(path.at(-2) ?? scope.database, name);
  if (!known) return computed(alias, name);
  const origins = known.columns.map((column) => ({
    name: column.name,
    origin: { database: known.database, table, originalTable: known.name, originalName: column.name, isNotNull: column.isNotNull, characters: column.characters },
  }));
  return visible(table, renamed(listedColumns(origins), alias));
}

/** As EXPLAIN names it where it has no alias. */
function stagedTable({ location, alias }: StagedFiles): VisibleTable {
  const originalTable = locationName(location);
  const table = alias?.name ?? originalTable;
  return visible(table, renamed(columnsOfTable({ table, originalTable }), alias));
}

/** A location as it is written, without what stands behind it. It goes to whoever reads a view, and so without what signs it. */
export function locationName({ place }: StagedLocation): string {
  return place.kind === 'uri' ? splitQuery(place.clause.uri).location : `@${place.location.stage}/${place.location.path}`;
}

/** The columns of a view are the view's own, wherever its query has them from. */
function view({ path, query, alias }: ExpandedView, scope: OriginScope): VisibleTable {
  const { list } = scope.query(query);
  const whole = { database: path.at(-2) ?? scope.database, table: alias.name, originalTable: path.at(-1) ?? '' };
  const columns = (list ?? []).map(({ name, origin }) => ({
    name,
    origin: { ...whole, originalName: name, isNotNull: origin?.isNotNull ?? false, characters: origin?.characters ?? null },
  }));
  return visible(alias.name, listedColumns(columns));
}

/** The columns under another table's name, and their own new names if it gives any. */
function renamed(columns: OriginColumns, alias: Alias | null): OriginColumns {
  if (!alias) return columns;
  const moved = mapOrigins(columns, (origin) => ({ ...origin, table: alias.name }));
  if (alias.columns.length === 0) return moved;
  if (moved.list === null) return openColumns(() => null);
  return listedColumns(moved.list.map(({ name, origin }, index) => ({ name: alias.columns[index] ?? name, origin })));
}

/** Whose columns are NULL for rows of the other side. */
const OUTER: Readonly<Partial<Record<Join['type'], readonly ('left' | 'right')[]>>> = {
  LEFT: ['right'], 'ASOF LEFT': ['right'], RIGHT: ['left'], FULL: ['left', 'right'],
};

function joined({ type, natural, left, right, condition }: Join, scope: OriginScope): readonly VisibleTable[] {
  if (type.startsWith('LEFT ')) return visibleTables(left, scope);
  if (type.startsWith('RIGHT ')) return visibleTables(right, scope);
  const side = (which: 'left' | 'right', table: TableReference): readonly VisibleTable[] => {
    const tables = visibleTables(table, scope);
    return OUTER[type]?.includes(which) ? tables.map((one) => ({ ...one, columns: mapOrigins(one.columns, nullable) })) : tables;
  };
  const [first, second] = [side('left', left), side('right', right)];
  if (condition.kind === 'using') return [...first, ...second.map((table) => merging(table, condition.columns))];
  if (!natural) return [...first, ...second];
  const names = first.map(({ columns }) => columns.list?.map(({ name }) => name) ?? null);
  if (names.includes(null) || second.some(({ columns }) => columns.list === null)) return [...first, ...second].map(opened);
  return [...first, ...second.map((table) => merging(table, names.flatMap((each) => each ?? [])))];
}

function merging(table: VisibleTable, names: readonly string[]): VisibleTable {
  return { ...table, merged: new Set([...table.merged, ...names.map((name) => name.toLowerCase())]) };
}

/** Which columns `*` shows of it isn't known. */
function opened(table: VisibleTable): VisibleTable {
  return { ...table, columns: openColumns((name) => table.columns.find(name)) };
}
