import { columnValues } from '../../sql/cell-value.js';
import { assignedColumns } from '../../sql/query/variable-assignments.js';
import type { Query } from '../../sql/query/parse-query.js';
import type { Batch } from '../../sql/relation.js';
import type { RowsResult } from '../result.js';
import type { StatementContext } from './context.js';
import { variableOf } from './user-variables.js';

/** The rows of a query with tables; when all are read its variables (`SELECT @v := x FROM …`) have the values of the last one. */
export function keepingAssignments(rows: RowsResult, { hasEffects, expression }: Query, { session }: StatementContext): RowsResult {
  const assigned = hasEffects ? assignedColumns(expression, rows.columns.length) : [];
  return assigned.length === 0 ? rows : { ...rows, batches: watched() };

  async function* watched(): AsyncGenerator<Batch> {
    const { columns } = rows;
    const last = new Map<number, ReturnType<typeof variableOf>>();
    for await (const batch of rows.batches) {
      // What a batch holds is gone when the next one comes.
      for (const { index } of batch.rowCount > 0 ? assigned : []) last.set(index, variableOf(columnValues(batch, columns, index).at(-1) ?? null, columns[index]?.type));
      yield batch;
    }
    for (const { name, index } of assigned) {
      const value = last.get(index);
      if (value) session.userVariables.set(name, value);
    }
  }
}
