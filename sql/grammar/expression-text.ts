import type { Token } from '../lexer/token.js';
import type { Parameter } from '../parameter.js';
import type { Cursor } from './cursor.js';

/** An expression that is evaluated as a query of its own: its text, and what is bound to the parameters in it. */
export interface ExpressionText {
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

/** Takes what stands up to the next comma outside parentheses, a parenthesis that was opened before it, or the end; with its token if it is but one. */
export function expressionText(cursor: Cursor): ExpressionText & { readonly only: Token | null } {
  const first = cursor.token;
  const firstParameter = cursor.parameterCount;
  if (cursor.atEnd() || cursor.isSymbol(',')) throw cursor.unexpected('a value');
  for (let depth = 0; !cursor.atEnd() && !(depth === 0 && (cursor.isSymbol(',') || cursor.isSymbol(')'))); cursor.next()) {
    if (cursor.isSymbol('(')) depth += 1;
    if (cursor.isSymbol(')')) depth -= 1;
  }
  if (cursor.previousEnd <= first.start) throw cursor.unexpected('a value');
  const text = cursor.sql.slice(first.start, cursor.previousEnd);
  const only = first.end === cursor.previousEnd ? first : null;
  return { text, parameters: cursor.parametersSince(firstParameter), only };
}
