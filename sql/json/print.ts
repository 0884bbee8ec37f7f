import { isArray, isObject, JsonNumber, type Json, type JsonObject } from './value.js';

/** JSON as it is shown and kept: no blanks, the keys of objects in alphabetical order, numbers with the digits that they have. */
export function printJson(value: Json): string {
  if (value instanceof JsonNumber) return value.text;
  if (isArray(value)) return `[${value.map(printJson).join(',')}]`;
  if (isObject(value)) return `{${sorted(value).map(([key, member]) => `${JSON.stringify(key)}:${printJson(member)}`).join(',')}}`;
  return JSON.stringify(value);
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
