import type { JsonPath } from './path.js';
import { selectValues } from './select.js';
import { isArray, isObject, JsonNumber, type Json } from './value.js';

/** What a column of JSON_TABLE has where its path finds nothing, or what is no value. */
export type JsonTableFallback = { readonly kind: 'null' } | { readonly kind: 'error' } | { readonly kind: 'default'; readonly text: string };

/** A column of JSON_TABLE without its name and type (MySQL manual, "JSON Table Functions"); one that is nested stands for several. */
export type JsonTableColumn<Path> =
  | { readonly kind: 'ordinality' }
  | { readonly kind: 'exists'; readonly path: Path }
  | { readonly kind: 'value'; readonly path: Path; readonly takesAny: boolean; readonly onEmpty: JsonTableFallback; readonly onError: JsonTableFallback }
  | { readonly kind: 'nested'; readonly path: Path; readonly columns: readonly JsonTableColumn<Path>[] };

type Columns = readonly JsonTableColumn<JsonPath>[];

/** The rows that a path into a document makes, with a cell for each column that is not nested, in the order in which they are written. */
export function tableRows(document: Json, path: JsonPath, columns: Columns): readonly (readonly Json[])[] {
  return selectValues(document, path).flatMap((value, index) => rowsOf(value, index + 1, columns));
}

/** Nested paths beside each other take turns: the cells of the others are NULL. */
function rowsOf(value: Json, ordinal: number, columns: Columns): readonly (readonly Json[])[] {
  const own = columns.map((column) => (column.kind === 'nested' ? nothing(column.columns) : [cell(value, ordinal, column)]));
  const nested = columns.flatMap((column, at) =>
    column.kind === 'nested' ? tableRows(value, column.path, column.columns).map((cells) => own.map((before, index) => (index === at ? cells : before)).flat()) : [],
  );
  return nested.length > 0 ? nested : [own.flat()];
}

const nothing = (columns: Columns): readonly Json[] => columns.flatMap((column) => (column.kind === 'nested' ? nothing(column.columns) : [null]));

function cell(value: Json, ordinal: number, column: Exclude<Columns[number], { kind: 'nested' }>): Json {
  if (column.kind === 'ordinality') return new JsonNumber(String(ordinal));
  const found = selectValues(value, column.path);
  if (column.kind === 'exists') return new JsonNumber(found.length > 0 ? '1' : '0');
  const [first] = found;
  if (first === undefined) return fallback(column.onEmpty, 'Missing value for a column of JSON_TABLE.');
  if (column.takesAny) return found.length === 1 ? first : found;
  return found.length > 1 || isArray(first) || isObject(first) ? fallback(column.onError, "Can't store an array or an object in the scalar column of JSON_TABLE.") : first;
}

function fallback(what: JsonTableFallback, message: string): Json {
  if (what.kind === 'error') throw new Error(message);
  return what.kind === 'null' ? null : what.text;
}
