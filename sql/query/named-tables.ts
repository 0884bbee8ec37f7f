import type { NamedTable, QueryExpression, TableReference } from './ast.js';

/**
 * A query with something else in place of tables that it names, or with the same. Names of WITH, where they hide
 * tables, and DUAL are no tables.
 */
export function replaceTables(query: QueryExpression, replace: (table: NamedTable) => TableReference): QueryExpression {
  return rewrite(query, NO_NAMES, replace) as QueryExpression;
}

const named = new WeakMap<QueryExpression, readonly NamedTable[]>();

/** The tables that a query names, by the same rules; a prepared one is looked through once. */
export function namedTables(query: QueryExpression): readonly NamedTable[] {
  const known = named.get(query);
  if (known !== undefined) return known;
  const tables: NamedTable[] = [];
  replaceTables(query, (table) => {
    tables.push(table);
    return table;
  });
  named.set(query, tables);
  return tables;
}

type Names = ReadonlySet<string>;
type Replace = (table: NamedTable) => TableReference;

const NO_NAMES: Names = new Set();

function rewrite(value: unknown, hidden: Names, replace: Replace): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => rewrite(item, hidden, replace));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, rewrite(item, hidden, replace)]));
  const node = value as Readonly<Record<string, unknown>>;
  if (node['kind'] === 'query-expression') return rewriteQuery(value as QueryExpression, hidden, replace);
  if (node['kind'] === 'table') return isTable(value as NamedTable, hidden) ? replace(value as NamedTable) : value;
  return rewriteFields(node, hidden, replace);
}

function rewriteFields(node: object, hidden: Names, replace: Replace): object {
  return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, rewrite(item, hidden, replace)]));
}

/** Each name of WITH hides tables behind it, and with RECURSIVE also in its own query. */
function rewriteQuery({ with: commonTables, ...rest }: QueryExpression, around: Names, replace: Replace): unknown {
  const hidden = new Set(around);
  const rewritten = commonTables.map((table) => {
    const name = table.name.toLowerCase();
    if (rest.isRecursive) hidden.add(name);
    const inner = rewriteFields(table, hidden, replace);
    hidden.add(name);
    return inner;
  });
  return { ...rewriteFields(rest, hidden, replace), with: rewritten };
}

function isTable({ path }: NamedTable, hidden: Names): boolean {
  const [name = ''] = path;
  return path.length > 1 || (name.toUpperCase() !== 'DUAL' && !hidden.has(name.toLowerCase()));
}
