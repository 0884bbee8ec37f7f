import { BIGINT, BOOLEAN, VARCHAR } from '@duckdb/node-api';
import { jsonText } from '../../sql/display/json-text.js';
import { largeAsFractions } from './large-integers.js';
import { plainJson } from './plain-json.js';
import { compileLike } from '../../sql/like.js';
import { appendAt, insertAt, insertIntoArray, mergePatch, mergePreserving, removeAt, replaceAt, searchTexts, setAt } from '../../sql/json/change.js';
import { parsePath, parsePredicate } from '../../sql/json/parse-path.js';
import { parseJson } from '../../sql/json/parse.js';
import { isMany, type JsonPath } from '../../sql/json/path.js';
import { contentOf, prettyJson, printJson } from '../../sql/json/print.js';
import { holds, selectValues } from '../../sql/json/select.js';
import { tableRows, type JsonTableColumn } from '../../sql/json/table.js';
import { isArray, isObject, isSame, type Json } from '../../sql/json/value.js';
import { RecentlyUsed } from '../recently-used.js';
import { JSON_TYPE } from './json-type.js';
import type { NativeFunction, NativeValue } from './native-function.js';

/** Paths that a query names are the same for all its rows. */
const paths = new RecentlyUsed<string, JsonPath>(256);

function pathOf(text: string): JsonPath {
  const path = paths.get(text) ?? parsePath(text);
  paths.set(text, path);
  return path;
}

const textOf = (value: NativeValue | undefined): string => (typeof value === 'string' ? value : '');
/** NULL as a value to be put is JSON's own. */
const valueOf = (value: NativeValue | undefined): Json => (typeof value === 'string' ? read(value) : null);

function read(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    throw new Error(`Invalid JSON text: ${error instanceof Error ? error.message : ''}.`, { cause: error });
  }
}

/** A function of a document and texts; NULL for NULL. */
const plain = (name: string, count: number, compute: (document: Json, ...texts: readonly string[]) => Json | undefined): NativeFunction => ({
  name,
  parameters: Array.from({ length: count }, () => VARCHAR),
  result: JSON_TYPE,
  compute: (document, ...rest) => answer(compute(read(textOf(document)), ...rest.map(textOf))),
});

const answer = (value: Json | undefined): NativeValue => (value === undefined ? null : printJson(value));

/** `f(document, path, value, path, value …)` */
const changing = (name: string, change: (document: Json, path: JsonPath, value: Json) => Json): NativeFunction => ({
  name,
  parameters: [VARCHAR],
  rest: VARCHAR,
  result: JSON_TYPE,
  takesNulls: true,
  compute: (document = null, ...pairs) => {
    if (document === null || pairs.some((path, index) => index % 2 === 0 && path === null)) return null;
    let changed = read(textOf(document));
    for (let index = 0; index + 1 < pairs.length; index += 2) changed = change(changed, pathOf(textOf(pairs[index])), valueOf(pairs[index + 1]));
    return printJson(changed);
  },
});

const test = (name: string, compute: (a: Json, b: Json) => boolean): NativeFunction => ({
  name, parameters: [VARCHAR, VARCHAR], result: BOOLEAN, compute: (a, b) => compute(read(textOf(a)), read(textOf(b))),
});

const elements = (value: Json): readonly Json[] => (isArray(value) ? value : [value]);
const has = (items: readonly Json[], wanted: Json): boolean => items.some((item) => isSame(item, wanted));

const matches = (document: Json, predicate: string): boolean => holds(parsePredicate(predicate), document, document);

/** JSON_CONTAINS: of arrays each item in some item, of objects each member in that of its key. */
function contains(target: Json, candidate: Json): boolean {
  if (isArray(target)) return elements(candidate).every((wanted) => target.some((item) => contains(item, wanted)));
  if (isObject(target) && isObject(candidate)) return [...candidate].every(([key, value]) => target.has(key) && contains(target.get(key) ?? null, value));
  return isSame(target, candidate);
}

function overlaps(a: Json, b: Json): boolean {
  if (isObject(a) && isObject(b)) return [...a].some(([key, value]) => b.has(key) && isSame(value, b.get(key) ?? null));
  return elements(a).some((item) => has(elements(b), item));
}

function depth(value: Json): number {
  const inner = isArray(value) ? value : isObject(value) ? [...value.values()] : [];
  return 1 + inner.reduce<number>((deepest, item) => Math.max(deepest, depth(item)), 0);
}

function withoutNulls(value: Json): Json {
  if (isArray(value)) return value.map(withoutNulls);
  return isObject(value) ? new Map([...value].filter(([, member]) => member !== null).map(([key, member]) => [key, withoutNulls(member)])) : value;
}

function onlyObject(value: Json): ReadonlyMap<string, Json> {
  if (isObject(value)) return value;
  throw new Error('the value is no JSON object');
}

function withKey(document: Json, key: string, value: Json, replaces: boolean): Json {
  const object = onlyObject(document);
  if (object.has(key) && !replaces) throw new Error(`the object has a key '${key}' already; a fourth argument TRUE replaces its value`);
  return new Map([...object, [key, value]]);
}

/** Of an array the item at a position; negative ones count from the end. */
const memberOf = (document: Json, key: string): Json | undefined => (isArray(document) ? document.at(Number(key)) : isObject(document) ? document.get(key) : undefined);

const distinct = (items: readonly Json[]): readonly Json[] => items.filter((item, index) => !has(items.slice(0, index), item));

function search(document: Json, how: string, pattern: string, escape: string, within: readonly string[]): Json | undefined {
  if (!/^(one|all)$/i.test(how)) throw new Error("The oneOrAll argument to json_search may take these values: 'one' or 'all'.");
  const found = searchTexts(document, compileLike(pattern, { caseCounts: true, escape: escape === '' ? '\\' : escape }), within.map(pathOf));
  return found.length === 0 ? undefined : found.length === 1 || how.toLowerCase() === 'one' ? found[0] : found;
}

interface TableShape {
  readonly path: JsonPath;
  readonly columns: readonly JsonTableColumn<JsonPath>[];
}

const shapes = new RecentlyUsed<string, TableShape>(64);

/** @param shape JSON of our translation: the paths of JSON_TABLE and its columns */
function rowsOf(document: Json, shape: string): Json {
  const known = shapes.get(shape) ?? (JSON.parse(shape, (key, value: unknown) => (key === 'path' ? parsePath(String(value)) : value)) as TableShape);
  shapes.set(shape, known);
  return tableRows(document, known.path, known.columns);
}

/** MySQL's JSON functions and Databend's for VARIANT, where DuckDB has none or another. */
export const JSON_FUNCTIONS: readonly NativeFunction[] = [
  changing('json_set', setAt), changing('json_insert', insertAt), changing('json_replace', replaceAt), changing('json_array_append', appendAt), changing('json_array_insert', insertIntoArray),
  {
    name: 'json_remove', parameters: [VARCHAR], rest: VARCHAR, result: JSON_TYPE,
    compute: (document, ...given) => printJson(given.reduce<Json>((changed, path) => removeAt(changed, pathOf(textOf(path))), read(textOf(document)))),
  },
  {
    name: 'json_extract', parameters: [VARCHAR, VARCHAR], rest: VARCHAR, result: JSON_TYPE,
    compute(document, ...given) {
      const value = read(textOf(document));
      const wanted = given.map((path) => pathOf(textOf(path)));
      const found = wanted.flatMap((path) => selectValues(value, path));
      return found.length === 0 ? null : printJson(wanted.length > 1 || wanted.some(isMany) ? found : found[0] ?? null);
    },
  },
  {
    name: 'json_merge_preserve', parameters: [VARCHAR], rest: VARCHAR, result: JSON_TYPE,
    compute: (...documents) => printJson(documents.map((document) => read(textOf(document))).reduce(mergePreserving)),
  },
  {
    name: 'json_search', parameters: [VARCHAR, VARCHAR, VARCHAR, VARCHAR], rest: VARCHAR, result: JSON_TYPE, takesNulls: true,
    compute: (document, how, pattern, escape, ...within) => (document === null || how === null || pattern === null || within.includes(null) ? null : answer(search(read(textOf(document)), textOf(how), textOf(pattern), textOf(escape), within.map(textOf)))),
  },
  { name: 'json_table', parameters: [VARCHAR, VARCHAR], result: JSON_TYPE, compute: (document, shape) => printJson(rowsOf(read(textOf(document)), textOf(shape))) },
  test('json_contains', contains), test('json_overlaps', overlaps), test('json_member_of', (value, array) => has(elements(array), value)),
  { name: 'json_depth', parameters: [VARCHAR], result: BIGINT, compute: (document) => BigInt(depth(read(textOf(document)))) },
  { name: 'json_pretty', parameters: [VARCHAR], result: VARCHAR, compute: (document) => prettyJson(read(textOf(document))) },
  { name: 'plain_json', parameters: [VARCHAR, VARCHAR], result: JSON_TYPE, compute: (document, type) => plainJson(textOf(document), textOf(type)) },
  { name: 'json_content', parameters: [VARCHAR], result: VARCHAR, compute: (document) => contentOf(read(textOf(document))) },
  { name: 'json_large_as_fractions', parameters: [VARCHAR], result: JSON_TYPE, compute: (document) => largeAsFractions(textOf(document)) },
  { name: 'json_text', parameters: [VARCHAR], result: VARCHAR, compute: (document) => jsonText(textOf(document)) },
  // Items of an array with `\u001e` between them, which no JSON text has in it.
  { name: 'json_items', parameters: [VARCHAR], result: VARCHAR, compute: (document) => elements(read(textOf(document))).map(printJson).join('\u001e') },
  plain('json_merge_patch', 2, (document, patch) => mergePatch(document, read(patch))),
  plain('json_member', 2, memberOf),
  plain('json_path_query_array', 2, (document, path) => selectValues(document, pathOf(path))),
  plain('json_path_query_first', 2, (document, path) => selectValues(document, pathOf(path))[0]),
  { name: 'json_path_exists', parameters: [VARCHAR, VARCHAR], result: BOOLEAN, compute: (document, path) => selectValues(read(textOf(document)), pathOf(textOf(path))).length > 0 },
  { name: 'json_path_match', parameters: [VARCHAR, VARCHAR], result: BOOLEAN, compute: (document, predicate) => matches(read(textOf(document)), textOf(predicate)) },
  plain('json_strip_nulls', 1, withoutNulls), plain('object_without_nulls', 1, (object) => new Map([...onlyObject(object)].filter(([, value]) => value !== null))),
  {
    name: 'object_insert', parameters: [VARCHAR, VARCHAR, VARCHAR, BOOLEAN], result: JSON_TYPE, takesNulls: true,
    compute: (document, key, value, replaces) => (document === null || key === null ? null : printJson(withKey(read(textOf(document)), textOf(key), valueOf(value), Boolean(replaces)))),
  },
  { name: 'object_delete', parameters: [VARCHAR], rest: VARCHAR, result: JSON_TYPE, compute: (document, ...keys) => printJson(new Map([...onlyObject(read(textOf(document)))].filter(([key]) => !keys.includes(key)))) },
  { name: 'object_pick', parameters: [VARCHAR], rest: VARCHAR, result: JSON_TYPE, compute: (document, ...keys) => printJson(new Map([...onlyObject(read(textOf(document)))].filter(([key]) => keys.includes(key)))) },
  plain('array_distinct', 1, (array) => distinct(elements(array))),
  plain('array_except', 2, (array, other) => elements(array).filter((item) => !has(elements(read(other)), item))),
  plain('array_intersection', 2, (array, other) => elements(array).filter((item) => has(elements(read(other)), item))),
  plain('array_insert', 3, (array, position, value) => insertedInto(elements(array), Number(position), read(value))),
];

/** Positions begin with 0; negative ones count from the end. */
function insertedInto(items: readonly Json[], position: number, value: Json): Json {
  const at = position < 0 ? Math.max(0, items.length + position) : position;
  return [...items.slice(0, at), value, ...items.slice(at)];
}
