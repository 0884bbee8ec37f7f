import type { Expression } from './ast.js';
import { namedIfDeep } from './coercion.js';
import type { DataType } from './data-type.js';
import type { ExpressionContext } from './expression-context.js';
import { staticKind } from './static-kind.js';

/**
 * The list of which `unnest` makes rows: of arrays within arrays, where the query shows that they are such, the innermost elements, as
 * Databend takes them, of a variant its elements. @param sql the operand as it is written
 */
export function flatList(operand: Expression, sql: string, context: ExpressionContext): string {
  if (staticKind(operand, context) === 'variant') return namedIfDeep([sql], ([document = '']) => `fn.elements(${document})`);
  const levels = depthOf(operand) - 1;
  return levels > 0 ? `${'flatten('.repeat(levels)}${sql}${')'.repeat(levels)}` : sql;
}

function depthOf(expression: Expression): number {
  if (expression.kind === 'array') return 1 + Math.max(0, ...expression.items.map(depthOf));
  return expression.kind === 'cast' ? depthOfType(expression.type) : 0;
}

const depthOfType = (type: DataType): number => (type.kind === 'array' ? 1 + depthOfType(type.element) : 0);
