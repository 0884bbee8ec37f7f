import type { MetadataContext } from '../metadata/schema-object.js';
import type { Counters } from './counters.js';
import { STATUS_NAMES } from './status-names.js';

/** Status variables whose value is a text, which is empty here; all others are numbers. */
const TEXTS = /^(Ssl_(cipher|cipher_list|version|server_not_\w+)|Current_tls_\w+|Compression_algorithm|Tls_library_version|Caching_sha2_password_rsa_public_key|Rsa_public_key|Authentication_ldap_\w+|\w+_(dump|load|resize)_status)$/;

/** Values other than 0 of variables that say nothing about us. */
const FIXED: Readonly<Record<string, string>> = {
  Innodb_have_atomic_builtins: 'OFF', Last_query_cost: '0.000000', Resource_group_supported: 'OFF', Ssl_session_cache_mode: 'NONE',
};

/** Variables of which a server as a whole has none. */
const OF_SESSIONS: ReadonlySet<string> = new Set(['Compression', 'Last_query_cost', 'Last_query_partial_plans']);

/**
 * Names and values of the status variables, by name: true ones as far as something is counted, 0 for the rest. With
 * `session`, what both scopes have is that of the session alone.
 */
export function statusVariables(context: MetadataContext, scope: 'session' | 'global'): readonly (readonly [name: string, value: string])[] {
  const { services: { activity }, session } = context;
  const counted = scope === 'session' ? session.counters : activity.total();
  const known = { ...FIXED, ...ofServer(context), ...ofSession(context), ...ofEither(counted) };
  const names = scope === 'session' ? STATUS_NAMES : STATUS_NAMES.filter((name) => !OF_SESSIONS.has(name));
  return names.map((name) => [name, String(known[name] ?? (TEXTS.test(name) ? '' : 0))]);
}

type Values = Readonly<Record<string, number | string>>;

/** What belongs to the server, whichever scope is asked for. */
function ofServer({ services: { activity, processes, engine, results } }: MetadataContext): Values {
  const now = Date.now();
  const secondsSince = (date: Date): number => Math.floor((now - date.getTime()) / 1000);
  return {
    Aborted_clients: activity.abortedClients,
    Aborted_connects: activity.abortedConnects,
    Connections: activity.connections,
    Connection_errors_max_connections: activity.refusedConnections,
    Max_used_connections: activity.mostConnected,
    Max_used_connections_time: activity.mostConnectedAt.toISOString().replace('T', ' ').slice(0, 19),
    Stagewire_cache_bytes: engine.cached.bytes,
    Stagewire_cache_size: engine.cached.capacity,
    Stagewire_result_cache_bytes: results.size,
    Stagewire_result_cache_hits: results.hits,
    Stagewire_result_cache_results: results.count,
    Stagewire_result_cache_size: results.capacity,
    Prepared_stmt_count: activity.preparedStatements,
    Threads_connected: activity.threadsConnected,
    Threads_created: activity.connections,
    Threads_running: processes.all().filter(({ command }) => command !== 'Sleep').length,
    Uptime: secondsSince(activity.startedAt),
    Uptime_since_flush_status: secondsSince(activity.flushedAt),
  };
}

function ofSession({ session: { client: { transport, compression } } }: MetadataContext): Values {
  return {
    Compression: compression === null ? 'OFF' : 'ON',
    Compression_algorithm: compression ?? '',
    Ssl_cipher: transport?.cipher ?? '',
    Ssl_version: transport?.version ?? '',
  };
}

function ofEither({ questions, queries, slowQueries, bytesFetched, bytesReceived, bytesSent, commands }: Counters): Values {
  return { Stagewire_fetched_bytes: bytesFetched, Questions: questions, Queries: queries, Slow_queries: slowQueries, Bytes_received: bytesReceived, Bytes_sent: bytesSent, ...Object.fromEntries(commands) };
}
