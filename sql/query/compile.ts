import { StagewireError } from '../../errors/index.js';
import type { Expression, FileContent, GroupBy, NamedWindow, OrderItem, QueryBody, QueryExpression, Select, SelectItem, Values } from './ast.js';
import { coerce, writeCondition } from './coercion.js';
import { constantQuery } from './constant-query.js';
import type { CompiledQuery, ConstantQuery, FileUse } from './compiled-query.js';
import { ElementNames } from './element-names.js';
import type { FromClause } from './element-rows.js';
import { equalityHints } from './equality-hints.js';
import type { Care } from './care.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { EXPRESSIONS } from './expressions.js';
import { writeMixedRows } from './mixed-rows.js';
import { writeMixed } from './mixing.js';
import { orderItem } from './order-item.js';
import { variantKeys } from './variant-keys.js';
import { firstRows } from './first-rows.js';
import { hasAggregate } from './functions/aggregates.js';
import { mostRows } from './most-rows.js';
import { conditions } from './having.js';
import { afterGrouping, isGroupKey } from './loose-grouping.js';
import type { Query } from './parse-query.js';
import { QueryParameters } from './query-parameters.js';
import { quoteName, quoteText } from './quoting.js';
import { nameOf, nameOfValue } from './result-names.js';
import { rowNumber, writeLimit } from './row-number.js';
import type { SessionValues } from './session-values.js';
import { spending } from './spending.js';
import { StagedColumns, stagedIn } from './staged-columns.js';
import { TableWriter } from './tables.js';
import { withoutAssignments } from './variable-assignments.js';
import { writeWindow } from './windows.js';

/** Translates a query to DuckDB SQL. Throws 1002 for a construct without a translation. */
export function compileQuery(query: Query, session: SessionValues): CompiledQuery | ConstantQuery {
  return new Compiler(query, session, 'none').compile();
}

const MORE_CARE: Readonly<Record<Care, Care | null>> = { none: 'operands', operands: 'comparisons', comparisons: null };

class Compiler {
  readonly #query: Query;
  readonly #session: SessionValues;
  #context: ExpressionContext;
  readonly #parameters: QueryParameters;
  readonly #tables: TableWriter;
  readonly #files: FileUse[] = [];
  readonly #stagedColumns: StagedColumns;
  /** Whether a query of WITH RECURSIVE is written, which reads itself. */
  #isRecursive = false;
  readonly #elements = new ElementNames();
  /** A value without tables, in which the engine would take a column of a query around for the item of that name, which nobody asks for. */
  #nameless: QueryBody | null = null;
  /** Sides of set operations whose rows are told apart. */
  readonly #sides = new Set<QueryBody>();

  constructor(query: Query, session: SessionValues, care: Care) {
    this.#query = query;
    this.#session = session;
    this.#parameters = new QueryParameters(query.parameters);
    this.#context = {
      writer: EXPRESSIONS,
      session,
      parameters: this.#parameters,
      aliases: new Set(),
      lambdaNames: new Map(),
      variantKeys: new Set(),
      loose: null,
      isInner: false,
      care,
      spend: spending(),
      // Asked when it matters, so that a constant question depends on nothing of the session.
      divisionByZero: () => session.divisionByZero,
      fileContent: (content) => this.#fileContent(content),
      query: (expression) => this.#expression(expression),
      subquery: (expression) => this.#subquery(expression),
      value: (expression) => this.#value(expression),
      sqlPath: (column) => this.#elements.path(column) ?? this.#stagedColumns.sqlPath(column),
      readsTable: (database, table) => this.#tables.reads(database, table),
    };
    this.#stagedColumns = new StagedColumns(query.expression);
    this.#tables = new TableWriter(this.#context, this.#stagedColumns, this.#elements);
  }

  compile(): CompiledQuery | ConstantQuery {
    return constantQuery(this.#query.expression, this.#context) ?? this.#forEngine();
  }

  #forEngine(): CompiledQuery {
    const sql = this.#expression(this.#query.expression);
    const known = (expression: Expression): number | null => rowNumber(expression, this.#context).value;
    const first = firstRows(this.#query.expression, known);
    // Elements of a list make rows of one.
    const most = sql.includes('unnest(') ? null : mostRows(this.#query.expression, known);
    return { kind: 'engine', sql, parameters: this.#parameters.values, tables: this.#tables.sources, commonTables: this.#tables.commonTables, files: this.#files, firstRows: first, mostRows: most, otherwise: this.#otherwise() };
  }

  /** Tables and files are the same, since they are noted in the same order. */
  #otherwise(): CompiledQuery['otherwise'] {
    const care = MORE_CARE[this.#context.care];
    return care === null ? null : () => new Compiler(this.#query, this.#session, care).#forEngine();
  }

  #fileContent({ location, path }: FileContent): string {
    const known = path === null ? location.path : path.kind === 'text' ? path.text : null;
    const call = this.#files.push({ stage: location.stage, path: known }) - 1;
    return `fn.read_file(${call}, ${path === null ? quoteText(location.path) : coerce('text', path, this.#context)})`;
  }

  #write(expression: Expression): string {
    return writeExpression(expression, this.#context);
  }

  #subquery(expression: QueryExpression): string {
    const around = this.#context;
    this.#context = { ...around, isInner: true };
    const sql = this.#expression(expression);
    this.#context = around;
    return sql;
  }

  #value(expression: QueryExpression): string {
    const { body, orderBy } = expression;
    if (body.kind === 'select' && body.from.length === 0 && body.items.length === 1 && orderBy.length === 0) this.#nameless = body;
    return this.#subquery(expression);
  }

  #expression({ isRecursive, with: commonTables, body, orderBy, limit }: QueryExpression): string {
    refuseTwins(commonTables);
    const scope = this.#tables.openScope();
    const written = commonTables.map(({ name, columns, materialized, query }) => {
      const common = this.#tables.common(name);
      if (isRecursive) this.#tables.declare(common);
      const inner = this.#common(query, isRecursive);
      if (isRecursive && query.body.kind !== 'set-operation' && inner.includes(quoteName(common.name))) throw withoutAnchor(name);
      if (!isRecursive) this.#tables.declare(common);
      const hint = materialized === null ? '' : materialized ? 'MATERIALIZED ' : 'NOT MATERIALIZED ';
      return `${quoteName(common.name)}${columns.length > 0 ? `(${columns.map(quoteName).join(', ')})` : ''} AS ${hint}(${inner})`;
    });
    const { depth } = this.#elements;
    const parts = [
      written.length > 0 ? `WITH ${isRecursive ? 'RECURSIVE ' : ''}${written.join(', ')}` : '',
      isOrderedByMore(body, orderBy) ? `SELECT * FROM (${this.#body(body, orderBy)}) AS "united"` : this.#body(body, orderBy),
      this.#orderBy(body, orderBy),
      writeLimit(limit, this.#context),
    ];
    this.#elements.leave(depth);
    this.#tables.closeScope(scope);
    return parts.filter((part) => part !== '').join(' ');
  }

  #common(query: QueryExpression, isRecursive: boolean): string {
    const around = this.#isRecursive;
    this.#isRecursive ||= isRecursive;
    const sql = this.#expression(query);
    this.#isRecursive = around;
    return sql;
  }

  #orderBy(body: QueryBody, orderBy: readonly OrderItem[]): string {
    if (orderBy.length > 0) return this.#withVariantKeys(body, () => `ORDER BY ${orderBy.map((item) => this.#orderItem(item, body)).join(', ')}`);
    return isRollup(body) ? this.#withVariantKeys(body, () => `ORDER BY ${body.groupBy.items.map((key) => this.#rollupOrder(key)).join(', ')}`) : '';
  }

  /** An alias alone means what it stands for; in an expression a column of that name comes first, unless the alias is that of an aggregate. */
  #orderItem(item: OrderItem, body: QueryBody): string {
    const hiding = aliasesOf(body, item.expression.kind === 'column' ? undefined : hasAggregate);
    return this.#behindItems(item.expression, body, hiding, afterGrouping(body, this.#context), (expression, context) => orderItem({ ...item, expression }, context));
  }

  /** Writes what stands behind the select list. `hiding` are aliases that hide columns there, but not in aggregates. */
  #behindItems(expression: Expression, body: QueryBody, hiding: ReadonlySet<string>, context: ExpressionContext, write: (expression: Expression, context: ExpressionContext) => string): string {
    // The engine does not know the type of an alias there.
    const careful = context.care === 'none' ? context : { ...context, aliases: aliasesOf(body) };
    return this.#elements.behindItems(hiding, () => write(this.#elements.withAggregates(expression), careful));
  }

  /** Totals come last, whatever an alias of the same name holds. */
  #rollupOrder(expression: Expression): string {
    const order = orderItem({ expression, descending: false, nulls: 'LAST' }, this.#context);
    return expression.kind === 'column' ? `grouping(${this.#write(expression)}), ${order}` : order;
  }

  /** Of a SELECT the scope of its elements stays open, for its ORDER BY. */
  #body(body: QueryBody, orderBy: readonly OrderItem[]): string {
    switch (body.kind) {
      case 'select':
        return this.#select(body, orderBy);
      case 'nested':
        return `(${this.#expression(body.query)})`;
      case 'values':
        return this.#values(body);
      case 'set-operation': {
        const { depth } = this.#elements;
        if (!body.all || this.#sides.has(body)) [body.left, body.right].forEach((operand) => this.#sides.add(operand.kind === 'nested' ? operand.query.body : operand));
        const written = (operand: QueryBody): string => {
          const sql = this.#body(operand, []);
          this.#elements.leave(depth);
          return sql;
        };
        const mixed = this.#context.care === 'comparisons' && !this.#isRecursive ? writeMixedRows(body, written) : null;
        if (mixed !== null) return mixed;
        const side = (operand: QueryBody): string => (operand.kind === 'set-operation' ? `(${written(operand)})` : written(operand));
        return `${side(body.left)} ${body.operator}${body.all ? ' ALL' : ''} ${side(body.right)}`;
      }
    }
  }

  #values(body: Values): string {
    const width = body.rows[0]?.length ?? 0;
    if (body.rows.some((row) => row.length !== width)) throw new StagewireError('SemanticError', 'rows of VALUES differ in their number of columns', { mysql: { errno: 1136, sqlState: '21S01' } });
    const names = Array.from({ length: width }, (_, index) => quoteName(nameOfValue(body, index)));
    const columns = names.map((_, index) => writeMixed(body.rows.flatMap((row) => row.slice(index, index + 1)), this.#context));
    const rows = body.rows.map((_, row) => columns.map((column) => column[row] ?? ''));
    return `SELECT * FROM (VALUES ${rows.map((row) => `(${row.join(', ')})`).join(', ')}) AS "values"(${names.join(', ')})`;
  }

  #select(select: Select, orderBy: readonly OrderItem[]): string {
    if (select.from.length === 0) refusePositions(select);
    const from = this.#tables.write(select, orderBy, equalityHints(select, this.#context));
    const { where, having } = conditions(select);
    const { qualify } = select;
    const aliases = aliasesOf(select);
    const behindRows = (write: () => string): string => this.#withVariantKeys(select, write);
    return [
      behindRows(() => `SELECT${select.distinct ? ' DISTINCT' : ''} ${this.#items(this.#withoutMetadata(select), from)}`),
      from.sql === '' ? '' : `FROM ${from.sql}`,
      where.length > 0 ? `WHERE ${where.map((condition) => writeCondition(condition, this.#context)).join(' AND ')}` : '',
      behindRows(() => this.#groupBy(select.groupBy)),
      having ? behindRows(() => `HAVING ${this.#behindItems(having, select, aliases, afterGrouping(select, this.#context), writeCondition)}`) : '',
      this.#windows(select.windows),
      qualify ? behindRows(() => `QUALIFY ${this.#behindItems(qualify, select, aliases, this.#context, writeCondition)}`) : '',
    ].filter((part) => part !== '').join(' ');
  }

  /** Writes what stands behind WHERE, where variants that tell rows apart have one form. */
  #withVariantKeys(body: QueryBody, write: () => string): string {
    const around = this.#context;
    this.#context = { ...around, variantKeys: variantKeys(body, this.#sides.has(body), around) };
    const sql = write();
    this.#context = around;
    return sql;
  }

  /** Metadata columns are never part of `*`; the tables of the engine have those that the statement names. */
  #withoutMetadata(select: Select): Select {
    const { items, from } = select;
    if (stagedIn(from).length === 0) return select;
    const { metadata } = this.#stagedColumns;
    if (metadata.length === 0) return select;
    const shown = items.map((item) => (item.expression.kind === 'star' ? { ...item, expression: { ...item.expression, exclude: [...item.expression.exclude, ...metadata] } } : item));
    return { ...select, items: shown };
  }

  #items(select: Select, from: FromClause): string {
    const aliases = new Set<string>();
    const grouped = afterGrouping(select, this.#context);
    return withoutAssignments(select)
      .map((item, index) => {
        const context = isGroupKey(item, index, select) ? this.#context : grouped;
        const sql = this.#nameless === select ? writeExpression(item.expression, context) : this.#item(item, { ...context, aliases: new Set(aliases) }, from);
        if (item.alias !== null) aliases.add(item.alias.toLowerCase());
        return sql;
      })
      .join(', ');
  }

  #item(item: SelectItem, context: ExpressionContext, from: FromClause): string {
    const { expression, alias } = item;
    if (expression.kind === 'star') return from.star(expression);
    const sql = writeExpression(expression, context);
    if (expression.kind === 'column' && alias === null && !context.loose && context.sqlPath(expression) === null) return sql;
    const name = nameOf(item);
    return name === '' ? sql : `${sql} AS ${quoteName(name)}`;
  }

  #groupBy(groupBy: GroupBy | null): string {
    const write = (items: readonly Expression[]): string => items.map((item) => this.#write(item)).join(', ');
    switch (groupBy?.kind) {
      case undefined:
        return '';
      case 'all':
        return 'GROUP BY ALL';
      case 'items':
        return groupBy.withRollup ? `GROUP BY ROLLUP (${write(groupBy.items)})` : `GROUP BY ${write(groupBy.items)}`;
      case 'sets':
        return `GROUP BY ${groupBy.operator} (${groupBy.sets.map((set) => `(${write(set)})`).join(', ')})`;
    }
  }

  #windows(windows: readonly NamedWindow[]): string {
    return windows.length === 0 ? '' : `WINDOW ${windows.map(({ name, window }) => `${quoteName(name)} AS ${writeWindow(window, this.#context)}`).join(', ')}`;
  }
}

/** The engine orders rows of a UNION by their columns alone; ordered by more they are those of a table. */
const isOrderedByMore = (body: QueryBody, orderBy: readonly OrderItem[]): boolean => body.kind === 'set-operation' && orderBy.some(({ expression: { kind } }) => kind !== 'column' && kind !== 'number');

type Rollup = Select & { readonly groupBy: GroupBy & { readonly kind: 'items' } };

/** MySQL gives the totals of WITH ROLLUP behind what they are of. */
const isRollup = (body: QueryBody): body is Rollup => body.kind === 'select' && body.groupBy?.kind === 'items' && body.groupBy.withRollup;

/** In lower case, those of items that are meant. */
const aliasesOf = (body: QueryBody, meant: (item: Expression) => boolean = () => true): ReadonlySet<string> =>
  new Set(body.kind === 'select' ? body.items.flatMap(({ alias, expression }) => (alias !== null && meant(expression) ? [alias.toLowerCase()] : [])) : []);

/** ER_CTE_RECURSIVE_REQUIRES_UNION */
const withoutAnchor = (name: string): StagewireError => new StagewireError('SemanticError', `Recursive Common Table Expression '${name}' should be a UNION: of rows to begin with and a query of itself`, { mysql: { errno: 3573, sqlState: 'HY000' } });

/** ER_NONUNIQ_TABLE for two tables of one WITH that have the same name. */
function refuseTwins(commonTables: QueryExpression['with']): void {
  const names = new Set<string>();
  for (const { name } of commonTables) {
    if (names.has(name.toLowerCase())) throw new StagewireError('SemanticError', `Not unique table/alias: '${name}'`, { mysql: { errno: 1066, sqlState: '42000' } });
    names.add(name.toLowerCase());
  }
}

/** A column by position is one of a staged file. */
function refusePositions({ items }: Select): void {
  const position = items.map(({ expression }) => (expression.kind === 'column' ? expression.position : null)).find((found) => found !== null);
  if (position !== undefined) throw new StagewireError('SyntaxException', `$${position} can only be used in a query of staged files`);
}
