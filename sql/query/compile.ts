import { StagewireError } from '../../errors/index.js';
import { isNode, nameOf, nodeOf, nodesOf, optionalNode, textOf, unsupported, type Node } from './ast.js';
import { constantOf, orderItem, writeExpression, type Constant, type ExpressionContext } from './expressions.js';
import type { TableFunctionCall } from './lower.js';
import type { Query } from './parse-query.js';
import type { Parameter } from '../parameter.js';
import { QueryParameters } from './query-parameters.js';
import { quoteName } from './quoting.js';
import { writeSeries } from './series.js';
import type { SessionValues } from './session-values.js';

/** Where the rows of a table come from. */
export type TableSource =
  | { readonly kind: 'table'; readonly database: string | null; readonly name: string }
  | { readonly kind: 'function'; readonly call: TableFunctionCall };

/** A query for the engine, and the tables that must be there under the given names when it runs. */
export interface CompiledQuery {
  readonly kind: 'engine';
  readonly sql: string;
  /** What to bind to `$1`, `$2` … in the SQL. */
  readonly parameters: readonly Parameter[];
  readonly tables: readonly { readonly name: string; readonly source: TableSource }[];
}

/** A query whose one row is known without the engine. */
export interface ConstantQuery {
  readonly kind: 'constant';
  readonly columns: readonly { readonly name: string; readonly constant: Constant }[];
}

/** Translates a query to DuckDB SQL. Throws 1002 for a construct without a translation. */
export function compileQuery(query: Query, session: SessionValues): CompiledQuery | ConstantQuery {
  return new Compiler(query, session).compile();
}

class Compiler {
  readonly #query: Query;
  readonly #tables = new Map<string, { name: string; source: TableSource }>();
  readonly #context: ExpressionContext;
  readonly #parameters: QueryParameters;
  /** Names of WITH that are visible; they hide tables. */
  readonly #withNames: string[] = [];

  constructor(query: Query, session: SessionValues) {
    this.#query = query;
    this.#parameters = new QueryParameters(query.parameters);
    this.#context = { literals: query.lowered.literals, session, parameters: this.#parameters, subquery: (select) => this.#select(select) };
  }

  compile(): CompiledQuery | ConstantQuery {
    const into = optionalNode(this.#query.ast, 'into');
    if (into && Object.values(into).some((part) => part !== null)) throw unsupported('SELECT … INTO');
    return this.#constant() ?? this.#forEngine();
  }

  #forEngine(): CompiledQuery {
    const { ast, lowered, parameters } = this.#query;
    const sql = this.#select(ast, lowered.itemTexts);
    return { kind: 'engine', sql, parameters: this.#parameters.used.flatMap((index) => parameters[index] ?? []), tables: [...this.#tables.values()] };
  }

  /** Questions like SELECT 1 or SELECT @@version, which drivers ask all day. */
  #constant(): ConstantQuery | null {
    const { ast, lowered } = this.#query;
    const items = nodesOf(ast, 'columns');
    const extras = ['with', 'where', 'groupby', 'having', 'orderby', '_next', '_limit', '_orderby', 'window'];
    if (extras.some((key) => ast[key] !== null && ast[key] !== undefined)) return null;
    if (nodesOf(ast, 'from').some(({ type }) => type !== 'dual') || items.length !== lowered.itemTexts.length) return null;
    const limit = this.#limitValues(optionalNode(ast, 'limit'));
    if (limit.offset !== null || limit.count?.value === 0) return null;
    const columns = [];
    for (const [index, item] of items.entries()) {
      const constant = constantOf(nodeOf(item, 'expr'), this.#context);
      if (!constant) return null;
      columns.push({ name: nameOf(item['as']) ?? lowered.itemTexts[index] ?? '', constant });
    }
    return { kind: 'constant', columns };
  }

  #write(node: Node): string {
    return writeExpression(node, this.#context);
  }

  #select(select: Node, itemTexts: readonly string[] = []): string {
    if (select['type'] !== 'select') throw unsupported(String(select['type']));
    const hidden = this.#withNames.length;
    const withClause = this.#with(select);
    const parts = [withClause, this.#core(select, itemTexts)];
    let current = select;
    for (let next = optionalNode(current, '_next'); next; next = optionalNode(current, '_next')) {
      parts.push(setOperation(current), this.#core(next, []));
      current = next;
    }
    parts.push(this.#orderBy(select, '_orderby'), this.#limit(select, '_limit'));
    this.#withNames.length = hidden;
    return parts.filter((part) => part !== '').join(' ');
  }

  #with(select: Node): string {
    const definitions = nodesOf(select, 'with');
    if (definitions.length === 0) return '';
    const isRecursive = definitions.some(({ recursive }) => Boolean(recursive));
    const written = definitions.map((definition) => {
      const name = nameOf(definition['name']) ?? '';
      if (isRecursive) this.#withNames.push(name);
      const columns = nodesOf(definition, 'columns').map((column) => quoteName(nameOf(column['column'] ?? column) ?? ''));
      const statement = nodeOf(definition, 'stmt');
      const body = this.#select(optionalNode(statement, 'ast') ?? statement);
      if (!isRecursive) this.#withNames.push(name);
      return `${quoteName(name)}${columns.length > 0 ? `(${columns.join(', ')})` : ''} AS (${body})`;
    });
    return `WITH ${isRecursive ? 'RECURSIVE ' : ''}${written.join(', ')}`;
  }

  #core(select: Node, itemTexts: readonly string[]): string {
    for (const key of ['window', 'qualify', 'for']) if (select[key]) throw unsupported(key.toUpperCase());
    const parts = [
      `SELECT${isDistinct(select) ? ' DISTINCT' : ''} ${this.#items(select, itemTexts)}`,
      this.#from(select),
      ...this.#clause('WHERE', optionalNode(select, 'where')),
      this.#groupBy(select),
      ...this.#clause('HAVING', optionalNode(select, 'having')),
      this.#orderBy(select, 'orderby'),
      this.#limit(select, 'limit'),
    ].filter((part) => part !== '').join(' ');
    return select['parentheses_symbol'] || select['_next'] ? `(${parts})` : parts;
  }

  #clause(keyword: string, condition: Node | null): string[] {
    return condition ? [`${keyword} ${this.#write(condition)}`] : [];
  }

  #items(select: Node, itemTexts: readonly string[]): string {
    const items = nodesOf(select, 'columns');
    if (items.length === 0) return '*';
    return items
      .map((item, index) => {
        const expression = nodeOf(item, 'expr');
        const sql = this.#write(expression);
        const alias = nameOf(item['as']) ?? (expression['type'] === 'column_ref' ? null : itemTexts.length === items.length ? itemTexts[index] ?? null : null);
        return alias === null || alias === '' ? sql : `${sql} AS ${quoteName(alias)}`;
      })
      .join(', ');
  }

  #from(select: Node): string {
    const tables = nodesOf(select, 'from').filter(({ type }) => type !== 'dual');
    if (tables.length === 0) return '';
    return `FROM ${tables.map((table, index) => this.#table(table, index === 0)).join(' ')}`;
  }

  #table(table: Node, isFirst: boolean): string {
    const { sql, name } = this.#tableBody(table);
    const alias = nameOf(table['as']) ?? name;
    const body = `${sql}${alias === null ? '' : ` AS ${quoteName(alias)}`}`;
    const join = typeof table['join'] === 'string' ? table['join'].toUpperCase() : null;
    if (join === null) return isFirst ? body : `, ${body}`;
    if (!/^(NATURAL )?((INNER|CROSS|LEFT|RIGHT|FULL)( OUTER)? )?JOIN$/.test(join)) throw unsupported(join);
    const using = Array.isArray(table['using']) ? ` USING (${table['using'].map((column) => quoteName(nameOf(column) ?? '')).join(', ')})` : '';
    return `${join} ${body}${this.#clause(' ON', optionalNode(table, 'on')).join('')}${using}`;
  }

  /** A table, and the name by which columns refer to it when it has no alias. */
  #tableBody(table: Node): { readonly sql: string; readonly name: string | null } {
    const expression = optionalNode(table, 'expr');
    if (expression) {
      const select = optionalNode(expression, 'ast') ?? expression;
      return { sql: `(${this.#select(select)})`, name: null };
    }
    const name = nameOf(table['table']);
    if (name === null) throw unsupported('this form of a table');
    if (/^#\d+$/.test(name)) throw unsupported('a text as a table');
    const database = nameOf(table['db'] ?? table['schema']);
    if (database === null && this.#withNames.includes(name)) return { sql: quoteName(name), name: null };
    const series = database === null ? this.#query.lowered.series.get(name) : undefined;
    return series ? { sql: writeSeries(series), name: series.name } : this.#source(database, name);
  }

  /** The name under which the engine finds a table, with the name that the query uses. */
  #source(database: string | null, name: string): { readonly sql: string; readonly name: string } {
    const call = database === null ? this.#query.lowered.tableFunctions.get(name) : undefined;
    const key = `${database ?? ''}.${name}`;
    const known = this.#tables.get(key) ?? {
      name: `source_${this.#tables.size}`,
      source: call ? { kind: 'function' as const, call } : { kind: 'table' as const, database, name },
    };
    this.#tables.set(key, known);
    return { sql: quoteName(known.name), name: call ? call.name : name };
  }

  #groupBy(select: Node): string {
    const groupBy = select['groupby'];
    const columns = isNode(groupBy) ? nodesOf(groupBy, 'columns') : Array.isArray(groupBy) ? groupBy.filter(isNode) : [];
    if (isNode(groupBy) && nodesOf(groupBy, 'modifiers').length > 0) throw unsupported('GROUP BY … WITH ROLLUP');
    return columns.length > 0 ? `GROUP BY ${columns.map((column) => this.#write(column)).join(', ')}` : '';
  }

  #orderBy(select: Node, key: 'orderby' | '_orderby'): string {
    const items = nodesOf(select, key);
    return items.length === 0 ? '' : `ORDER BY ${items.map((item) => orderItem(item, (node) => this.#write(node))).join(', ')}`;
  }

  #limit(select: Node, key: 'limit' | '_limit'): string {
    const { count, offset } = this.#limitValues(optionalNode(select, key));
    return [count === null ? '' : `LIMIT ${count.sql}`, offset === null ? '' : `OFFSET ${offset.sql}`].filter((part) => part !== '').join(' ');
  }

  #limitValues(limit: Node | null): { count: RowNumber | null; offset: RowNumber | null } {
    const values = limit ? nodesOf(limit, 'value').map((value) => this.#rowNumber(value)) : [];
    const [first = null, second = null] = values;
    return limit?.['seperator'] === ',' ? { count: second, offset: first } : { count: first, offset: second };
  }

  #rowNumber(node: Node): RowNumber {
    const constant = constantOf(node, this.#context);
    const text = constant?.numberText;
    const isNumber = text !== undefined && /^\d+$/.test(text);
    if (constant?.type) {
      if (!isNumber && this.#parameters.areBound) throw wrongRowNumber();
      return { sql: `CAST(${constant.sql} AS BIGINT)`, value: isNumber ? Number(text) : null };
    }
    if (!isNumber) throw new StagewireError('SemanticError', 'LIMIT and OFFSET take whole numbers of at least 0');
    return { sql: text, value: Number(text) };
  }
}

/** A number of rows in LIMIT or OFFSET; `value` is null for a parameter without one yet. */
interface RowNumber {
  readonly sql: string;
  readonly value: number | null;
}

/** ER_WRONG_ARGUMENTS */
function wrongRowNumber(): StagewireError {
  return new StagewireError('BadArguments', 'Incorrect arguments to EXECUTE: LIMIT and OFFSET take whole numbers of at least 0', { mysql: { errno: 1210, sqlState: 'HY000' } });
}

function isDistinct(select: Node): boolean {
  const distinct = select['distinct'];
  if (isNode(distinct)) return textOf(distinct, 'type').toUpperCase() === 'DISTINCT';
  return typeof distinct === 'string' && distinct.toUpperCase() === 'DISTINCT';
}

function setOperation(select: Node): string {
  const operation = String(select['set_op']).toUpperCase();
  if (!/^(UNION|EXCEPT|INTERSECT)( ALL| DISTINCT)?$/.test(operation)) throw unsupported(operation);
  return operation.replace(' DISTINCT', '');
}
