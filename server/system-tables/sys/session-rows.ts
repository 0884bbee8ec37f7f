import { processesOf, withoutPort } from '../../metadata/processes.js';
import type { MetadataContext } from '../../metadata/schema-object.js';
import { durationOf, shownText } from '../../statement-events/statement-event.js';
import { visibleEvents } from '../performance-schema/statement-rows.js';
import { once, type Row, type RowSource } from '../system-table.js';
import { inBothForms, type TimeForm } from './time-form.js';

/** Connections with the statement that each runs or has run last. */
async function sessionRows(context: MetadataContext, time: TimeForm): Promise<readonly Row[]> {
  const events = new Map((await visibleEvents(context)).flatMap(({ last }) => (last ? [[last.sessionId, last] as const] : [])));
  return (await processesOf(context)).map(({ id, user, host, database, command, seconds, state, statement, attributes }) => {
    const last = events.get(id);
    const isRunning = last?.endedAt === null;
    return {
      thd_id: id, conn_id: id, user: `${user}@${withoutPort(host)}`, db: database, command, state, time: seconds, current_statement: statement,
      execution_engine: 'PRIMARY', full_scan: 'NO', pid: attributes.get('_pid') ?? null, program_name: attributes.get('program_name') ?? null,
      ...(last && { rows_sent: last.rowsSent, rows_affected: last.rowsAffected }),
      ...(last && (isRunning ? { statement_latency: time(durationOf(last)) } : { last_statement: shownText(last.sql), last_statement_latency: time(durationOf(last)) })),
    };
  });
}

/** The views `processlist` and `session`, which are the same here: the server has no threads of its own that show. */
export const SESSION_ROWS: Readonly<Record<string, RowSource>> = inBothForms((time) => {
  const rows = once((context) => sessionRows(context, time));
  return { processlist: rows, session: rows };
});
