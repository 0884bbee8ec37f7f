import type { Frame, FrameBound, Window } from './ast.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { orderItem } from './order-item.js';
import { quoteName } from './quoting.js';

/** `([base] [PARTITION BY …] [ORDER BY …] [frame])` */
export function writeWindow({ base, partitionBy, orderBy, frame }: Window, context: ExpressionContext): string {
  const parts = [
    base === null ? '' : quoteName(base),
    partitionBy.length > 0 ? `PARTITION BY ${partitionBy.map((item) => writeExpression(item, context)).join(', ')}` : '',
    orderBy.length > 0 ? `ORDER BY ${orderBy.map((item) => orderItem(item, context)).join(', ')}` : '',
    frame ? writeFrame(frame, context) : '',
  ];
  return `(${parts.filter((part) => part !== '').join(' ')})`;
}

function writeFrame({ unit, start, end, exclude }: Frame, context: ExpressionContext): string {
  const bound = (of: FrameBound): string => ('amount' in of ? `${writeExpression(of.amount, context)} ${of.kind}` : of.kind);
  const range = end ? `BETWEEN ${bound(start)} AND ${bound(end)}` : bound(start);
  return `${unit} ${range}${exclude === null ? '' : ` EXCLUDE ${exclude}`}`;
}
