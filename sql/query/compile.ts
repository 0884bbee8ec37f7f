import { StagewireError } from '../../errors/index.js';
import type { Parameter } from '../parameter.js';
import type { Expression, FileContent, GroupBy, Limit, NamedWindow, QueryBody, QueryExpression, Select, SelectItem } from './ast.js';
import { coerce, writeCondition } from './coercion.js';
import { constantOf, type Constant } from './constants.js';
import { equalityHints } from './equality-hints.js';
import type { Care } from './care.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { EXPRESSIONS } from './expressions.js';
import { orderItem } from './order-item.js';
import { firstRows, type FirstRows } from './first-rows.js';
import { conditions } from './having.js';
import { afterGrouping, isGroupKey } from './loose-grouping.js';
import type { Query } from './parse-query.js';
import { QueryParameters } from './query-parameters.js';
import { quoteName, quoteText } from './quoting.js';
import type { SessionValues } from './session-values.js';
import { StagedColumns, stagedIn } from './staged-columns.js';
import { isDual } from './dual.js';
import { TableWriter, type CommonTable, type EngineSource } from './tables.js';
import { withoutAssignments } from './variable-assignments.js';
import { writeWindow } from './windows.js';

export type { TableSource } from './tables.js';

/** SQL of our translation. */
export interface EngineSql {
  readonly sql: string;
  /** What to bind to `$1`, `$2` … in the SQL. */
  readonly parameters: readonly Parameter[];
  /** The same with more care for types, for when the engine can't bind this one (see `Care`); null if there is none. */
  readonly otherwise: (() => EngineSql) | null;
}

/** The same around every translation. */
export function aroundSql({ sql, parameters, otherwise }: EngineSql, write: (sql: string) => string): EngineSql {
  return { sql: write(sql), parameters, otherwise: otherwise && (() => aroundSql(otherwise(), write)) };
}

/** A query for the engine, and the tables that must be there under the given names when it runs. */
export interface CompiledQuery extends EngineSql {
  readonly kind: 'engine';
  readonly tables: readonly EngineSource[];
  /** Tables of WITH in the SQL. */
  readonly commonTables: readonly CommonTable[];
  /** What the calls of `fn.read_file` in the SQL read, by their number. */
  readonly files: readonly FileUse[];
  /** What it takes of its only location, if that is the first rows. */
  readonly firstRows: FirstRows | null;
}

/** A stage from which a call of read_file reads; `path` is null where it depends on the row. */
export interface FileUse {
  readonly stage: string;
  readonly path: string | null;
}

/** A query whose one row is known without the engine. */
export interface ConstantQuery {
  readonly kind: 'constant';
  readonly columns: readonly { readonly name: string; readonly constant: Constant }[];
  /** How long the answer waits, for SLEEP. */
  readonly seconds: number;
}

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
      loose: null,
      isInner: false,
      care,
      // Asked when it matters, so that a constant question depends on nothing of the session.
      get divisionByZero() { return session.divisionByZero; },
      fileContent: (content) => this.#fileContent(content),
      query: (expression) => this.#expression(expression),
      subquery: (expression) => this.#subquery(expression),
      sqlPath: (column) => this.#stagedColumns.sqlPath(column),
      readsTable: (database, table) => this.#tables.reads(database, table),
    };
    this.#stagedColumns = new StagedColumns(query.expression);
    this.#tables = new TableWriter(this.#context, this.#stagedColumns);
  }

  compile(): CompiledQuery | ConstantQuery {
    return this.#constant() ?? this.#forEngine();
  }

  #forEngine(): CompiledQuery {
    const sql = this.#expression(this.#query.expression);
    const first = firstRows(this.#query.expression, (expression) => this.#rowNumber(expression).value);
    return { kind: 'engine', sql, parameters: this.#parameters.values, tables: this.#tables.sources, commonTables: this.#tables.commonTables, files: this.#files, firstRows: first, otherwise: this.#otherwise() };
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

  /** Questions like SELECT 1 or SELECT @@version, which drivers ask all day. */
  #constant(): ConstantQuery | null {
    const { with: commonTables, body, orderBy, limit } = this.#query.expression;
    if (body.kind !== 'select' || commonTables.length > 0 || orderBy.length > 0 || !this.#keepsOneRow(limit)) return null;
    if (body.from.some((table) => table.kind !== 'table' || !isDual(table.path)) || body.where || body.groupBy || body.having || body.qualify) return null;
    const columns = [];
    let seconds = 0;
    for (const item of body.items) {
      const pause = sleepOf(item.expression, this.#context);
      seconds += pause ?? 0;
      const constant = pause === null ? constantOf(item.expression, this.#context) : SLEPT;
      if (!constant) return null;
      columns.push({ name: nameOf(item), constant });
    }
    return { kind: 'constant', columns, seconds };
  }

  #keepsOneRow(limit: Limit | null): boolean {
    if (!limit) return true;
    if (limit.offset || !limit.count) return false;
    const { value } = this.#rowNumber(limit.count);
    return value !== null && value > 0;
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

  #expression({ isRecursive, with: commonTables, body, orderBy, limit }: QueryExpression): string {
    refuseTwins(commonTables);
    const scope = this.#tables.openScope();
    const written = commonTables.map(({ name, columns, materialized, query }) => {
      const common = this.#tables.common(name);
      if (isRecursive) this.#tables.declare(common);
      const inner = this.#expression(query);
      if (!isRecursive) this.#tables.declare(common);
      const hint = materialized === null ? '' : materialized ? 'MATERIALIZED ' : 'NOT MATERIALIZED ';
      return `${quoteName(common.name)}${columns.length > 0 ? `(${columns.map(quoteName).join(', ')})` : ''} AS ${hint}(${inner})`;
    });
    const parts = [
      written.length > 0 ? `WITH ${isRecursive ? 'RECURSIVE ' : ''}${written.join(', ')}` : '',
      this.#body(body),
      orderBy.length > 0 || !isRollup(body) ? '' : `ORDER BY ${body.groupBy.items.map((key) => this.#rollupOrder(key)).join(', ')}`,
      orderBy.length > 0 ? `ORDER BY ${orderBy.map((item) => orderItem(item, afterGrouping(body, this.#context))).join(', ')}` : '',
      this.#limit(limit),
    ];
    this.#tables.closeScope(scope);
    return parts.filter((part) => part !== '').join(' ');
  }

  /** Totals come last, whatever an alias of the same name holds. */
  #rollupOrder(expression: Expression): string {
    const order = orderItem({ expression, descending: false, nulls: 'LAST' }, this.#context);
    return expression.kind === 'column' ? `grouping(${this.#write(expression)}), ${order}` : order;
  }

  #body(body: QueryBody): string {
    switch (body.kind) {
      case 'select':
        return this.#select(body);
      case 'nested':
        return `(${this.#expression(body.query)})`;
      case 'values':
        return this.#values(body.rows.map((row) => row.map((value) => this.#write(value))));
      case 'set-operation': {
        const side = (operand: QueryBody): string => (operand.kind === 'set-operation' ? `(${this.#body(operand)})` : this.#body(operand));
        return `${side(body.left)} ${body.operator}${body.all ? ' ALL' : ''} ${side(body.right)}`;
      }
    }
  }

  /** Rows of VALUES; their columns are named as Databend names them, `col0` … */
  #values(rows: readonly (readonly string[])[]): string {
    const width = rows[0]?.length ?? 0;
    if (rows.some((row) => row.length !== width)) throw new StagewireError('SemanticError', 'rows of VALUES differ in their number of columns', { mysql: { errno: 1136, sqlState: '21S01' } });
    const names = Array.from({ length: width }, (_, index) => quoteName(`col${index}`));
    return `SELECT * FROM (VALUES ${rows.map((row) => `(${row.join(', ')})`).join(', ')}) AS "values"(${names.join(', ')})`;
  }

  #select(select: Select): string {
    if (select.from.length === 0) refusePositions(select);
    const from = this.#tables.write(select.from, equalityHints(select, this.#context));
    const { where, having } = conditions(select);
    return [
      `SELECT${select.distinct ? ' DISTINCT' : ''} ${this.#items(withoutHidden(this.#withoutMetadata(select), from.hidden))}`,
      from.sql === '' ? '' : `FROM ${from.sql}`,
      where.length > 0 ? `WHERE ${where.map((condition) => writeCondition(condition, this.#context)).join(' AND ')}` : '',
      this.#groupBy(select.groupBy),
      having ? `HAVING ${writeCondition(having, afterGrouping(select, this.#context))}` : '',
      this.#windows(select.windows),
      select.qualify ? `QUALIFY ${writeCondition(select.qualify, this.#context)}` : '',
    ].filter((part) => part !== '').join(' ');
  }

  /** Metadata columns are never part of `*`; the tables of the engine have those that the statement names. */
  #withoutMetadata(select: Select): Select {
    const { items, from } = select;
    const { metadata } = this.#stagedColumns;
    if (metadata.length === 0 || stagedIn(from).length === 0) return select;
    const shown = items.map((item) => (item.expression.kind === 'star' ? { ...item, expression: { ...item.expression, exclude: [...item.expression.exclude, ...metadata] } } : item));
    return { ...select, items: shown };
  }

  #items(select: Select): string {
    const aliases = new Set<string>();
    const grouped = afterGrouping(select, this.#context);
    return withoutAssignments(select)
      .map((item, index) => {
        const context = isGroupKey(item, index, select) ? this.#context : grouped;
        const sql = this.#item(item, { ...context, aliases: new Set(aliases) });
        if (item.alias !== null) aliases.add(item.alias.toLowerCase());
        return sql;
      })
      .join(', ');
  }

  #item(item: SelectItem, context: ExpressionContext): string {
    const sql = writeExpression(item.expression, context);
    const { expression, alias } = item;
    if (expression.kind === 'star' || (expression.kind === 'column' && alias === null && !context.loose && context.sqlPath(expression) === null)) return sql;
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

  #limit(limit: Limit | null): string {
    if (!limit) return '';
    const count = limit.count ? `LIMIT ${this.#rowNumber(limit.count).sql}` : '';
    const offset = limit.offset ? `OFFSET ${this.#rowNumber(limit.offset).sql}` : '';
    return [count, offset].filter((part) => part !== '').join(' ');
  }

  #rowNumber(expression: Expression): RowNumber {
    const constant = constantOf(expression, this.#context);
    const text = constant?.numberText;
    const isNumber = text !== undefined && /^\d+$/.test(text);
    if (constant?.type) {
      if (!isNumber && !constant.isUnbound) throw wrongRowNumber();
      return { sql: `CAST(${constant.sql} AS BIGINT)`, value: isNumber ? Number(text) : null };
    }
    if (!isNumber) throw new StagewireError('SyntaxException', 'LIMIT and OFFSET take whole numbers of at least 0');
    return { sql: text, value: Number(text) };
  }
}

type Rollup = Select & { readonly groupBy: GroupBy & { readonly kind: 'items' } };

/** MySQL gives the totals of WITH ROLLUP behind what they are of. */
const isRollup = (body: QueryBody): body is Rollup => body.kind === 'select' && body.groupBy?.kind === 'items' && body.groupBy.withRollup;

const SLEPT: Constant = { sql: '0', value: 0, numberText: '0' };

/** The seconds of `SLEEP(n)`; null for another expression. ER_WRONG_ARGUMENTS for what is no time. */
function sleepOf(expression: Expression, context: ExpressionContext): number | null {
  if (expression.kind !== 'call' || expression.name !== 'sleep' || expression.args.length !== 1) return null;
  const [argument] = expression.args;
  const constant = argument ? constantOf(argument, context) : null;
  if (!constant) return null;
  if (constant.isUnbound) return 0;
  const seconds = constant.value === null ? NaN : Number(constant.value);
  if (!(seconds >= 0)) throw new StagewireError('BadArguments', 'Incorrect arguments to sleep.', { mysql: { errno: 1210, sqlState: 'HY000' } });
  return seconds;
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

/** Columns of the translation's own are no part of `*`. */
function withoutHidden(select: Select, hidden: readonly string[]): Select {
  if (hidden.length === 0) return select;
  const items = select.items.map((item) => (item.expression.kind === 'star' && item.expression.table.length === 0 ? { ...item, expression: { ...item.expression, exclude: [...item.expression.exclude, ...hidden] } } : item));
  return { ...select, items };
}

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

/** The name of a column of the result: its alias, the name of the column (through `::`), or what was written. */
export function nameOf({ alias, expression, text }: SelectItem): string {
  if (alias !== null) return alias;
  switch (expression.kind) {
    case 'column':
      return expression.path.at(-1) ?? '';
    case 'text':
      return expression.text;
    case 'cast':
      return expression.isSuffix ? nameOf({ alias, expression: expression.operand, text: expression.operand.kind === 'column' ? '' : text }) : text;
    default:
      return text;
  }
}
