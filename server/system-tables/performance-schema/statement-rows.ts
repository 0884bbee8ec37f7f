import { managesProcesses } from '../../privileges/authorize.js';
import type { MetadataContext } from '../../metadata/schema-object.js';
import type { SessionEvents } from '../../statement-events/statement-events.js';
import { durationOf, shownText, type StatementEvent } from '../../statement-events/statement-event.js';
import type { AccountSummary, DigestSummary } from '../../statement-events/summaries.js';
import { Sums } from '../../statement-events/sums.js';
import { picoseconds } from '../picoseconds.js';
import { once, type Row, type RowSource } from '../system-table.js';

const seesAll = ({ services, session }: MetadataContext): Promise<boolean> => managesProcesses(services.catalog, session.identity.user);

/** The sessions whose statements the user may see: all with SUPER, else its own. */
export async function visibleEvents(context: MetadataContext): Promise<readonly SessionEvents[]> {
  const { statements } = context.services;
  const all = await seesAll(context);
  return [...statements.sessions].filter(({ last }) => all || last?.identity.user === context.session.identity.user);
}

/** What all statements come to tells of everybody, so it is for who has SUPER. */
export async function visibleDigests(context: MetadataContext): Promise<readonly DigestSummary[]> {
  return (await seesAll(context)) ? [...context.services.statements.summaries.digests] : [];
}

export async function visibleAccounts(context: MetadataContext): Promise<readonly AccountSummary[]> {
  const all = await seesAll(context);
  return [...context.services.statements.summaries.accounts].filter(({ user }) => all || user === context.session.identity.user);
}

function eventRow(event: StatementEvent): Row {
  const { digest, error } = event;
  return {
    THREAD_ID: event.sessionId, EVENT_ID: event.id, END_EVENT_ID: event.endedAt === null ? null : event.id, EVENT_NAME: event.name,
    TIMER_START: picoseconds(event.startedAt), TIMER_END: picoseconds(event.endedAt ?? performance.now()), TIMER_WAIT: picoseconds(durationOf(event)),
    SQL_TEXT: shownText(event.sql), DIGEST: digest.hash, DIGEST_TEXT: digest.text, CURRENT_SCHEMA: event.database,
    MYSQL_ERRNO: error?.errno ?? 0, RETURNED_SQLSTATE: error?.sqlState ?? '00000', MESSAGE_TEXT: error?.message ?? null,
    ERRORS: error ? 1 : 0, WARNINGS: event.warnings, ROWS_AFFECTED: event.rowsAffected, ROWS_SENT: event.rowsSent,
    NESTING_EVENT_LEVEL: 0, STATEMENT_ID: event.id, EXECUTION_ENGINE: 'PRIMARY',
  };
}

function sumsRow(sums: Sums): Row {
  return {
    COUNT_STAR: sums.count, SUM_TIMER_WAIT: picoseconds(sums.time), MIN_TIMER_WAIT: picoseconds(sums.least),
    AVG_TIMER_WAIT: picoseconds(sums.time / Math.max(1, sums.count)), MAX_TIMER_WAIT: picoseconds(sums.most),
    SUM_ERRORS: sums.errors, SUM_WARNINGS: sums.warnings, SUM_ROWS_AFFECTED: sums.rowsAffected, SUM_ROWS_SENT: sums.rowsSent,
  };
}

function digestRow({ digest, database, sums, latencies, firstSeen, lastSeen, sample }: DigestSummary): Row {
  return {
    ...sumsRow(sums), SCHEMA_NAME: database, DIGEST: digest?.hash ?? null, DIGEST_TEXT: digest?.text ?? null, FIRST_SEEN: firstSeen, LAST_SEEN: lastSeen,
    QUANTILE_95: picoseconds(latencies.quantile(0.95)), QUANTILE_99: picoseconds(latencies.quantile(0.99)), QUANTILE_999: picoseconds(latencies.quantile(0.999)),
    QUERY_SAMPLE_TEXT: shownText(sample.sql), QUERY_SAMPLE_SEEN: sample.seen, QUERY_SAMPLE_TIMER_WAIT: picoseconds(sample.milliseconds),
  };
}

/** Summed up by the given columns of an account. */
function byAccount(columns: (account: AccountSummary) => Row): RowSource {
  return once(async (context) => {
    const groups = new Map<string, { readonly columns: Row; readonly sums: Sums }>();
    for (const account of await visibleAccounts(context)) {
      const group = { ...columns(account), EVENT_NAME: account.name };
      const key = JSON.stringify(Object.values(group));
      const known = groups.get(key) ?? { columns: group, sums: new Sums() };
      known.sums.merge(account.sums);
      groups.set(key, known);
    }
    return [...groups.values()].map((group) => ({ ...group.columns, ...sumsRow(group.sums) }));
  });
}

/** Tables about statements that run, those that ran last, and what all come to. */
export const STATEMENT_ROWS: Readonly<Record<string, RowSource>> = {
  events_statements_current: once(async (context) => (await visibleEvents(context)).flatMap(({ last }) => (last ? [eventRow(last)] : []))),
  events_statements_history: once(async (context) => (await visibleEvents(context)).flatMap(({ ended }) => ended.map(eventRow))),
  events_statements_summary_by_digest: once(async (context) => (await visibleDigests(context)).map(digestRow)),
  events_statements_summary_by_account_by_event_name: byAccount(({ user, host }) => ({ USER: user, HOST: host })),
  events_statements_summary_by_user_by_event_name: byAccount(({ user }) => ({ USER: user })),
  events_statements_summary_by_host_by_event_name: byAccount(({ host }) => ({ HOST: host })),
  events_statements_summary_global_by_event_name: byAccount(() => ({})),
};
