import { StagewireError } from '../../errors/index.js';
import { DEFAULT_DATABASE, databaseNamed } from '../databases.js';
import { existingObject } from '../metadata/objects.js';
import { identityText } from '../privileges/identity-text.js';
import type { StatementEvents } from '../statement-events/statement-events.js';
import { DONE, type Handler } from './context.js';

/** What begins anew when a table of `performance_schema` is emptied, by the beginning of its name. Sums by account, user, host and kind are one. */
const RESETS: readonly (readonly [beginning: string, reset: (statements: StatementEvents) => void])[] = [
  ['events_statements_summary_by_digest', ({ summaries }) => { summaries.forgetDigests(); }],
  ['events_statements_histogram', ({ summaries }) => { summaries.forgetDigests(); }],
  ['events_statements_summary_', ({ summaries }) => { summaries.forgetAccounts(); }],
  ['events_statements_', (statements) => { statements.forgetEnded(); }],
];
/** Others whose rows are events, sums of them or instances, of which we have none. */
const EVENTS = /^(?:events|memory|file|socket|table_(?:io|lock)|objects|status)_|^(?:accounts|hosts|users|host_cache)$/;

/** Statistics of `performance_schema` begin anew (MySQL manual, "Performance Schema General Table Characteristics"). */
export const truncate: Handler<'truncate'> = async ({ table }, context) => {
  const { session, services } = context;
  const object = await existingObject(context, databaseNamed(table.database ?? session.database ?? DEFAULT_DATABASE), table.name);
  if (object.database !== 'performance_schema') throw denied(identityText(session.identity.user), object.name);
  const reset = RESETS.find(([beginning]) => object.name.startsWith(beginning))?.[1];
  if (!reset && !EVENTS.test(object.name)) throw wrongUsage();
  reset?.(services.statements);
  return DONE;
};

/** ER_TABLEACCESS_DENIED_ERROR: of no other table is a row anybody's to remove. */
function denied(user: string, table: string): StagewireError {
  return new StagewireError('PermissionDenied', `DROP command denied to user ${user} for table '${table}': only statistics of performance_schema can be emptied`, { mysql: { errno: 1142, sqlState: '42000' } });
}

/** ER_WRONG_PERFSCHEMA_USAGE */
function wrongUsage(): StagewireError {
  return new StagewireError('PermissionDenied', 'Invalid performance_schema usage: this table says what there is and can not be emptied', { mysql: { errno: 1683, sqlState: 'HY000' } });
}
