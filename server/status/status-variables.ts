import type { MetadataContext } from '../metadata/schema-object.js';
import { commandCounts } from './command-counts.js';
import { STATUS_NAMES } from './status-names.js';

/** Status variables whose value is a text, which is empty here; all others are numbers. */
const TEXTS = /^(Ssl_(cipher|cipher_list|version|server_not_\w+)|Current_tls_\w+|Compression_algorithm|Tls_library_version|Caching_sha2_password_rsa_public_key|Rsa_public_key|Authentication_ldap_\w+|\w+_(dump|load|resize)_status)$/;

/** Values other than 0 of variables that say nothing about us. */
const FIXED: Readonly<Record<string, string>> = {
  Innodb_have_atomic_builtins: 'OFF', Last_query_cost: '0.000000', Resource_group_supported: 'OFF', Ssl_session_cache_mode: 'NONE',
};

/** Names and values of the status variables, by name: true ones as far as something is counted, 0 for the rest. */
export function statusVariables(context: MetadataContext): readonly (readonly [name: string, value: string])[] {
  const known = { ...FIXED, ...knownValues(context) };
  return STATUS_NAMES.map((name) => [name, String(known[name] ?? (TEXTS.test(name) ? '' : 0))]);
}

function knownValues({ services, session }: MetadataContext): Readonly<Record<string, number | string>> {
  const { activity } = services;
  const { transport, compression } = session.client;
  const uptime = Math.floor((Date.now() - activity.startedAt.getTime()) / 1000);
  return {
    Compression: compression === null ? 'OFF' : 'ON',
    Compression_algorithm: compression ?? '',
    Ssl_cipher: transport?.cipher ?? '',
    Ssl_version: transport?.version ?? '',
    Questions: activity.questions,
    Queries: activity.questions,
    Prepared_stmt_count: activity.preparedStatements,
    Threads_connected: activity.threadsConnected,
    Threads_running: services.processes.all().filter(({ command }) => command !== 'Sleep').length,
    Uptime: uptime,
    Uptime_since_flush_status: uptime,
    ...commandCounts(activity.statements),
  };
}
