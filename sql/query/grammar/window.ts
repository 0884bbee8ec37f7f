import type { Frame, FrameBound, OrderItem, Window } from '../ast.js';
import { list, type Grammar } from './grammar.js';

/** `expression [ASC | DESC] [NULLS FIRST | LAST], …` */
export function orderItems(grammar: Grammar): readonly OrderItem[] {
  return list(grammar, () => orderItem(grammar), () => grammar.cursor.isSymbol(')') || grammar.cursor.atEnd() || grammar.cursor.isWord('LIMIT'));
}

function orderItem(grammar: Grammar): OrderItem {
  const { cursor } = grammar;
  const expression = grammar.expression();
  const descending = cursor.takeOneOf('ASC', 'DESC') === 'DESC';
  const nulls = cursor.take('NULLS') ? cursor.takeOneOf('FIRST', 'LAST') : null;
  return { expression, descending, nulls };
}

/** `OVER (…)` or `OVER name`; null if there is none. */
export function overClause(grammar: Grammar): Window | string | null {
  const { cursor } = grammar;
  if (!cursor.take('OVER')) return null;
  return cursor.isSymbol('(') ? window(grammar) : cursor.expectName('a window');
}

/** `( [name] [PARTITION BY …] [ORDER BY …] [frame] )` */
export function window(grammar: Grammar): Window {
  const { cursor } = grammar;
  cursor.expectSymbol('(');
  const startsClause = cursor.isSymbol(')') || cursor.isWord('PARTITION', 'ORDER', 'ROWS', 'RANGE', 'GROUPS');
  const base = startsClause ? null : cursor.expectName('a window');
  const isEnd = (): boolean => cursor.isSymbol(')') || cursor.isWord('ORDER', 'ROWS', 'RANGE', 'GROUPS');
  const partitionBy = cursor.take('PARTITION', 'BY') ? list(grammar, () => grammar.expression(), isEnd) : [];
  const orderBy = cursor.take('ORDER', 'BY') ? orderItems(grammar) : [];
  const read = { base, partitionBy, orderBy, frame: frame(grammar) };
  cursor.expectSymbol(')');
  return read;
}

function frame(grammar: Grammar): Frame | null {
  const { cursor } = grammar;
  const unit = cursor.takeOneOf('ROWS', 'RANGE', 'GROUPS');
  if (!unit) return null;
  const isRange = cursor.take('BETWEEN');
  const start = bound(grammar);
  if (isRange) cursor.expect('AND');
  const end = isRange ? bound(grammar) : null;
  return { unit, start, end, exclude: cursor.take('EXCLUDE') ? exclusion(grammar) : null };
}

function bound(grammar: Grammar): FrameBound {
  const { cursor } = grammar;
  if (cursor.take('CURRENT', 'ROW')) return { kind: 'CURRENT ROW' };
  const unbounded = cursor.take('UNBOUNDED');
  const amount = unbounded ? null : grammar.expression();
  const side = cursor.takeOneOf('PRECEDING', 'FOLLOWING');
  if (!side) throw cursor.unexpected('PRECEDING or FOLLOWING');
  return amount ? { kind: side, amount } : { kind: `UNBOUNDED ${side}` };
}

function exclusion({ cursor }: Grammar): string {
  for (const words of ['CURRENT ROW', 'NO OTHERS', 'GROUP', 'TIES']) if (cursor.take(...words.split(' '))) return words;
  throw cursor.unexpected('CURRENT ROW, GROUP, TIES or NO OTHERS');
}
