import { StagewireError } from '../../errors/index.js';
import type { Value } from '../relation.js';
import type { Alias, ExpandedView, Expression, Join, NamedTable, OrderItem, Select, StagedFiles, TableFunctionCall, TableReference } from './ast.js';
import { constantOf } from './constants.js';
import { elementChain, isElementTable, tableNames, type ElementTable } from './element-chain.js';
import type { ElementNames } from './element-names.js';
import { elementRows, type FromClause } from './element-rows.js';
import { elementUse } from './element-use.js';
import { NO_HINTS, type EqualityHints } from './equality-hints.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { isDual } from './dual.js';
import { writeCondition } from './coercion.js';
import { quoteName, tablePlace } from './quoting.js';
import { resultSource, type ResultSource } from './result-scan.js';
import { writeSeries } from './series.js';
import type { ColumnUse, StagedColumns } from './staged-columns.js';
import type { StagedLocation } from './staged-location.js';
import { aliased, joinKeyword, sampled, writePivot, writeUnpivot } from './table-forms.js';
import { unnestedRows, unnesting } from './unnesting.js';

/** A table function with the texts of its arguments. */
export interface TableFunctionSource {
  readonly name: string;
  readonly arguments: ReadonlyMap<string, string>;
}

/** Where the rows of a table come from. */
export type TableSource =
  | { readonly kind: 'table'; readonly database: string | null; readonly name: string; readonly hints: EqualityHints; readonly names: ReadonlySet<string> | null }
  | { readonly kind: 'function'; readonly call: TableFunctionSource }
  | ResultSource
  | { readonly kind: 'staged'; readonly location: StagedLocation; readonly use: ColumnUse };

/** A table that the engine must have under a name. */
export interface EngineSource {
  readonly name: string;
  readonly source: TableSource;
}

/** A table of WITH: its name in the SQL, and the one that was written. */
export interface CommonTable {
  readonly name: string;
  readonly written: string;
}

/** Table functions whose rows the server brings. */
const SERVER_FUNCTIONS: ReadonlySet<string> = new Set(['list_stage', 'directory', 'inspect_parquet', 'infer_schema', 'show_variables']);

/** Writes FROM, and notes what the engine must be given for it. */
export class TableWriter {
  readonly #context: ExpressionContext;
  readonly #stagedColumns: StagedColumns;
  readonly #names: ElementNames;
  readonly #sources = new Map<string, EngineSource>();
  #unnestings = 0;
  /** Of the tables that are not hidden by an alias: `database.table` in lower case, with an empty database where none was written. */
  readonly #qualified = new Set<string>();
  /** Names of WITH that are visible, the innermost last; they hide tables. */
  #commonTables: readonly CommonTable[] = [];
  readonly #allCommonTables: CommonTable[] = [];
  /** Of the tables of the FROM that is being written. */
  #hints: ReadonlyMap<NamedTable, EqualityHints> = new Map();

  constructor(context: ExpressionContext, stagedColumns: StagedColumns, names: ElementNames) {
    this.#context = context;
    this.#stagedColumns = stagedColumns;
    this.#names = names;
  }

  get sources(): readonly EngineSource[] {
    return [...this.#sources.values()];
  }

  /** Whether a table of this name, of this database, has been written; a table without a database is of the session's. */
  reads(database: string, table: string): boolean {
    const own = this.#context.session.database ?? '';
    return this.#qualified.has(qualifiedName(database, table)) || (database.toLowerCase() === own.toLowerCase() && this.#qualified.has(qualifiedName('', table)));
  }

  /** Tables of WITH, as far as they have been written. */
  get commonTables(): readonly CommonTable[] {
    return this.#allCommonTables;
  }

  openScope(): readonly CommonTable[] {
    return this.#commonTables;
  }

  /**
   * A table of WITH under a name that no text of a user has: what the engine does not find under a name it takes for that of a
   * file, and its letters of two cases are not ours.
   */
  common(written: string): CommonTable {
    const table = { name: `common_${this.#allCommonTables.length}`, written };
    this.#allCommonTables.push(table);
    return table;
  }

  /** From here on the table is visible. */
  declare(table: CommonTable): void {
    this.#commonTables = [...this.#commonTables, table];
  }

  closeScope(scope: readonly CommonTable[]): void {
    this.#commonTables = scope;
  }

  /**
   * Opens the scope of the SELECT for the names of elements.
   * @param orderBy of the query that it is
   * @param hints what is asked of the tables among them, from outside
   */
  write(select: Select, orderBy: readonly OrderItem[], hints: ReadonlyMap<NamedTable, EqualityHints>): FromClause {
    const around = this.#hints;
    this.#hints = hints;
    this.#names.enter();
    const from = this.#elementRows(select, orderBy) ?? this.#listed(select.from);
    this.#hints = around;
    return from;
  }

  /** Null for a FROM of any other form, and where elements are asked for in ways that only the engine understands. */
  #elementRows(select: Select, orderBy: readonly OrderItem[]): FromClause | null {
    const chain = elementChain(select.from);
    const use = chain && elementUse(select, orderBy, chain);
    if (!chain || !use?.isPlain) return null;
    return elementRows(chain, this.#table(chain.base), use.seq, { context: this.#context, names: this.#names, nextNumber: () => (this.#unnestings += 1) });
  }

  #listed(tables: readonly TableReference[]): FromClause {
    const written = tables
      .filter((table) => table.kind !== 'table' || !isDual(table.path))
      .map((table, index) => (index > 0 && isElementTable(table) ? this.#unnestedBehind(table) : { sql: this.#table(table), hidden: [] }));
    const hidden = written.flatMap((table) => table.hidden);
    return {
      sql: written.map(({ sql }) => sql).join(', '),
      star: (star) => writeExpression(star.table.length === 0 ? { ...star, exclude: [...star.exclude, ...hidden] } : star, this.#context),
    };
  }

  #table(table: TableReference): string {
    const sql = this.#written(table);
    this.#names.add(tableNames(table));
    return sql;
  }

  #written(table: TableReference): string {
    switch (table.kind) {
      case 'table':
        return this.#named(table);
      case 'staged':
        return this.#staged(table);
      case 'table-function':
        return this.#function(table.call, table.alias);
      case 'series':
        return `${writeSeries(table.series, this.#context)}${aliased(table.alias ?? { name: table.series.name, columns: [] })}`;
      case 'sampled':
        return `${this.#table(table.table)}${sampled(table.sample)}`;
      case 'derived':
        // A LATERAL one may speak of the tables before it, as a subquery may.
        return table.lateral ? `LATERAL (${this.#context.subquery(table.query)})${aliased(table.alias)}` : `(${this.#context.query(table.query)})${aliased(table.alias)}`;
      case 'view':
        return this.#view(table);
      case 'unnested':
      case 'json-table':
        return this.#unnested(table);
      case 'join':
        return this.#join(table);
      case 'pivot':
        return writePivot(table, this.#table(table.source), this.#context);
      case 'unpivot':
        return writeUnpivot(table, this.#table(table.source));
    }
  }

  #named(table: NamedTable): string {
    const { path, alias } = table;
    const name = path.at(-1) ?? '';
    const database = path.at(-2) ?? null;
    if (!alias) this.#qualified.add(qualifiedName(database ?? '', name));
    const common = database === null ? this.#commonTables.findLast(({ written }) => written.toLowerCase() === name.toLowerCase()) : undefined;
    const sql = common ? quoteName(common.name) : this.#system(database, name, this.#hints.get(table) ?? NO_HINTS);
    return `${sql}${aliased(alias ?? { name, columns: [] })}`;
  }

  /** A table is brought once for all places that ask the same of it. */
  #system(database: string | null, name: string, hints: EqualityHints): string {
    return this.#source(`${database ?? ''}.${name} ${JSON.stringify([...hints])}`, { kind: 'table', database, name, hints, names: this.#stagedColumns.names });
  }

  /** Names of WITH around it mean nothing in its query, whose tables have their databases. */
  #view({ path, query, alias, isNamed }: ExpandedView): string {
    if (!isNamed) this.#qualified.add(qualifiedName(path.at(-2) ?? '', path.at(-1) ?? ''));
    return `(${this.#context.query(query)})${aliased(alias)}`;
  }

  /** Each location is a table of its own, even one that is written twice. */
  #staged(table: StagedFiles): string {
    const name = `staged ${this.#sources.size}`;
    const source = { kind: 'staged' as const, location: table.location, use: this.#stagedColumns.of(table) };
    return `${this.#source(name, source)}${aliased(table.alias ?? { name, columns: [] })}`;
  }

  #function(call: TableFunctionCall, alias: Alias | null): string {
    if (call.name === 'result_scan') {
      return `${this.#source(`result ${this.#sources.size}`, resultSource(call, this.#context))}${aliased(alias ?? { name: call.name, columns: [] })}`;
    }
    if (!SERVER_FUNCTIONS.has(call.name)) throw new StagewireError('UnknownFunction', `no table function matches the given name: '${call.name}'`);
    if (call.positional.length > 0) throw new StagewireError('SemanticError', `arguments of ${call.name} have names, such as location => '@stage'`);
    const given = new Map([...call.named].map(([name, argument]) => [name, String(this.#value(argument, call.name))]));
    const source = { kind: 'function' as const, call: { name: call.name, arguments: given } };
    return `${this.#source(`${call.name}(${JSON.stringify([...given])})`, source)}${aliased(alias ?? { name: call.name, columns: [] })}`;
  }

  /** Only what stands in the text itself: privileges were checked by it. */
  #value(argument: Expression, name: string): Value {
    const constant = LITERALS.has(argument.kind) ? constantOf(argument, this.#context) : null;
    if (!constant) throw new StagewireError('SemanticError', `${name} takes literals`);
    return constant.value;
  }

  /** The place of a table that the engine provides. */
  #source(key: string, source: TableSource): string {
    const known = this.#sources.get(key) ?? { name: `source_${this.#sources.size}`, source };
    this.#sources.set(key, known);
    return tablePlace(known.name);
  }

  /** Rows of the elements of an expression of the tables before it. */
  #unnested(table: ElementTable): string {
    const { input, elements, alias } = unnesting(table, this.#context);
    return `LATERAL (${unnestedRows(table, elements(INPUT, '1'))} FROM (SELECT ${input} AS ${INPUT}))${aliased(alias)}`;
  }

  /**
   * The same behind the tables of a FROM, with the list as a column of a table of its own, which `*` must leave out: so the engine
   * keeps the order of the elements, and takes half the time.
   */
  #unnestedBehind(table: ElementTable): { readonly sql: string; readonly hidden: readonly string[] } {
    const { input, elements, alias } = unnesting(table, this.#context);
    const name = `elements ${(this.#unnestings += 1)}`;
    this.#names.add(tableNames(table));
    const list = `LATERAL (SELECT ${elements(INPUT, '1')} AS ${quoteName(name)} FROM (SELECT ${input} AS ${INPUT})) AS ${quoteName(name)}`;
    return { sql: `${list}, LATERAL (${unnestedRows(table, `${quoteName(name)}.${quoteName(name)}`)})${aliased(alias)}`, hidden: [name] };
  }

  #join({ type, natural, left, right, condition }: Join): string {
    const side = (table: TableReference): string => (table.kind === 'join' ? `(${this.#table(table)})` : this.#table(table));
    const [first, second] = type.startsWith('RIGHT ') ? [right, left] : [left, right];
    const kind = natural ? `NATURAL ${type === 'INNER' ? '' : `${type} `}` : joinKeyword(type, condition.kind === 'none');
    const tables = `${this.#table(first)} ${kind}JOIN ${side(second)}`;
    // The condition comes last, since it may speak of both.
    const written = condition.kind === 'on' ? ` ON ${writeCondition(condition.condition, this.#context)}` : condition.kind === 'using' ? ` USING (${condition.columns.map(quoteName).join(', ')})` : '';
    return `${tables}${written}`;
  }
}

const qualifiedName = (database: string, table: string): string => `${database}.${table}`.toLowerCase();

/** What elements are made of, where they are no column of a table. */
const INPUT = quoteName('input');

const LITERALS: ReadonlySet<string> = new Set(['text', 'number', 'boolean', 'null']);
