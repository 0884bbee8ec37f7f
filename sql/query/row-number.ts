import { StagewireError } from '../../errors/index.js';
import type { Expression, Limit } from './ast.js';
import { constantOf } from './constants.js';
import type { ExpressionContext } from './expression-context.js';

/** A number of rows in LIMIT or OFFSET; `value` is null for a parameter without one yet. */
export interface RowNumber {
  readonly sql: string;
  readonly value: number | null;
}

/** Reads a number of rows. Throws 1005, or 1210 where the value of a parameter is none. */
export function rowNumber(expression: Expression, context: ExpressionContext): RowNumber {
  const constant = constantOf(expression, context);
  const text = constant?.numberText;
  const isNumber = text !== undefined && /^\d+$/.test(text);
  if (constant?.type) {
    if (!isNumber && !constant.isUnbound) throw wrongRowNumber();
    return { sql: `CAST(${constant.sql} AS BIGINT)`, value: isNumber ? Number(text) : null };
  }
  if (!isNumber) throw new StagewireError('SyntaxException', 'LIMIT and OFFSET take whole numbers of at least 0');
  return { sql: text, value: Number(text) };
}

/** LIMIT and OFFSET; empty without them. */
export function writeLimit(limit: Limit | null, context: ExpressionContext): string {
  if (!limit) return '';
  const count = limit.count ? `LIMIT ${rowNumber(limit.count, context).sql}` : '';
  const offset = limit.offset ? `OFFSET ${rowNumber(limit.offset, context).sql}` : '';
  return [count, offset].filter((part) => part !== '').join(' ');
}

/** ER_WRONG_ARGUMENTS */
function wrongRowNumber(): StagewireError {
  return new StagewireError('BadArguments', 'Incorrect arguments to EXECUTE: LIMIT and OFFSET take whole numbers of at least 0', { mysql: { errno: 1210, sqlState: 'HY000' } });
}
