import { StagewireError } from '../../errors/index.js';
import type { Cursor } from '../grammar/cursor.js';

/** A table function that counts, such as `numbers(10)`; its arguments are whole numbers. */
export interface Series {
  readonly name: string;
  readonly arguments: readonly string[];
}

/** Arguments that a function takes, and how the engine writes it as a table. */
interface SeriesRule {
  readonly least: number;
  readonly most: number;
  readonly write: (args: readonly string[]) => string;
}

const numbers: SeriesRule = { least: 1, most: 1, write: ([count = '0']) => `(SELECT CAST(range AS UBIGINT) AS number FROM range(${count}))` };

/** `numbers(n)` counts from 0 to n-1, `generate_series` includes the end, `range` does not. */
const RULES: Readonly<Record<string, SeriesRule>> = {
  numbers,
  numbers_mt: numbers,
  generate_series: { least: 2, most: 3, write: (args) => `generate_series(${args.join(', ')})` },
  range: { least: 2, most: 3, write: (args) => `range(${args.join(', ')})` },
};

export function isSeries(name: string): boolean {
  return Object.hasOwn(RULES, name.toLowerCase());
}

/** Reads the call at the cursor. 1028 for a wrong number of arguments, 1006 for a step of 0. */
export function parseSeries(cursor: Cursor): Series {
  const name = cursor.expectName('a table function').toLowerCase();
  cursor.expectSymbol('(');
  const given: string[] = [];
  do given.push(wholeNumber(cursor));
  while (cursor.takeSymbol(','));
  cursor.expectSymbol(')');
  const rule = RULES[name];
  if (!rule || given.length < rule.least || given.length > rule.most) {
    throw new StagewireError('NumberArgumentsNotMatch', `function '${name}' takes ${rule ? `${rule.least} to ${rule.most}` : 'other'} arguments, but got ${given.length}`);
  }
  if (Number(given[2] ?? 1) === 0) throw new StagewireError('BadArguments', `the step of ${name} can't be 0`);
  return { name, arguments: given };
}

function wholeNumber(cursor: Cursor): string {
  if (cursor.isParameter()) return String(cursor.expectInteger('an argument', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER));
  const sign = cursor.takeSymbol('-') ? '-' : '';
  const { token } = cursor;
  if (token.kind !== 'number' || !/^\d{1,18}$/.test(token.text)) throw cursor.unexpected('a whole number');
  cursor.next();
  return sign + token.text;
}

/** The table as DuckDB writes it. */
export function writeSeries({ name, arguments: given }: Series): string {
  return RULES[name]?.write(given) ?? '';
}
