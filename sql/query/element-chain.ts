import type { Alias, Expression, Join, JsonTable, TableReference, UnnestedTable } from './ast.js';
import { isDual } from './dual.js';
import { jsonTableColumns } from './json-tables.js';

/** A table whose rows are the elements of a list: `unnest(…)`, LATERAL FLATTEN and its kin, JSON_TABLE. */
export type ElementTable = UnnestedTable | JsonTable;

/** Such a table behind another one, of whose rows it has the lists. */
export interface ElementLevel {
  readonly table: ElementTable;
  /** By which its columns are qualified. */
  readonly name: string;
  /** With the field of an element that each of them is; null for the element itself. */
  readonly columns: readonly { readonly name: string; readonly field: string | null }[];
  /** Whether a row without elements stays, as in LEFT JOIN. */
  readonly keepsRows: boolean;
}

/** A FROM that is one table, and elements of its rows behind it. */
export interface ElementChain {
  readonly base: TableReference;
  /** Null for one without. */
  readonly baseName: string | null;
  readonly levels: readonly [ElementLevel, ...ElementLevel[]];
}

const FLATTENED = ['seq', 'key', 'path', 'index', 'value', 'this'];

/** Null for a FROM that is anything else, or where two tables have one name. */
export function elementChain(from: readonly TableReference[]): ElementChain | null {
  const [first, ...others] = from.filter((table) => table.kind !== 'table' || !isDual(table.path));
  if (!first || !others.every(isElementTable)) return null;
  const { base, levels } = joined(first);
  const [nearest, ...further] = [...levels, ...others.map((table) => levelOf(table, false))];
  if (base.kind === 'join' || !nearest) return null;
  const chain: ElementChain = { base, baseName: tableNames(base)[0] ?? null, levels: [nearest, ...further] };
  return isUnequivocal(chain) ? chain : null;
}

export const isElementTable = (table: TableReference): table is ElementTable => table.kind === 'unnested' || table.kind === 'json-table';

/** The names of the tables of a FROM, as far as they have any. */
export function tableNames(table: TableReference): readonly string[] {
  switch (table.kind) {
    case 'table':
      return [table.alias?.name ?? table.path.at(-1) ?? ''];
    case 'table-function':
    case 'unnested':
      return [table.alias?.name ?? table.call.name];
    case 'series':
      return [table.alias?.name ?? table.series.name];
    case 'json-table':
      return [table.alias?.name ?? 'json_table'];
    case 'sampled':
      return tableNames(table.table);
    case 'join':
      return [...tableNames(table.left), ...tableNames(table.right)];
    default:
      return table.alias ? [table.alias.name] : [];
  }
}

function joined(table: TableReference): { readonly base: TableReference; readonly levels: readonly ElementLevel[] } {
  if (table.kind !== 'join' || !isElementTable(table.right) || !keepsOrder(table)) return { base: table, levels: [] };
  const { base, levels } = joined(table.left);
  return { base, levels: [...levels, levelOf(table.right, table.type === 'LEFT')] };
}

/** Whether each row of the left side is there once for each of its elements. */
function keepsOrder({ type, natural, condition }: Join): boolean {
  if (natural || condition.kind === 'using') return false;
  if (condition.kind === 'on') return (type === 'INNER' || type === 'LEFT') && isTrue(condition.condition);
  return type === 'INNER' || type === 'CROSS';
}

const isTrue = (condition: Expression): boolean => (condition.kind === 'boolean' && condition.value) || (condition.kind === 'number' && condition.text === '1');

function levelOf(table: ElementTable, keepsRows: boolean): ElementLevel {
  const fields = fieldsOf(table);
  const columns = fields.map((field, index) => ({ name: table.alias?.columns[index] ?? field ?? 'unnest', field }));
  return { table, name: tableNames(table)[0] ?? '', columns, keepsRows };
}

function fieldsOf(table: ElementTable): readonly (string | null)[] {
  if (table.kind === 'json-table') return jsonTableColumns(table);
  return table.call.name === 'unnest' ? [null] : FLATTENED;
}

function isUnequivocal({ baseName, levels }: ElementChain): boolean {
  const names = [...(baseName === null ? [] : [baseName]), ...levels.map(({ name }) => name)].map((name) => name.toLowerCase());
  return new Set(names).size === names.length && levels.every(({ table, columns }) => namesOf(table.alias).length <= columns.length);
}

const namesOf = (alias: Alias | null): readonly string[] => alias?.columns ?? [];
