import type { Statement, StatementKind, StatementOf } from '../../sql/statements/index.js';
import type { ShowTopic } from '../../sql/statements/show-topics.js';

/** A variable that counts all statements of a kind, or chooses by what the statement says. */
type Counter<Kind extends StatementKind> = string | ((statement: StatementOf<Kind>) => string | null);

/** The `Com_` variables that count our kinds of statements (MySQL manual, "Com_xxx"); kinds that MySQL does not have count nowhere. */
const COMMANDS: { readonly [Kind in StatementKind]?: Counter<Kind> } = {
  query: 'Com_select',
  explain: 'Com_select',
  'explain-connection': 'Com_explain_other',
  set: 'Com_set_option',
  use: 'Com_change_db',
  do: 'Com_do',
  help: 'Com_help',
  kill: 'Com_kill',
  transaction: ({ action }) => TRANSACTIONS[action],
  'create-view': 'Com_create_view',
  'drop-view': 'Com_drop_view',
  'drop-table': 'Com_drop_table',
  truncate: 'Com_truncate',
  'create-user': 'Com_create_user',
  'alter-user': 'Com_alter_user',
  'drop-user': 'Com_drop_user',
  'set-password': 'Com_set_password',
  grant: 'Com_grant',
  revoke: 'Com_revoke',
  put: 'Com_load',
  prepare: 'Com_prepare_sql',
  execute: 'Com_execute_sql',
  deallocate: 'Com_dealloc_sql',
  flush: 'Com_flush',
  lock: ({ locks }) => (locks ? 'Com_lock_tables' : 'Com_unlock_tables'),
  'maintain-tables': ({ operation }) => `Com_${operation}`,
  'show-grants': 'Com_show_grants',
  'show-databases': 'Com_show_databases',
  'show-tables': 'Com_show_tables',
  'show-columns': 'Com_show_fields',
  'describe-table': 'Com_show_fields',
  'show-indexes': 'Com_show_keys',
  'show-variables': 'Com_show_variables',
  'show-status': 'Com_show_status',
  'show-warnings': ({ only }) => (only === 'errors' ? 'Com_show_errors' : 'Com_show_warnings'),
  'show-processlist': 'Com_show_processlist',
  'show-engine': 'Com_show_engine_status',
  'show-create': ({ target }) => CREATES[target.type],
  'show-topic': ({ topic }) => TOPICS[topic] ?? null,
};

const TRANSACTIONS: Readonly<Record<StatementOf<'transaction'>['action'], string>> = {
  begin: 'Com_begin', commit: 'Com_commit', rollback: 'Com_rollback', savepoint: 'Com_savepoint', 'release-savepoint': 'Com_release_savepoint', 'rollback-to': 'Com_rollback_to_savepoint',
};

const CREATES: Readonly<Record<StatementOf<'show-create'>['target']['type'], string>> = {
  table: 'Com_show_create_table', view: 'Com_show_create_table', database: 'Com_show_create_db', user: 'Com_show_create_user',
  function: 'Com_show_create_func', procedure: 'Com_show_create_proc', trigger: 'Com_show_create_trigger', event: 'Com_show_create_event',
};

const TOPICS: Readonly<Partial<Record<ShowTopic, string>>> = {
  engines: 'Com_show_storage_engines', plugins: 'Com_show_plugins', 'character-sets': 'Com_show_charsets', collations: 'Com_show_collations', privileges: 'Com_show_privileges',
  'function-status': 'Com_show_function_status', 'procedure-status': 'Com_show_procedure_status', triggers: 'Com_show_triggers', events: 'Com_show_events',
  'table-status': 'Com_show_table_status', 'open-tables': 'Com_show_open_tables', profiles: 'Com_show_profiles', profile: 'Com_show_profile',
  'binary-log-status': 'Com_show_master_status', 'replica-status': 'Com_show_replica_status', replicas: 'Com_show_replicas', 'binary-logs': 'Com_show_binlogs',
};

/** The variable that counts a statement; null for those that MySQL does not have. */
export function commandVariable<Kind extends StatementKind>(statement: StatementOf<Kind>): string | null {
  // The compiler does not connect the two indexed types by themselves.
  const counter = COMMANDS[statement.kind];
  return typeof counter === 'function' ? counter(statement) : (counter ?? null);
}

/** How `performance_schema` calls a statement: `statement/sql/select`. */
export function eventName(statement: Statement): string {
  const variable = commandVariable(statement);
  return `statement/sql/${variable === null ? statement.kind.replaceAll('-', '_') : variable.slice('Com_'.length)}`;
}

/** All of them that there may be, by name, but for those of statements that MySQL does not have. */
export function eventNames(): readonly string[] {
  const counted = Object.values(COMMANDS).filter((counter) => typeof counter === 'string');
  const names = [...counted, ...Object.values(TRANSACTIONS), ...Object.values(TOPICS)].map((variable) => `statement/sql/${variable.slice('Com_'.length)}`);
  return [...new Set([...names, 'statement/sql/error', 'statement/com/Execute'])].sort();
}
