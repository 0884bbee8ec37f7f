import type { ColumnType } from '../relation.js';
import type { ColumnName, Expression, Join, NamedTable, Select, TableReference } from './ast.js';
import { constantOf, type ConstantContext } from './constants.js';

/**
 * Texts that the rows of a table must have for a query to see them, by lower-case column. A table may leave out rows
 * with others, and need not; names of columns that it does not have mean nothing.
 */
export type EqualityHints = ReadonlyMap<string, readonly string[]>;

export const NO_HINTS: EqualityHints = new Map();

/**
 * What the conditions of a select (`a = 'x'`, `a IN ('x', 'y')`, also joined to a column of another table) ask of the
 * tables that stand in its FROM by name. All of it stays in the query: these are the rows that it can't do without.
 */
export function equalityHints({ from, where }: Pick<Select, 'from' | 'where'>, context: ConstantContext): ReadonlyMap<NamedTable, EqualityHints> {
  const hints = new Hints();
  const visible = from.flatMap(visibleTables);
  const rules = [...(where ? [{ condition: where, tables: visible, seen: visible }] : []), ...from.flatMap(joinRules)];
  for (const { condition, tables } of rules) {
    for (const { column, texts } of asked(condition, context).values()) {
      for (const table of ownersOf(column, tables)) hints.add(table, lastName(column), texts);
    }
  }
  const links = [...rules.flatMap(linksOfRule), ...from.flatMap(linksOfUsing)];
  while (links.some((link) => hints.follow(link))) { /* each round reaches the tables joined to those of the last */ }
  return hints.ofTables;
}

/** A condition that every row must meet, and the tables from which rows that don't may be left out. */
interface Rule {
  readonly condition: Expression;
  readonly tables: readonly NamedTable[];
  /** All tables that the condition may speak of. */
  readonly seen: readonly NamedTable[];
}

/** Rows of `to` that don't agree with a row of `from` come to nothing. */
interface Link {
  readonly from: ColumnOfTable;
  readonly to: ColumnOfTable;
}

interface ColumnOfTable {
  readonly table: NamedTable;
  readonly column: string;
}

class Hints {
  readonly ofTables = new Map<NamedTable, Map<string, readonly string[]>>();

  /** Whether that is news. */
  add(table: NamedTable, column: string, texts: readonly string[]): boolean {
    const own = this.ofTables.get(table) ?? new Map<string, readonly string[]>();
    const known = own.get(column);
    const both = known?.filter((text) => texts.includes(text)) ?? texts;
    this.ofTables.set(table, own.set(column, both));
    return known === undefined || both.length < known.length;
  }

  follow({ from, to }: Link): boolean {
    const texts = this.ofTables.get(from.table)?.get(from.column);
    return texts !== undefined && this.add(to.table, to.column, texts);
  }
}

/** Tables whose columns can be seen behind a join. The right side of ASOF is none: which of its rows are nearest depends on all of them. */
function visibleTables(reference: TableReference): readonly NamedTable[] {
  if (reference.kind === 'table') return reference.alias === null || reference.alias.columns.length === 0 ? [reference] : [];
  if (reference.kind !== 'join') return [];
  const sides = { left: visibleTables(reference.left), right: visibleTables(reference.right) };
  switch (reference.type) {
    case 'LEFT SEMI':
    case 'LEFT ANTI':
    case 'ASOF':
    case 'ASOF LEFT':
      return sides.left;
    case 'RIGHT SEMI':
    case 'RIGHT ANTI':
      return sides.right;
    default:
      return [...sides.left, ...sides.right];
  }
}

/** Which sides of a join lose rows that don't meet its condition: an outer join keeps those of the other. */
const NARROWED: Readonly<Record<Join['type'], { readonly left: boolean; readonly right: boolean }>> = {
  INNER: { left: true, right: true }, CROSS: { left: true, right: true },
  LEFT: { left: false, right: true }, RIGHT: { left: true, right: false }, FULL: { left: false, right: false },
  'LEFT SEMI': { left: true, right: true }, 'RIGHT SEMI': { left: true, right: true },
  'LEFT ANTI': { left: false, right: true }, 'RIGHT ANTI': { left: true, right: false },
  ASOF: { left: false, right: false }, 'ASOF LEFT': { left: false, right: false },
};

function narrowedTables({ type, left, right }: Join): { readonly left: readonly NamedTable[]; readonly right: readonly NamedTable[] } {
  return { left: NARROWED[type].left ? visibleTables(left) : [], right: NARROWED[type].right ? visibleTables(right) : [] };
}

function joinsIn(reference: TableReference): readonly Join[] {
  return reference.kind === 'join' ? [reference, ...joinsIn(reference.left), ...joinsIn(reference.right)] : [];
}

function joinRules(reference: TableReference): readonly Rule[] {
  return joinsIn(reference).flatMap((join) => {
    if (join.condition.kind !== 'on') return [];
    const { left, right } = narrowedTables(join);
    return [{ condition: join.condition.condition, tables: [...left, ...right], seen: [...visibleTables(join.left), ...visibleTables(join.right)] }];
  });
}

function linksOfRule({ condition, tables, seen }: Rule): readonly Link[] {
  return conjuncts(condition).flatMap((part) => {
    if (part.kind !== 'binary' || part.operator !== '=' || part.left.kind !== 'column' || part.right.kind !== 'column') return [];
    const [left, right] = [qualified(part.left, seen), qualified(part.right, seen)];
    return left && right ? [...link(left, right, tables), ...link(right, left, tables)] : [];
  });
}

function link(from: ColumnOfTable, to: ColumnOfTable, tables: readonly NamedTable[]): readonly Link[] {
  return tables.includes(to.table) ? [{ from, to }] : [];
}

function linksOfUsing(reference: TableReference): readonly Link[] {
  return joinsIn(reference).flatMap((join) => {
    if (join.condition.kind !== 'using') return [];
    const narrowed = narrowedTables(join);
    const names = join.condition.columns.map((column) => column.toLowerCase());
    const links = (from: readonly NamedTable[], to: readonly NamedTable[]): readonly Link[] =>
      from.flatMap((one) => to.flatMap((other) => names.map((column) => ({ from: { table: one, column }, to: { table: other, column } }))));
    return [...links(visibleTables(join.left), narrowed.right), ...links(visibleTables(join.right), narrowed.left)];
  });
}

function qualified(column: ColumnName, tables: readonly NamedTable[]): ColumnOfTable | null {
  const [table] = column.path.length > 1 ? ownersOf(column, tables) : [];
  return table ? { table, column: lastName(column) } : null;
}

/**
 * The tables that a column may be of. Without a table's name before it that is any, since those of them that have
 * it are one, or are joined by it.
 */
function ownersOf({ path, position }: ColumnName, tables: readonly NamedTable[]): readonly NamedTable[] {
  if (position !== null) return [];
  const qualifier = path.slice(0, -1).map((name) => name.toLowerCase());
  if (qualifier.length === 0) return tables;
  const named = tables.filter(({ path: written, alias }) => {
    const names = (alias ? [alias.name] : written).map((name) => name.toLowerCase());
    return qualifier.length <= names.length && qualifier.every((name, index) => name === names[names.length - qualifier.length + index]);
  });
  return named.length === 1 ? named : [];
}

const lastName = ({ path }: ColumnName): string => (path.at(-1) ?? '').toLowerCase();

function conjuncts(condition: Expression): readonly Expression[] {
  return condition.kind === 'binary' && condition.operator === 'AND' ? [...conjuncts(condition.left), ...conjuncts(condition.right)] : [condition];
}

/** A column, and the texts of which it must have one. */
interface Asked {
  readonly column: ColumnName;
  readonly texts: readonly string[];
}

/** By the column as it is written. */
type AskedOf = ReadonlyMap<string, Asked>;

const NOTHING: AskedOf = new Map();

/** What a condition asks of columns for being true. */
function asked(condition: Expression, context: ConstantContext): AskedOf {
  if (condition.kind === 'in') return condition.negated || 'kind' in condition.values ? NOTHING : askedByIn(condition.operand, condition.values, context);
  if (condition.kind !== 'binary') return NOTHING;
  const { operator, left, right } = condition;
  switch (operator) {
    case 'AND':
      return both(asked(left, context), asked(right, context));
    case 'OR':
      return either(asked(left, context), asked(right, context));
    case '=':
      return both(askedByIn(left, [right], context), askedByIn(right, [left], context));
    default:
      return NOTHING;
  }
}

/** `a IN ('x', 'y')`, `(a, b) IN (('x', 'y'), …)` */
function askedByIn(operand: Expression, values: readonly Expression[], context: ConstantContext): AskedOf {
  if (operand.kind === 'row') {
    const rows = values.flatMap((value) => (value.kind === 'row' && value.items.length === operand.items.length ? [value.items] : []));
    if (rows.length < values.length) return NOTHING;
    return operand.items.map((item, index) => askedByIn(item, rows.flatMap((row) => row[index] ?? []), context)).reduce(both, NOTHING);
  }
  if (operand.kind !== 'column') return NOTHING;
  const texts = textsOf(values, context);
  return texts ? new Map([[operand.path.join('.').toLowerCase(), { column: operand, texts }]]) : NOTHING;
}

/** Null unless all are texts that are known; NULL equals nothing. */
function textsOf(values: readonly Expression[], context: ConstantContext): readonly string[] | null {
  const texts: string[] = [];
  for (const value of values) {
    const constant = constantOf(value, context);
    if (!constant || constant.isUnbound === true || !TEXT_TYPES.has(constant.type?.name)) return null;
    if (typeof constant.value === 'string') texts.push(constant.value);
    else if (constant.value !== null) return null;
  }
  return texts;
}

/** Types of values that are compared as the texts that they are; a literal has none. */
const TEXT_TYPES: ReadonlySet<ColumnType['name'] | undefined> = new Set(['varchar', 'null', undefined]);

function both(some: AskedOf, others: AskedOf): AskedOf {
  const all = new Map(some);
  for (const [name, other] of others) {
    const known = all.get(name);
    all.set(name, known ? { ...known, texts: known.texts.filter((text) => other.texts.includes(text)) } : other);
  }
  return all;
}

function either(some: AskedOf, others: AskedOf): AskedOf {
  return new Map([...some].flatMap(([name, one]): [string, Asked][] => {
    const other = others.get(name);
    return other ? [[name, { ...one, texts: [...one.texts, ...other.texts] }]] : [];
  }));
}
