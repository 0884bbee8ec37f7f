import type { Catalog, ViewRecord } from '../../catalog/index.js';
import { StagewireError } from '../../errors/index.js';
import type { DerivedTable, ExpandedView, NamedTable, QueryExpression, SelectItem, TableReference } from '../../sql/query/ast.js';
import { namedTables, replaceTables } from '../../sql/query/named-tables.js';
import { variablePath } from '../../sql/query/variable-path.js';
import type { Query } from '../../sql/query/parse-query.js';
import { parseStatement } from '../../sql/parse.js';
import type { Statement } from '../../sql/statements/index.js';
import { DEFAULT_DATABASE } from '../databases.js';
import type { Session } from '../session.js';
import { sessionVariable } from '../statements/user-variables.js';

/** Views of views may be this deep. */
const DEEPEST_VIEWS = 32;
/** Views that one statement may read, those within others counted each time that they are read. */
const MOST_VIEWS = 256;

/**
 * The statement with the queries of views in place of their names, so that what it needs and reads shows in
 * it. Throws 1462 for a view that is defined by itself, 1065 for too many.
 */
export async function expandViews<Given extends Statement>(statement: Given, catalog: Catalog, session: Session): Promise<Given>;
export async function expandViews(statement: Statement, catalog: Catalog, session: Session): Promise<Statement> {
  const database = session.database ?? DEFAULT_DATABASE;
  switch (statement.kind) {
    case 'query':
      return new Expansion(catalog).query(withTableNames(statement, session), database, []);
    case 'explain':
      return { ...statement, query: await new Expansion(catalog).query(withTableNames(statement.query, session), database, []) };
    case 'create-view':
      return { ...statement, query: await new Expansion(catalog).query(statement.query, database, [statement.view.name.toLowerCase()]) };
    default:
      return statement;
  }
}

/** The query with the tables that `IDENTIFIER($variable)` means. */
function withTableNames(query: Query, session: Session): Query {
  if (!query.hasTableVariables) return query;
  const values = { sessionVariable: (name: string) => sessionVariable(session, name) };
  const named = (table: NamedTable): NamedTable => (table.variable === null ? table : { ...table, path: variablePath(table.variable, values), variable: null });
  return { ...query, expression: replaceTables(query.expression, named) };
}

/** A view as it stands in a statement, and how many it is with those within. */
interface Expanded {
  readonly record: ViewRecord;
  readonly query: Query;
  readonly size: number;
}

class Expansion {
  readonly #catalog: Catalog;
  readonly #known = new Map<string, Expanded>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** `chain` names the views around it, in lower case. */
  async query(query: Query, database: string, chain: readonly string[]): Promise<Query> {
    return (await this.#expand(query, database, chain)).query;
  }

  async #expand(query: Query, database: string, chain: readonly string[]): Promise<{ readonly query: Query; readonly size: number }> {
    const names = viewNames(query.expression, database);
    const views = names.length === 0 ? [] : await this.#views(names, chain);
    if (views.length === 0 && chain.length === 0) return { query, size: 0 };
    const byName = new Map(views.map((view) => [view.record.name.toLowerCase(), view]));
    let size = 0;
    const expression = replaceTables(query.expression, (table) => {
      const view = isOfUsers(table, database) ? byName.get(nameOf(table)) : undefined;
      if (!view) return chain.length === 0 ? table : { ...table, path: [table.path.at(-2) ?? database, table.path.at(-1) ?? ''] };
      size += view.size;
      if (size > MOST_VIEWS) throw new StagewireError('SemanticError', `the statement reads more than ${MOST_VIEWS} views`);
      return inPlaceOf(table, view);
    });
    return { query: withNeedsOf({ ...query, expression }, views), size };
  }

  async #views(names: readonly string[], chain: readonly string[]): Promise<readonly Expanded[]> {
    const missing = names.filter((name) => !this.#known.has(name));
    const records = missing.length === 0 ? [] : await this.#catalog.views.list(DEFAULT_DATABASE, missing);
    for (const record of records) this.#known.set(record.name.toLowerCase(), await this.#view(record, chain));
    return names.flatMap((name) => this.#known.get(name) ?? []);
  }

  async #view(record: ViewRecord, chain: readonly string[]): Promise<Expanded> {
    const name = record.name.toLowerCase();
    if (chain.includes(name)) throw recursion(record);
    if (chain.length >= DEEPEST_VIEWS) throw new StagewireError('SemanticError', `views are nested deeper than ${DEEPEST_VIEWS}: '${record.database}.${record.name}'`);
    const parsed = parseStatement(record.query, 0, 'none', record.rules);
    if (parsed?.statement.kind !== 'query') throw new StagewireError('Internal', `view '${record.database}.${record.name}' is no query`);
    const { query, size } = await this.#expand(parsed.statement, record.currentDatabase, [...chain, name]);
    return { record, query, size: size + 1 };
  }
}

const nameOf = ({ path }: NamedTable): string => (path.at(-1) ?? '').toLowerCase();

/** Whether a table is in the database in which views are. */
const isOfUsers = ({ path }: NamedTable, database: string): boolean => (path.at(-2) ?? database).toLowerCase() === DEFAULT_DATABASE;

/** Names in a query that may be views, in lower case. */
function viewNames(expression: QueryExpression, database: string): readonly string[] {
  return [...new Set(namedTables(expression).filter((table) => isOfUsers(table, database)).map(nameOf))];
}

/** The columns of the view by their names, whatever else its files have meanwhile. */
function inPlaceOf({ path, alias, span }: NamedTable, { record, query }: Expanded): ExpandedView {
  const inner: DerivedTable = { kind: 'derived', query: query.expression, lateral: false, alias: { name: record.name, columns: record.columnNames } };
  const items = record.columns.map(({ name }): SelectItem => ({ expression: { kind: 'column', position: null, quoted: [], path: [record.name, name], span }, alias: name, text: name }));
  return { kind: 'view', path, query: selection(items, inner), alias: alias ?? { name: path.at(-1) ?? record.name, columns: [] }, isNamed: alias !== null };
}

function selection(items: readonly SelectItem[], table: TableReference): QueryExpression {
  const body = { kind: 'select', distinct: false, items, from: [table], where: null, groupBy: null, having: null, windows: [], qualify: null } as const;
  return { kind: 'query-expression', isRecursive: false, with: [], body, orderBy: [], limit: null };
}

/** What the views list and read is what the query lists and reads. */
function withNeedsOf(query: Query, views: readonly Expanded[]): Query {
  const all = [query, ...views.map((view) => view.query)];
  return {
    ...query,
    tableFunctions: all.flatMap((each) => each.tableFunctions),
    fileContents: all.flatMap((each) => each.fileContents),
    locations: all.flatMap((each) => each.locations),
  };
}

/** ER_VIEW_RECURSIVE */
function recursion({ database, name }: ViewRecord): StagewireError {
  return new StagewireError('SemanticError', `\`${database}\`.\`${name}\` contains view recursion`, { mysql: { errno: 1462, sqlState: 'HY000' } });
}
