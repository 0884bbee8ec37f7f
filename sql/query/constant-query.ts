import { StagewireError } from '../../errors/index.js';
import type { Expression, Limit, QueryExpression } from './ast.js';
import type { ConstantQuery } from './compiled-query.js';
import { constantOf, type Constant } from './constants.js';
import { isDual } from './dual.js';
import type { ExpressionContext } from './expression-context.js';
import { nameOf } from './result-names.js';
import { rowNumber } from './row-number.js';

/** Questions like SELECT 1 or SELECT @@version, which drivers ask all day; null for others. */
export function constantQuery({ with: commonTables, body, orderBy, limit }: QueryExpression, context: ExpressionContext): ConstantQuery | null {
  if (body.kind !== 'select' || commonTables.length > 0 || orderBy.length > 0 || !keepsOneRow(limit, context)) return null;
  if (body.from.some((table) => table.kind !== 'table' || !isDual(table.path)) || body.where || body.groupBy || body.having || body.qualify) return null;
  const columns = [];
  let seconds = 0;
  for (const item of body.items) {
    const pause = sleepOf(item.expression, context);
    seconds += pause ?? 0;
    const constant = pause === null ? constantOf(item.expression, context) : SLEPT;
    if (!constant) return null;
    columns.push({ name: nameOf(item), constant });
  }
  return { kind: 'constant', columns, seconds };
}

function keepsOneRow(limit: Limit | null, context: ExpressionContext): boolean {
  if (!limit) return true;
  if (limit.offset || !limit.count) return false;
  const { value } = rowNumber(limit.count, context);
  return value !== null && value > 0;
}

const SLEPT: Constant = { sql: '0', value: 0, numberText: '0' };

/** The seconds of `SLEEP(n)`; null for another expression. ER_WRONG_ARGUMENTS for what is no time. */
function sleepOf(expression: Expression, context: ExpressionContext): number | null {
  if (expression.kind !== 'call' || expression.name !== 'sleep' || expression.args.length !== 1) return null;
  const [argument] = expression.args;
  const constant = argument ? constantOf(argument, context) : null;
  if (!constant) return null;
  if (constant.isUnbound) return 0;
  const seconds = constant.value === null ? NaN : Number(constant.value);
  if (!(seconds >= 0)) throw new StagewireError('BadArguments', 'Incorrect arguments to sleep.', { mysql: { errno: 1210, sqlState: 'HY000' } });
  return seconds;
}
