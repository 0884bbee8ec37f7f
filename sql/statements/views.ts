import { StagewireError } from '../../errors/index.js';
import { ifExists, ifNotExists, orReplace, type IfExists } from '../grammar/clauses.js';
import type { Cursor } from '../grammar/cursor.js';
import type { LexicalRules } from '../lexer/rules.js';
import { isQueryStart, parseQuery, type Query } from '../query/parse-query.js';
import { objectName, type ObjectName } from './show-object.js';
import { userName } from './users.js';

export interface CreateView {
  readonly kind: 'create-view';
  readonly view: ObjectName;
  /** What to do when there is such a view; `alter`: there must be. */
  readonly ifExists: IfExists | 'alter';
  /** Names for its columns; empty for those of the query. */
  readonly columns: readonly string[];
  readonly query: Query;
  /** The query as it was written, and the rules by which it was read. */
  readonly text: string;
  readonly rules: LexicalRules;
}

/** `CREATE [OR REPLACE] [ALGORITHM = …] [DEFINER = …] [SQL SECURITY INVOKER] VIEW [IF NOT EXISTS] <view> [(<column>, …)] AS <query>` */
export function parseCreateView(cursor: Cursor): CreateView {
  cursor.expect('CREATE');
  const replace = orReplace(cursor);
  viewOptions(cursor);
  cursor.expect('VIEW');
  return viewDefinition(cursor, ifNotExists(cursor, replace));
}

/** `ALTER [ALGORITHM = …] [DEFINER = …] [SQL SECURITY INVOKER] VIEW <view> [(<column>, …)] AS <query>` */
export function parseAlterView(cursor: Cursor): CreateView {
  cursor.expect('ALTER');
  viewOptions(cursor);
  cursor.expect('VIEW');
  return viewDefinition(cursor, 'alter');
}

/** What dumps write. The algorithm is the engine's choice, and who defines a view has no say in who may read it. */
function viewOptions(cursor: Cursor): void {
  if (cursor.take('ALGORITHM')) {
    cursor.expectSymbol('=');
    if (cursor.takeOneOf('UNDEFINED', 'MERGE', 'TEMPTABLE') === null) throw cursor.unexpected('UNDEFINED, MERGE or TEMPTABLE');
  }
  if (cursor.take('DEFINER')) {
    cursor.expectSymbol('=');
    if (!cursor.take('CURRENT_USER')) userName(cursor);
    else if (cursor.takeSymbol('(')) cursor.expectSymbol(')');
  }
  if (cursor.take('SQL', 'SECURITY')) {
    const security = cursor.takeOneOf('DEFINER', 'INVOKER');
    if (security === null) throw cursor.unexpected('INVOKER');
    if (security === 'DEFINER') throw new StagewireError('Unimplemented', 'SQL SECURITY DEFINER is not supported: a view is read with the privileges of its reader (SQL SECURITY INVOKER)');
  }
}

function viewDefinition(cursor: Cursor, existing: CreateView['ifExists']): CreateView {
  const view = objectName(cursor);
  const columns = cursor.takeSymbol('(') ? columnNames(cursor) : [];
  cursor.expect('AS');
  const { start } = cursor.token;
  if (!isQueryStart(cursor)) throw cursor.unexpected('a query');
  const first = cursor.parameterCount;
  const query = parseQuery(cursor);
  if (query.into.length > 0) throw new StagewireError('SemanticError', "View's SELECT contains a 'INTO' clause", { mysql: { errno: 1350, sqlState: 'HY000' } });
  if (cursor.parameterCount > first || holdsVariable(query.expression)) throw variableInView();
  if (query.hasEffects) throw new StagewireError('Unimplemented', 'a view takes no locks, and no PIVOT over values that a query has to find first');
  if (query.locations.some(({ place }) => place.kind === 'uri' && Object.keys(place.clause.params).length > 0)) {
    throw new StagewireError('SemanticError', 'a view keeps no parameters of a connection, which its readers would see: create a connection or a stage and name it');
  }
  return { kind: 'create-view', view, ifExists: existing, columns, query, text: cursor.sql.slice(start, cursor.previousEnd), rules: cursor.rules };
}

/** The rest of `(<column>, …)` */
function columnNames(cursor: Cursor): readonly string[] {
  const names = [];
  do names.push(cursor.expectName('a column')); while (cursor.takeSymbol(','));
  cursor.expectSymbol(')');
  return names;
}

/** Kinds of nodes in a query whose value is that of a session. `variable` is the pattern of a location. */
const VARIABLES: ReadonlySet<unknown> = new Set(['parameter', 'system-variable', 'user-variable', 'assignment', 'session-variable', 'variable', 'identifier']);

function holdsVariable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('kind' in value && VARIABLES.has(value.kind)) return true;
  // A table by IDENTIFIER($variable).
  if ('variable' in value && value.variable !== null) return true;
  const children: Iterable<unknown> = value instanceof Map ? value.values() : Array.isArray(value) ? value : Object.values(value);
  for (const child of children) if (holdsVariable(child)) return true;
  return false;
}

/** ER_VIEW_SELECT_VARIABLE */
function variableInView(): StagewireError {
  return new StagewireError('SemanticError', "View's SELECT contains a variable or parameter", { mysql: { errno: 1351, sqlState: 'HY000' } });
}

export interface DropView {
  readonly kind: 'drop-view';
  readonly views: readonly ObjectName[];
  readonly ifExists: boolean;
}

/** `DROP VIEW [IF EXISTS] <view>, … [RESTRICT | CASCADE]` */
export function parseDropView(cursor: Cursor): DropView {
  cursor.expect('DROP', 'VIEW');
  const { names, lenient } = dropped(cursor);
  return { kind: 'drop-view', views: names, ifExists: lenient };
}

export interface DropTable {
  readonly kind: 'drop-table';
  readonly tables: readonly ObjectName[];
  readonly ifExists: boolean;
}

/** `DROP [TEMPORARY] {TABLE | TABLES} [IF EXISTS] <table>, … [RESTRICT | CASCADE]`, which dumps write before they create. */
export function parseDropTable(cursor: Cursor): DropTable {
  cursor.expect('DROP');
  cursor.take('TEMPORARY');
  if (cursor.takeOneOf('TABLE', 'TABLES') === null) throw cursor.unexpected('TABLE');
  const { names, lenient } = dropped(cursor);
  return { kind: 'drop-table', tables: names, ifExists: lenient };
}

function dropped(cursor: Cursor): { readonly names: readonly ObjectName[]; readonly lenient: boolean } {
  const lenient = ifExists(cursor);
  const names = [];
  do names.push(objectName(cursor)); while (cursor.takeSymbol(','));
  cursor.takeOneOf('RESTRICT', 'CASCADE');
  cursor.expectEnd();
  return { names, lenient };
}
