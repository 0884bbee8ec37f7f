import type { Call, ColumnName, DerivedTable, ExpandedView, Join, NamedTable, QueryExpression, StagedFiles, VariantPath } from './ast.js';

/**
 * In lower case, every name in a query that may be the name of a column of its tables; null if it may mean columns that it
 * does not name, as `*`, `NATURAL JOIN` and a table's name in place of a column do.
 */
export function mentionedNames(query: QueryExpression): ReadonlySet<string> | null {
  return namesIn(query, false);
}

/** The same without names that stand for variants of which only parts are asked, and without columns by position. */
export function namesOfWholes(query: QueryExpression): ReadonlySet<string> | null {
  return namesIn(query, true);
}

function namesIn(query: QueryExpression, ofWholes: boolean): ReadonlySet<string> | null {
  const found: Found = { names: new Set(), alone: new Set(), tables: new Set(), any: false, ofWholes };
  visit(query, found);
  return found.any || [...found.tables].some((table) => found.alone.has(table)) ? null : found.names;
}

interface Found {
  readonly names: Set<string>;
  /** Those without anything in front. */
  readonly alone: Set<string>;
  /** Names of tables, which may stand for their rows. */
  readonly tables: Set<string>;
  any: boolean;
  readonly ofWholes: boolean;
}

function visit(value: unknown, found: Found): void {
  if (typeof value !== 'object' || value === null || found.any) return;
  const node = value as { readonly kind?: unknown };
  switch (node.kind) {
    case 'column':
      note(node as ColumnName, found);
      return;
    case 'call':
      if (countsRows(node as Call)) return;
      break;
    case 'path': {
      const { operand, steps } = node as VariantPath;
      if (!found.ofWholes || operand.kind !== 'column') break;
      for (const name of operand.path.slice(0, -1)) found.names.add(name.toLowerCase());
      visit(steps, found);
      return;
    }
    case 'derived':
    case 'view': {
      const { alias } = node as DerivedTable | ExpandedView;
      if (found.ofWholes && alias) found.tables.add(alias.name.toLowerCase());
      break;
    }
    case 'table':
    case 'staged': {
      const { alias, ...table } = node as StagedFiles | NamedTable;
      const name = alias?.name ?? (table.kind === 'table' ? table.path.at(-1) : undefined);
      if (name !== undefined) found.tables.add(name.toLowerCase());
      if (alias && alias.columns.length > 0) found.any = true;
      break;
    }
    case 'join': {
      const { natural, condition } = node as Join;
      if (natural) found.any = true;
      if (condition.kind === 'using') for (const column of condition.columns) found.names.add(column.toLowerCase());
      break;
    }
    case 'star':
    case 'identifier':
    case 'pivot':
    case 'unpivot':
      found.any = true;
      return;
    default:
      break;
  }
  for (const child of value instanceof Map ? value.values() : Object.values(value)) visit(child, found);
}

/** A name before the last may be a column too, of which the last is a field. */
function note({ path, position }: ColumnName, found: Found): void {
  if (position !== null && found.ofWholes) return;
  if (position !== null) found.any = true;
  for (const name of path) found.names.add(name.toLowerCase());
  if (path.length === 1) found.alone.add(path[0]?.toLowerCase() ?? '');
}

const countsRows = ({ name, args, filter, over }: Call): boolean => name === 'count' && args[0]?.kind === 'star' && filter === null && over === null;
