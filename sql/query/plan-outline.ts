import type { Expression, Join, QueryBody, QueryExpression, Select, TableReference } from './ast.js';
import { hasAggregate } from './functions/aggregates.js';

/**
 * A query as MySQL's EXPLAIN sees it: its SELECTs, numbered in the order in which they are written, and the tables of
 * each. Simple queries in FROM are merged into the one around them, as the engine does too.
 */
export type Outline = SelectOutline | UnionOutline;

export interface SelectOutline {
  readonly kind: 'select';
  readonly id: number;
  readonly type: 'SIMPLE' | 'PRIMARY' | 'DERIVED' | 'SUBQUERY' | SetOperator;
  /** In the order in which they are written. */
  readonly tables: readonly TableOutline[];
  readonly hasCondition: boolean;
  readonly isDistinct: boolean;
  readonly isGrouped: boolean;
  readonly isSorted: boolean;
  /** Queries within its expressions. */
  readonly subqueries: readonly Outline[];
}

export type SetOperator = 'UNION' | 'EXCEPT' | 'INTERSECT';

export interface UnionOutline {
  readonly kind: 'union';
  readonly operator: SetOperator;
  /** Whether rows are kept together to be compared. */
  readonly isDistinct: boolean;
  readonly parts: readonly Outline[];
}

export interface TableOutline {
  /** Null for one that a query makes. */
  readonly reference: TableReference | null;
  /** How it is joined to those before it: false without a condition. Null for the first. */
  readonly joined: boolean | null;
  /** The query that makes its rows. */
  readonly query: Outline | null;
}

/** The outline of a whole query. */
export function outlineOf(query: QueryExpression): Outline {
  const outline = new Outlines().query(query, 'PRIMARY');
  return outline.kind === 'select' && isAlone(outline) ? { ...outline, type: 'SIMPLE' } : outline;
}

const isAlone = ({ tables, subqueries }: SelectOutline): boolean => subqueries.length === 0 && tables.every(({ query }) => query === null);

/** The numbers of the SELECTs of an outline, those inside of them aside. */
export function idsOf(outline: Outline): readonly number[] {
  return outline.kind === 'select' ? [outline.id] : outline.parts.flatMap(idsOf);
}

class Outlines {
  #lastId = 0;
  /** Queries of WITH by name in lower case, innermost last. */
  #common: readonly (readonly [name: string, query: QueryExpression])[] = [];

  query({ with: commonTables, body, orderBy, limit }: QueryExpression, type: SelectOutline['type']): Outline {
    const around = this.#common;
    // A name within its own query is none that could be followed.
    this.#common = [...around, ...commonTables.map(({ name, query }) => [name.toLowerCase(), query] as const)];
    const outline = this.#body(body, type, orderBy.length > 0, [orderBy, limit]);
    this.#common = around;
    return outline;
  }

  #body(body: QueryBody, type: SelectOutline['type'], isSorted: boolean, rest: unknown): Outline {
    switch (body.kind) {
      case 'nested':
        return this.query(body.query, type);
      case 'values':
        return this.#select({ id: this.#next(), type, isSorted }, [], null, [body.rows, rest]);
      case 'set-operation': {
        const { operator } = body;
        const left = this.#body(body.left, type, false, null);
        const right = this.#body(body.right, operator, false, rest);
        const isSame = left.kind === 'union' && left.operator === operator && left.isDistinct === !body.all;
        return { kind: 'union', operator, isDistinct: !body.all, parts: isSame ? [...left.parts, right] : [left, right] };
      }
      case 'select':
        return this.#select({ id: this.#next(), type, isSorted }, body.from, body, rest);
    }
  }

  #select(about: Pick<SelectOutline, 'id' | 'type' | 'isSorted'>, from: readonly TableReference[], select: Select | null, rest: unknown): SelectOutline {
    const subqueries = [...this.#within(select?.items)];
    const tables = from.flatMap((table, index) => this.#tables(table, index === 0 ? null : false));
    if (select) subqueries.push(...this.#within([from.flatMap(conditionsOf), select.where, select.groupBy, select.having, select.windows, select.qualify]));
    subqueries.push(...this.#within(rest));
    return {
      kind: 'select', ...about, tables, subqueries,
      hasCondition: select?.where != null || from.some(isConditional),
      isDistinct: select?.distinct ?? false,
      isGrouped: (select?.groupBy ?? null) !== null,
    };
  }

  #tables(table: TableReference, joined: boolean | null): readonly TableOutline[] {
    switch (table.kind) {
      case 'join':
        return [...this.#tables(table.left, joined), ...this.#tables(table.right, table.condition.kind !== 'none' || table.natural)];
      case 'sampled':
        return this.#tables(table.table, joined);
      case 'pivot':
      case 'unpivot':
        return this.#tables(table.source, joined);
      case 'derived':
      case 'view':
        return this.#derived(table.query, joined);
      case 'table':
        return this.#named(table, joined);
      default:
        return [{ reference: table, joined, query: null }];
    }
  }

  #named(table: TableReference & { readonly kind: 'table' }, joined: boolean | null): readonly TableOutline[] {
    const [name = ''] = table.path;
    if (table.path.length > 1) return [{ reference: table, joined, query: null }];
    if (name.toUpperCase() === 'DUAL') return [];
    const common = this.#common.findLast(([known]) => known === name.toLowerCase());
    if (!common) return [{ reference: table, joined, query: null }];
    const around = this.#common;
    this.#common = around.slice(0, around.indexOf(common));
    const tables = this.#derived(common[1], joined);
    this.#common = around;
    return tables;
  }

  #derived(query: QueryExpression, joined: boolean | null): readonly TableOutline[] {
    const merged = mergeable(query);
    if (merged) return merged.flatMap((table, index) => this.#tables(table, index === 0 ? joined : false));
    return [{ reference: null, joined, query: this.query(query, 'DERIVED') }];
  }

  /** Queries anywhere in a part of a query, each with what is in it. */
  #within(part: unknown): readonly Outline[] {
    return queriesIn(part).map((query) => this.query(query, 'SUBQUERY'));
  }

  #next(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

/** The tables of a query that does nothing but choose rows and columns of them; null for another. */
function mergeable({ with: commonTables, body, orderBy, limit }: QueryExpression): readonly TableReference[] | null {
  if (body.kind !== 'select' || commonTables.length > 0 || orderBy.length > 0 || limit !== null || body.from.length === 0) return null;
  const isPlain = !body.distinct && !isGrouped(body) && body.having === null && body.qualify === null && queriesIn([body.items, body.where]).length === 0;
  return isPlain ? body.from : null;
}

const isGrouped = ({ groupBy, items }: Select): boolean => groupBy !== null || items.some(({ expression }) => hasAggregate(expression));

function isConditional(table: TableReference): boolean {
  if ((table.kind !== 'derived' && table.kind !== 'view') || table.query.body.kind !== 'select') return false;
  const { where, from } = table.query.body;
  return mergeable(table.query) !== null && (where !== null || from.some(isConditional));
}

function conditionsOf(table: TableReference): readonly Expression[] {
  if (table.kind !== 'join') return [];
  const { condition, left, right }: Join = table;
  return [...conditionsOf(left), ...conditionsOf(right), ...(condition.kind === 'on' ? [condition.condition] : [])];
}

function queriesIn(part: unknown): readonly QueryExpression[] {
  if (typeof part !== 'object' || part === null) return [];
  if (Array.isArray(part)) return part.flatMap(queriesIn);
  if ((part as { readonly kind?: unknown }).kind === 'query-expression') return [part as QueryExpression];
  return Object.values(part).flatMap(queriesIn);
}
