import { isArray, isObject, JsonNumber, type Json, type JsonObject } from './value.js';

/** JSON as it is shown and kept: no blanks, the keys of objects in alphabetical order, numbers with the digits that they have. */
export const printJson = (value: Json): string => printed(value, ({ text }) => text);

/** A text that values share if they are the same: that of `printJson`, but for numbers, which are written by what they count. */
export const contentOf = (value: Json): string => printed(value, ({ text }) => plainNumber(text));

function printed(value: Json, number: (value: JsonNumber) => string): string {
  if (value instanceof JsonNumber) return number(value);
  if (isArray(value)) return `[${value.map((item) => printed(item, number)).join(',')}]`;
  if (isObject(value)) return `{${sorted(value).map(([key, member]) => `${JSON.stringify(key)}:${printed(member, number)}`).join(',')}}`;
  return JSON.stringify(value);
}

/** Whole numbers of so many digits have no exponent. */
const MOST_WHOLE_DIGITS = 20;

/** The same for all ways to write a number: its digits without zeros at either end, and what power of ten they count. */
function plainNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return '0';
  const shortest = digits.replace(/0+$/, '');
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - shortest.length);
  if (power >= 0n && power + BigInt(shortest.length) <= MOST_WHOLE_DIGITS) return sign + shortest + '0'.repeat(Number(power));
  return `${sign}${shortest}e${power}`;
}

/** The same on lines of their own, two blanks a level. */
export function prettyJson(value: Json, indent = ''): string {
  const inner = `${indent}  `;
  const within = (open: string, items: readonly string[], close: string): string => (items.length === 0 ? open + close : `${open}\n${items.map((item) => inner + item).join(',\n')}\n${indent}${close}`);
  if (isArray(value)) return within('[', value.map((item) => prettyJson(item, inner)), ']');
  if (isObject(value)) return within('{', sorted(value).map(([key, member]) => `${JSON.stringify(key)}: ${prettyJson(member, inner)}`), '}');
  return printJson(value);
}

const sorted = (object: JsonObject): readonly (readonly [string, Json])[] => [...object].sort(([a], [b]) => (a < b ? -1 : 1));
