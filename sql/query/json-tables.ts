import type { JsonTableColumn } from '../json/table.js';
import { parsePath } from '../json/parse-path.js';
import type { JsonTable, JsonTableItem } from './ast.js';
import { coerce } from './coercion.js';
import { writeType } from './data-type.js';
import type { ExpressionContext } from './expression-context.js';
import { quoteText } from './quoting.js';

/** JSON_TABLE as a list of tuples. Its rows are arrays of cells (`engine/functions`), which get names and types here. */
export function jsonTableElements({ document, path, columns }: JsonTable, context: ExpressionContext): string {
  const shape = JSON.stringify({ path: checked(path), columns: columns.map(shapeOf) });
  const cells = leaves(columns).map((column, index) => `${quoteText(column.name)}: ${cellOf(column, `json_extract(cells, '$[${index}]')`)}`);
  return `list_transform(CAST(stagewire_json_table(${coerce('variant', document, context)}, ${quoteText(shape)}) AS JSON[]), lambda cells : {${cells.join(', ')}})`;
}

type Leaf = Exclude<JsonTableItem, { kind: 'nested' }>;

const leaves = (columns: readonly JsonTableItem[]): readonly Leaf[] => columns.flatMap((column) => (column.kind === 'nested' ? leaves(column.columns) : [column]));

/** The names of its columns. */
export const jsonTableColumns = ({ columns }: JsonTable): readonly string[] => leaves(columns).map(({ name }) => name);

const isJson = ({ type }: JsonTableItem & { kind: 'value' }): boolean => type.kind === 'plain' && type.name === 'VARIANT';

function shapeOf(column: JsonTableItem): JsonTableColumn<string> {
  switch (column.kind) {
    case 'ordinality':
      return { kind: 'ordinality' };
    case 'exists':
      return { kind: 'exists', path: checked(column.path) };
    case 'value':
      return { kind: 'value', path: checked(column.path), takesAny: isJson(column), onEmpty: column.onEmpty, onError: column.onError };
    case 'nested':
      return { kind: 'nested', path: checked(column.path), columns: column.columns.map(shapeOf) };
  }
}

/** The path, if it is one. */
function checked(path: string): string {
  parsePath(path);
  return path;
}

function cellOf(column: Leaf, cell: string): string {
  if (column.kind === 'ordinality') return `CAST(${cell} AS BIGINT)`;
  if (column.kind === 'value' && isJson(column)) return `nullif(${cell}, 'null'::JSON)`;
  const text = `json_extract_string(${cell}, '$')`;
  const type = writeType(column.type);
  if (column.kind === 'exists' || column.onError.kind === 'error') return `CAST(${text} AS ${type})`;
  const value = `TRY_CAST(${text} AS ${type})`;
  return column.onError.kind === 'null' ? value : `(CASE WHEN ${value} IS NULL AND ${text} IS NOT NULL THEN CAST(${quoteText(column.onError.text)} AS ${type}) ELSE ${value} END)`;
}
