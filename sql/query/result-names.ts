import type { SelectItem, Values } from './ast.js';

/** The name of a column of the result: its alias, the name of the column (through `::`), or what was written. */
export function nameOf({ alias, expression, text }: SelectItem): string {
  if (alias !== null) return alias;
  switch (expression.kind) {
    case 'column':
      return expression.path.at(-1) ?? '';
    case 'text':
      return shortened(expression.text);
    case 'cast':
      return expression.isSuffix ? nameOf({ alias, expression: expression.operand, text: expression.operand.kind === 'column' ? '' : text }) : shortened(text);
    default:
      return shortened(text);
  }
}

/** Characters of a name that is what was written: MySQL's MAX_ALIAS_NAME. */
const LONGEST_NAME = 256;

function shortened(text: string): string {
  if (text.length <= LONGEST_NAME) return text;
  // Half of a character that takes two is none.
  return text.slice(0, LONGEST_NAME).replace(/[\ud800-\udbff]$/, '');
}

/** The name of a column of VALUES: `col0` … as Databend names them, of VALUES ROW(…) as MySQL does, `column_0` … */
export const nameOfValue = ({ isOfRows }: Values, index: number): string => `${isOfRows ? 'column_' : 'col'}${index}`;
