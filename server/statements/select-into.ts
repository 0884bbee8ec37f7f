import { StagewireError } from '../../errors/index.js';
import { columnValues } from '../../sql/cell-value.js';
import type { Value } from '../../sql/relation.js';
import type { Result, RowsResult } from '../result.js';
import { addWarning } from '../warnings.js';
import type { StatementContext } from './context.js';
import { variableOf } from './user-variables.js';

/**
 * `SELECT … INTO @a, @b`: the values of the only row become user variables. Without a row they stay and there is a
 * warning (1329). Throws 1222 for another number of columns and 1172 for a second row.
 */
export async function intoVariables({ columns, batches }: RowsResult, names: readonly string[], { session, services }: Pick<StatementContext, 'session' | 'services'>): Promise<Result> {
  let row: readonly Value[] | null = null;
  let isFitting = columns.length === names.length;
  for await (const batch of batches) {
    if (!isFitting) break;
    if (batch.rowCount === 0) continue;
    isFitting = row === null && batch.rowCount === 1;
    row = columns.map((_, index) => columnValues(batch, columns, index)[0] ?? null);
  }
  if (columns.length !== names.length) throw refusal(1222, '21000', 'The used SELECT statements have a different number of columns');
  if (!isFitting) throw refusal(1172, '42000', 'Result consisted of more than one row');
  if (row === null) {
    addWarning(session, services.variables, { level: 'Warning', code: 1329, message: 'No data - zero rows fetched, selected, or processed' });
    return { kind: 'ok', affectedRows: 0 };
  }
  for (const [index, name] of names.entries()) session.userVariables.set(name, variableOf(row[index] ?? null, columns[index]?.type));
  return { kind: 'ok', affectedRows: 1 };
}

function refusal(errno: number, sqlState: string, text: string): StagewireError {
  return new StagewireError('BadArguments', text, { mysql: { errno, sqlState } });
}
