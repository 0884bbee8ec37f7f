import { BIGINT, BOOLEAN, VARCHAR, type DuckDBType } from '@duckdb/node-api';
import { parseJson } from '../../sql/json/parse.js';
import { printJson } from '../../sql/json/print.js';
import { isArray, isObject, type Json } from '../../sql/json/value.js';
import { JSON_TYPE } from './json-type.js';
import type { NativeFunction, NativeValue } from './native-function.js';

/** `{a,"odd key",-1}`: keys and positions on the way from the outside; those in quotes are strings of JSON. */
function keysOf(path: string): readonly string[] {
  const inner = /^\s*\{(.*)\}\s*$/s.exec(path)?.[1];
  if (inner === undefined) throw new Error(`'${path.slice(0, 60)}' is no path of keys such as {a,b,0}`);
  return [...inner.matchAll(/\s*(?:"((?:[^"\\]|\\.)*)"|([^,"]*?))\s*(?:,|$)/gs)].slice(0, -1).map(([, quoted, plain = '']) => (quoted === undefined ? plain : unquoted(quoted)));
}

/** What a string of JSON says, without its quotes; where it is none by the letter, what a backslash precedes stands for itself. */
function unquoted(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text.replaceAll(/\\(.)/gs, '$1');
  }
}

/** Where a key leads: a position of an array, negative ones from its end, or a key of an object; null if nothing is there. */
function placeOf(value: Json, key: string): number | string | null {
  if (isObject(value)) return value.has(key) ? key : null;
  if (!isArray(value) || !/^-?\d+$/.test(key)) return null;
  const position = Number(key) < 0 ? value.length + Number(key) : Number(key);
  return position >= 0 && position < value.length ? position : null;
}

function at(value: Json, place: number | string): Json | undefined {
  return isArray(value) ? value[Number(place)] : isObject(value) ? value.get(String(place)) : undefined;
}

function found(value: Json, keys: readonly string[]): Json | undefined {
  return keys.reduce<Json | undefined>((inner, key) => {
    const place = inner === undefined ? null : placeOf(inner, key);
    return inner === undefined || place === null ? undefined : at(inner, place);
  }, value);
}

/** A document without what is at the end of the keys. */
function without(value: Json, [key, ...rest]: readonly string[]): Json {
  const place = key === undefined ? null : placeOf(value, key);
  if (place === null) return value;
  const change = (inner: Json): readonly Json[] => (rest.length === 0 ? [] : [without(inner, rest)]);
  if (isArray(value)) return value.flatMap((item, index) => (index === place ? change(item) : [item]));
  return isObject(value) ? new Map([...value].flatMap(([name, member]) => (name === place ? change(member).map((inner) => [name, inner] as const) : [[name, member] as const]))) : value;
}

/** A key of an object, or a text among the elements of an array. */
const hasKey = (value: Json, key: Json): boolean => typeof key === 'string' && (isObject(value) ? value.has(key) : isArray(value) ? value.includes(key) : value === key);

const itemsOf = (value: Json): readonly Json[] => (isArray(value) ? value : [value]);

/** Two objects are one with the members of both, those of the second where they share a key; anything else are arrays, or becomes their element. */
function concatenated(a: Json, b: Json): Json {
  return isObject(a) && isObject(b) ? new Map([...a, ...b]) : [...itemsOf(a), ...itemsOf(b)];
}

const read = (value: NativeValue | undefined): Json => parseJson(String(value));
const written = (value: Json | undefined): string | null => (value === undefined ? null : printJson(value));

/** A function of a document and something else, of a document. */
const changing = (name: string, type: DuckDBType, compute: (document: Json, other: NativeValue) => Json | undefined): NativeFunction => ({
  name, parameters: [VARCHAR, type], result: JSON_TYPE, compute: (document, other = null) => written(compute(read(document), other)),
});
const testing = (name: string, compute: (document: Json, keys: readonly Json[]) => boolean): NativeFunction => ({
  name, parameters: [VARCHAR, VARCHAR], result: BOOLEAN, compute: (document, keys) => compute(read(document), itemsOf(read(keys))),
});

/** Databend's functions and operators of keys. */
export const KEY_FUNCTIONS: readonly NativeFunction[] = [
  changing('get_by_keypath', VARCHAR, (document, path) => found(document, keysOf(String(path)))),
  changing('delete_by_keypath', VARCHAR, (document, path) => without(document, keysOf(String(path)))),
  changing('delete_by_name', VARCHAR, (document, name) => (isArray(document) ? document.filter((item) => item !== name) : without(document, [String(name)]))),
  changing('delete_by_index', BIGINT, (document, index) => without(document, [String(index)])),
  changing('json_concat', VARCHAR, (document, other) => concatenated(document, read(other))),
  testing('has_any_keys', (document, keys) => keys.some((key) => hasKey(document, key))), testing('has_all_keys', (document, keys) => keys.every((key) => hasKey(document, key))),
  { name: 'strict_json', parameters: [VARCHAR], result: JSON_TYPE, compute: strictly },
  { name: 'json_complaint', parameters: [VARCHAR], result: VARCHAR, takesNulls: true, compute: (text = null) => (text === null ? null : complaint(String(text))) },
];

/** A text that is JSON by the letter (RFC 8259); the engine takes more. */
function strictly(text: NativeValue | undefined): string {
  const why = complaint(String(text));
  if (why !== null) throw new Error(`Invalid JSON text: ${why}`);
  return String(text);
}

/** What is wrong with a text of JSON; null if nothing. */
function complaint(text: string): string | null {
  try {
    parseJson(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'no JSON';
  }
}
