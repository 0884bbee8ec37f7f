import type { EqualityHints } from '../../sql/query/equality-hints.js';
import type { Relation, Value } from '../../sql/relation.js';
import type { MetadataContext, ObjectColumn } from '../metadata/schema-object.js';
import { mysqlTypeOf } from '../metadata/mysql-types.js';
import { columnsOf, relation, type ColumnDefinition } from '../relations/table.js';
import type { ShapeColumn, TableShape } from './shapes.js';

/** A table that comes with the server. */
export interface SystemTable {
  readonly name: string;
  readonly columns: readonly ObjectColumn[];
  /** Whether its rows are the same for everybody and ever. */
  readonly isFixed?: boolean;
  /** The rows that the session's user may see; columns whose names are not among `names` (in lower case; null: all) may be left out. */
  rows(context: MetadataContext, hints: EqualityHints, names?: ReadonlySet<string> | null): Relation;
}

/** Some of a row's values, by column as the shape spells it. What is not there is NULL, or the zero value of a column that can't be. */
export type Row = Readonly<Record<string, Value>>;

/** Makes the rows of a table, in pages. */
export type RowSource = (context: MetadataContext, hints: EqualityHints) => AsyncIterable<readonly Row[]>;

/** A source whose rows come all at once. */
export function once(rows: (context: MetadataContext, hints: EqualityHints) => readonly Row[] | Promise<readonly Row[]>): RowSource {
  return async function* (context, hints) {
    const page = await rows(context, hints);
    if (page.length > 0) yield page;
  };
}

/** What makes the rows of tables, by name; rows that are given as they are never change. */
export type RowSources = Readonly<Record<string, RowSource | readonly Row[]>>;

/** Tables of the given shapes; one without a source is empty. The type checker does not know the names, so an unknown one throws at start. */
export function systemTables(shapes: readonly TableShape[], sources: RowSources): readonly SystemTable[] {
  const unknown = Object.keys(sources).find((name) => !shapes.some((shape) => shape.name === name));
  if (unknown !== undefined) throw new Error(`no table has the name ${unknown}`);
  return shapes.map(({ name, columns }) => {
    const definitions = columns.map(definitionOf);
    const given = sources[name] ?? [];
    const source = typeof given === 'function' ? given : once(() => given);
    return { name, columns, isFixed: typeof given !== 'function', rows: (context, hints, names) => relation(wanted(definitions, names ?? null), inPages(source(context, hints))) };
  });
}

/** At least one, so that there are rows to count. */
function wanted<Definition extends { readonly name: string }>(definitions: readonly Definition[], names: ReadonlySet<string> | null): readonly Definition[] {
  if (names === null) return definitions;
  const found = definitions.filter(({ name }) => names.has(name.toLowerCase()));
  return found.length > 0 ? found : definitions.slice(0, 1);
}

/** Rows of a page: a page costs as much as some hundreds of rows when a query reads it. */
const PAGE_ROWS = 2048;

async function* inPages(parts: AsyncIterable<readonly Row[]>): AsyncGenerator<readonly Row[]> {
  let page: Row[] = [];
  for await (const part of parts) {
    page.push(...part);
    if (page.length < PAGE_ROWS) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function definitionOf({ name, nullable, plainType: type }: ShapeColumn): ColumnDefinition<Row> {
  const missing = zeroValue(nullable, type);
  return { name, type, nullable, of: (row) => row[name] ?? missing };
}

function zeroValue(nullable: boolean, type: ShapeColumn['plainType']): Value {
  if (nullable || type === 'timestamp') return null;
  return type === 'varchar' || type === 'json' ? '' : 0;
}

/** A table of which all is said by columns over rows, such as one that a SHOW statement has too. */
export function systemTable<RowType>(name: string, definitions: readonly ColumnDefinition<RowType>[], rows: SystemTable['rows']): SystemTable {
  return { name, columns: columnsOf(definitions).map((column) => ({ ...column, mysqlType: mysqlTypeOf(column.type) })), rows };
}
