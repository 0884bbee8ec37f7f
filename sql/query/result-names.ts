import type { SelectItem } from './ast.js';

/** The name of a column of the result: its alias, the name of the column (through `::`), or what was written. */
export function nameOf({ alias, expression, text }: SelectItem): string {
  if (alias !== null) return alias;
  switch (expression.kind) {
    case 'column':
      return expression.path.at(-1) ?? '';
    case 'text':
      return expression.text;
    case 'cast':
      return expression.isSuffix ? nameOf({ alias, expression: expression.operand, text: expression.operand.kind === 'column' ? '' : text }) : text;
    default:
      return text;
  }
}
