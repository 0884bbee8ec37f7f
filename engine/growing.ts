import { selectRows } from '../sql/cell-value.js';
import type { Batch, Column, Relation } from '../sql/relation.js';

/**
 * The rows of a query over ever larger beginnings of its table, until `count` are there or the last beginning is read. Each run
 * must give the rows of the one before it again, in the same order, and then more; those are left out.
 */
export async function growing(count: number, [first, ...larger]: readonly [() => Promise<Relation>, ...(() => Promise<Relation>)[]]): Promise<Relation> {
  const relation = await first();
  return { columns: relation.columns, batches: untilEnough(count, relation, larger) };
}

async function* untilEnough(count: number, first: Relation, larger: readonly (() => Promise<Relation>)[]): AsyncGenerator<Batch> {
  let given = yield* after(0, first);
  for (const run of larger) {
    if (given >= count) return;
    given = yield* after(given, await run());
  }
}

/** The rows after the first `skipped`; returns how many there are with those. */
async function* after(skipped: number, { columns, batches }: Relation): AsyncGenerator<Batch, number> {
  let seen = 0;
  for await (const batch of batches) {
    const known = Math.max(0, skipped - seen);
    seen += batch.rowCount;
    if (known < batch.rowCount) yield known === 0 ? batch : withoutFirst(known, batch, columns);
  }
  return Math.max(seen, skipped);
}

function withoutFirst(count: number, batch: Batch, columns: readonly Column[]): Batch {
  return selectRows(batch, columns, Array.from({ length: batch.rowCount - count }, (_, index) => count + index));
}
