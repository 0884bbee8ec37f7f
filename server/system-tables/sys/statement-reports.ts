import { withoutPort } from '../../metadata/processes.js';
import type { MetadataContext } from '../../metadata/schema-object.js';
import type { AccountSummary, DigestSummary } from '../../statement-events/summaries.js';
import { Sums } from '../../statement-events/sums.js';
import { visibleAccounts, visibleDigests } from '../performance-schema/statement-rows.js';
import { once, type Row, type RowSource } from '../system-table.js';
import { inBothForms, type TimeForm } from './time-form.js';

const mean = (sum: number, count: number): number => Math.round(sum / Math.max(1, count));
const percent = (part: number, { count }: Sums): number => Number(((100 * part) / Math.max(1, count)).toFixed(4));

/** What reports of digests begin with. */
function digestRow({ digest, database, sums, firstSeen, lastSeen }: DigestSummary): Row {
  return { query: digest?.text ?? null, db: database, exec_count: sums.count, digest: digest?.hash ?? null, first_seen: firstSeen, last_seen: lastSeen };
}

function analysisRow(summary: DigestSummary, time: TimeForm): Row {
  const { sums } = summary;
  return {
    ...digestRow(summary), full_scan: '', err_count: sums.errors, warn_count: sums.warnings,
    total_latency: time(sums.time), max_latency: time(sums.most), avg_latency: time(sums.time / Math.max(1, sums.count)), lock_latency: time(0), cpu_latency: time(0),
    rows_sent: sums.rowsSent, rows_sent_avg: mean(sums.rowsSent, sums.count), rows_affected: sums.rowsAffected, rows_affected_avg: mean(sums.rowsAffected, sums.count),
  };
}

/** The statements that took longest of all together come first, as in MySQL. */
const byTime = (digests: readonly DigestSummary[]): readonly DigestSummary[] => [...digests].sort((a, b) => b.sums.time - a.sums.time);

async function faultyRows(context: MetadataContext): Promise<readonly Row[]> {
  const faulty = (await visibleDigests(context)).filter(({ sums }) => sums.errors + sums.warnings > 0).sort((a, b) => b.sums.errors - a.sums.errors);
  return faulty.map((summary) => {
    const { sums } = summary;
    return { ...digestRow(summary), errors: sums.errors, error_pct: percent(sums.errors, sums), warnings: sums.warnings, warning_pct: percent(sums.warnings, sums) };
  });
}

/** Statements by who ran them, and by their kind if that is asked for. */
async function byWho(context: MetadataContext, who: 'user' | 'host', ofKinds: boolean): Promise<readonly { readonly account: AccountSummary; readonly sums: Sums }[]> {
  const groups = new Map<string, { readonly account: AccountSummary; readonly sums: Sums }>();
  for (const account of await visibleAccounts(context)) {
    const key = JSON.stringify([account[who], ofKinds ? account.name : '']);
    const group = groups.get(key) ?? { account, sums: new Sums() };
    group.sums.merge(account.sums);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.sums.time - a.sums.time);
}

function latencies(sums: Sums, time: TimeForm): Row {
  return {
    total: sums.count, total_latency: time(sums.time), max_latency: time(sums.most), lock_latency: time(0), cpu_latency: time(0),
    rows_sent: sums.rowsSent, rows_affected: sums.rowsAffected,
  };
}

/** How often a user or host has logged in, and from how many hosts or as how many users. */
function logins({ services: { activity } }: MetadataContext, who: 'user' | 'host', name: string): Row {
  const own = [...activity.accounts].filter((account) => account[who] === name);
  return { total_connections: own.reduce((sum, account) => sum + account.logins, 0), [who === 'user' ? 'unique_hosts' : 'unique_users']: own.length };
}

function whoReports(who: 'user' | 'host', time: TimeForm): Readonly<Record<string, RowSource>> {
  return {
    [`${who}_summary`]: once(async (context) => (await byWho(context, who, false)).map(({ account, sums }) => ({
      [who]: account[who], statements: sums.count, statement_latency: time(sums.time), statement_avg_latency: time(sums.time / Math.max(1, sums.count)),
      ...logins(context, who, account[who]),
      current_connections: context.services.processes.all().filter(({ user, host }) => (who === 'user' ? user : withoutPort(host)) === account[who]).length,
    }))),
    [`${who}_summary_by_statement_latency`]: once(async (context) => (await byWho(context, who, false)).map(({ account, sums }) => ({ [who]: account[who], ...latencies(sums, time) }))),
    [`${who}_summary_by_statement_type`]: once(async (context) => (await byWho(context, who, true)).map(({ account, sums }) => ({
      [who]: account[who], statement: account.name.split('/').at(-1) ?? '', ...latencies(sums, time),
    }))),
  };
}

/** The views of `sys` about statements. */
export const STATEMENT_REPORTS: Readonly<Record<string, RowSource>> = inBothForms((time) => ({
  statement_analysis: once(async (context) => byTime(await visibleDigests(context)).map((summary) => analysisRow(summary, time))),
  statements_with_errors_or_warnings: once(faultyRows),
  ...whoReports('user', time),
  ...whoReports('host', time),
}));
