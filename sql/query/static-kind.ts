import type { Expression } from './ast.js';
import type { DataType } from './data-type.js';
import type { ExpressionContext } from './expression-context.js';

/** What is known of the type of an expression without its tables: `time` is a DATE or a TIMESTAMP, `zoned` a TIMESTAMP_TZ, `clock` a TIME. */
export type StaticKind = 'number' | 'text' | 'boolean' | 'time' | 'zoned' | 'clock' | 'interval' | 'variant' | 'geometry' | 'null' | 'unknown';

const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', 'DIV', '%', '&', '|', '<<', '>>', '^']);

/** Whether an expression adds, multiplies or the like: the result is a number, a point in time or an interval. */
export const isArithmetic = (expression: Expression): boolean => expression.kind === 'binary' && ARITHMETIC.has(expression.operator);

export function staticKind(expression: Expression, context: Pick<ExpressionContext, 'writer'>): StaticKind {
  switch (expression.kind) {
    case 'null':
    case 'number':
    case 'text':
    case 'boolean':
    case 'interval':
      return expression.kind;
    case 'path':
      return 'variant';
    case 'subscript':
      return ofElement(expression.operand, context);
    case 'collate':
      return 'text';
    case 'in':
    case 'between':
    case 'like':
    case 'is':
    case 'exists':
    case 'quantified':
      return 'boolean';
    case 'unary':
      return expression.operator === 'NOT' ? 'boolean' : 'number';
    case 'binary':
      return ofBinary(expression, context);
    case 'cast':
      return kindOfType(expression.type);
    case 'call':
      return expression.name === 'get' && expression.args[0] ? ofElement(expression.args[0], context) : context.writer.resultKind(expression.name);
    default:
      return 'unknown';
  }
}

const ofElement = (of: Expression, context: Pick<ExpressionContext, 'writer'>): StaticKind => (staticKind(of, context) === 'variant' ? 'variant' : 'unknown');

/** A variant that is no part of another: what stands at a path counts as what it holds. */
export const isDocument = (expression: Expression, context: Pick<ExpressionContext, 'writer'>): boolean => expression.kind !== 'path' && staticKind(expression, context) === 'variant';

/** A text that is no number: what `document - 'key'` takes away. */
export const isKey = (expression: Expression): boolean => expression.kind === 'text' && Number.isNaN(Number(expression.text));

function ofBinary({ operator, left, right }: Expression & { readonly kind: 'binary' }, context: Pick<ExpressionContext, 'writer'>): StaticKind {
  if (operator === '||') return isDocument(left, context) && isDocument(right, context) ? 'variant' : 'text';
  if (operator === '->>') return 'text';
  if (operator === '->') return 'variant';
  if (!ARITHMETIC.has(operator)) return 'boolean';
  if (operator === '-' && isDocument(left, context) && isKey(right)) return 'variant';
  const operands = [staticKind(left, context), staticKind(right, context)];
  return (operator === '+' || operator === '-') && (operands.includes('interval') || operands.includes('time') || operands.includes('zoned') || operands.includes('unknown')) ? 'unknown' : 'number';
}

/** The kind of what is cast to a type. */
export function kindOfType(type: DataType): StaticKind {
  if (type.kind === 'decimal') return 'number';
  if (type.kind === 'char') return 'text';
  if (type.kind !== 'plain') return 'unknown';
  switch (type.name) {
    case 'BOOLEAN': return 'boolean';
    case 'VARCHAR': return 'text';
    case 'VARIANT': return 'variant';
    case 'INTERVAL': return 'interval';
    case 'TIME': return 'clock';
    case 'DATE':
    case 'TIMESTAMP': return 'time';
    case 'TIMESTAMP_TZ': return 'zoned';
    case 'GEOMETRY': return 'geometry';
    case 'BINARY':
    case 'BITMAP':
    case 'UUID': return 'unknown';
    default: return 'number';
  }
}
