import type { Batch, Column, Relation } from '../../sql/relation.js';

/** Some columns of a relation under other names, in the given order. */
export function project({ columns, batches }: Relation, names: readonly (readonly [shown: string, column: string])[]): Relation {
  const places = names.map(([shown, column]) => {
    const index = columns.findIndex(({ name }) => name === column);
    const found = columns[index];
    if (!found) throw new Error(`no column ${column} to show as ${shown}`);
    return { index, column: { ...found, name: shown } };
  });
  return { columns: places.map(({ column }): Column => column), batches: projected(batches, places.map(({ index }) => index)) };
}

async function* projected(batches: AsyncIterable<Batch>, indexes: readonly number[]): AsyncGenerator<Batch> {
  for await (const { rowCount, columns } of batches) yield { rowCount, columns: indexes.flatMap((index) => columns[index] ?? []) };
}
