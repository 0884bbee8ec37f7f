import { valueBatch, type Batch, type Column, type PlainTypeName, type Relation, type Value } from '../../sql/relation.js';

/** How a column is made from a row. */
export interface ColumnDefinition<Row> {
  readonly name: string;
  readonly type: PlainTypeName;
  readonly nullable?: boolean;
  readonly of: (row: Row) => Value;
}

/** Columns over rows that come in pages; each page becomes a batch. */
export function relation<Row>(definitions: readonly ColumnDefinition<Row>[], pages: AsyncIterable<readonly Row[]>): Relation {
  return { columns: columnsOf(definitions), batches: batches(definitions, pages) };
}

/** The same over rows that are all there. */
export function smallRelation<Row>(definitions: readonly ColumnDefinition<Row>[], rows: readonly Row[]): Relation {
  return relation(definitions, onePage(rows));
}

export function columnsOf<Row>(definitions: readonly ColumnDefinition<Row>[]): readonly Column[] {
  return definitions.map(({ name, type, nullable = false }) => ({ name, type: { name: type }, nullable }));
}

async function* batches<Row>(definitions: readonly ColumnDefinition<Row>[], pages: AsyncIterable<readonly Row[]>): AsyncGenerator<Batch> {
  for await (const rows of pages) yield valueBatch(rows.length, definitions.map(({ of }) => rows.map(of)));
}

// Pages are asynchronous everywhere, so that there is one way to read them.
// eslint-disable-next-line @typescript-eslint/require-await
async function* onePage<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  if (rows.length > 0) yield rows;
}
