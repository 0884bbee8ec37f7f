import type { StatementKind } from '../../sql/statements/index.js';

/** The `Com_` variables that count our kinds of statements; kinds that MySQL does not have count nowhere. */
const COMMANDS: Readonly<Partial<Record<StatementKind, string>>> = {
  query: 'Com_select',
  set: 'Com_set_option',
  use: 'Com_change_db',
  'create-user': 'Com_create_user',
  'alter-user': 'Com_alter_user',
  'drop-user': 'Com_drop_user',
  grant: 'Com_grant',
  revoke: 'Com_revoke',
  'show-grants': 'Com_show_grants',
  'show-databases': 'Com_show_databases',
  'show-tables': 'Com_show_tables',
  'show-variables': 'Com_show_variables',
  'show-status': 'Com_show_status',
  'show-warnings': 'Com_show_warnings',
};

/** Values of the `Com_` variables by name. */
export function commandCounts(statements: ReadonlyMap<StatementKind, number>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [kind, count] of statements) {
    const name = COMMANDS[kind];
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + count;
  }
  return counts;
}
