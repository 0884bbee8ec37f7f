/**
 * Tables of `performance_schema` in MySQL 8.4 that sum up, by whom and what (manual, "Performance Schema Summary Tables"). Their
 * columns follow rules, so they are made of parts; as `parseTableShapes` reads them.
 */

const OF = { account: 'USER char(32)?, HOST char(255)?', host: 'HOST char(255)?', user: 'USER char(32)?', thread: 'THREAD_ID bigint unsigned' } as const;
const EVENT = 'EVENT_NAME varchar(128)';
const OBJECT = 'OBJECT_TYPE varchar(64)?, OBJECT_SCHEMA varchar(64)?, OBJECT_NAME varchar(64)?';
const INSTANCE = 'OBJECT_INSTANCE_BEGIN bigint unsigned';

const numbers = (names: string, type = 'bigint unsigned'): string => names.split(' ').map((name) => `${name} ${type}`).join(', ');
/** Number, sum, least, mean and largest of times. */
const times = (what: string, count = `COUNT_${what}`): string => numbers(`${count} ${['SUM', 'MIN', 'AVG', 'MAX'].map((each) => `${each}_TIMER_${what}`).join(' ')}`);

const WAITS = times('WAIT', 'COUNT_STAR');
const STATEMENT_SUMS = numbers(
  'LOCK_TIME ERRORS WARNINGS ROWS_AFFECTED ROWS_SENT ROWS_EXAMINED CREATED_TMP_DISK_TABLES CREATED_TMP_TABLES SELECT_FULL_JOIN SELECT_FULL_RANGE_JOIN SELECT_RANGE ' +
  'SELECT_RANGE_CHECK SELECT_SCAN SORT_MERGE_PASSES SORT_RANGE SORT_ROWS SORT_SCAN NO_INDEX_USED NO_GOOD_INDEX_USED CPU_TIME',
).replaceAll(/(^|, )/g, '$1SUM_');
const STATEMENTS = `${STATEMENT_SUMS}, ${numbers('MAX_CONTROLLED_MEMORY MAX_TOTAL_MEMORY COUNT_SECONDARY')}`;
const MEMORY = `${numbers('COUNT_ALLOC COUNT_FREE SUM_NUMBER_OF_BYTES_ALLOC SUM_NUMBER_OF_BYTES_FREE')}, ${numbers(
  'LOW_COUNT_USED CURRENT_COUNT_USED HIGH_COUNT_USED LOW_NUMBER_OF_BYTES_USED CURRENT_NUMBER_OF_BYTES_USED HIGH_NUMBER_OF_BYTES_USED', 'bigint')}`;
const ERRORS = 'ERROR_NUMBER int?, ERROR_NAME varchar(64)?, SQL_STATE varchar(5)?, SUM_ERROR_RAISED bigint unsigned, SUM_ERROR_HANDLED bigint unsigned, FIRST_SEEN timestamp?, LAST_SEEN timestamp?';
const transfers = (bytes: string): string => `${WAITS}, ${times('READ')}, SUM_NUMBER_OF_BYTES_READ ${bytes}, ${times('WRITE')}, SUM_NUMBER_OF_BYTES_WRITE ${bytes}, ${times('MISC')}`;
const BUCKETS = `BUCKET_NUMBER int unsigned, ${numbers('BUCKET_TIMER_LOW BUCKET_TIMER_HIGH COUNT_BUCKET COUNT_BUCKET_AND_LOWER')}, BUCKET_QUANTILE double(7,6)`;
const TABLE_IO = `${WAITS}, ${['READ', 'WRITE', 'FETCH', 'INSERT', 'UPDATE', 'DELETE'].map((what) => times(what)).join(', ')}`;
const LOCK_KINDS = 'READ WRITE READ_NORMAL READ_WITH_SHARED_LOCKS READ_HIGH_PRIORITY READ_NO_INSERT READ_EXTERNAL WRITE_ALLOW_WRITE WRITE_CONCURRENT_INSERT WRITE_LOW_PRIORITY WRITE_NORMAL WRITE_EXTERNAL';

/** A family of tables: one for each who, and one of all together. */
function family(name: string, what: string, sums: string, suffix = 'event_name'): readonly string[] {
  const each = Object.entries(OF).map(([who, columns]) => table(`${name}_by_${who}_by_${suffix}`, columns, what, sums));
  return [...each, table(`${name}_global_by_${suffix}`, what, sums)];
}

const table = (name: string, ...columns: readonly string[]): string => `${name}\n  ${columns.filter((part) => part !== '').join(', ')}`;

export const SUMMARY_TABLES: string = [
  ...family('events_waits_summary', EVENT, WAITS),
  table('events_waits_summary_by_instance', EVENT, INSTANCE, WAITS),
  ...family('events_stages_summary', EVENT, WAITS),
  ...family('events_statements_summary', EVENT, `${WAITS}, ${STATEMENTS}`),
  table('events_statements_summary_by_program', "OBJECT_TYPE enum('EVENT','FUNCTION','PROCEDURE','TABLE','TRIGGER'), OBJECT_SCHEMA varchar(64), OBJECT_NAME varchar(64)", WAITS,
    numbers('COUNT_STATEMENTS SUM_STATEMENTS_WAIT MIN_STATEMENTS_WAIT AVG_STATEMENTS_WAIT MAX_STATEMENTS_WAIT'), STATEMENTS),
  table('events_statements_histogram_global', BUCKETS),
  table('events_statements_histogram_by_digest', 'SCHEMA_NAME varchar(64)?, DIGEST varchar(64)?', BUCKETS),
  ...family('events_transactions_summary', EVENT, `${WAITS}, ${times('READ_WRITE')}, ${times('READ_ONLY')}`),
  ...family('events_errors_summary', '', ERRORS, 'error'),
  ...family('memory_summary', EVENT, MEMORY),
  table('file_summary_by_event_name', EVENT, transfers('bigint')),
  table('file_summary_by_instance', 'FILE_NAME varchar(512)', EVENT, INSTANCE, transfers('bigint')),
  table('socket_summary_by_event_name', EVENT, transfers('bigint unsigned')),
  table('socket_summary_by_instance', EVENT, INSTANCE, transfers('bigint unsigned')),
  table('table_io_waits_summary_by_table', OBJECT, TABLE_IO),
  table('table_io_waits_summary_by_index_usage', OBJECT, 'INDEX_NAME varchar(64)?', TABLE_IO),
  table('table_lock_waits_summary_by_table', OBJECT, WAITS, LOCK_KINDS.split(' ').map((kind) => times(kind)).join(', ')),
  table('objects_summary_global_by_type', OBJECT, WAITS),
  ...Object.entries(OF).map(([who, columns]) => table(`status_by_${who}`, columns, 'VARIABLE_NAME varchar(64), VARIABLE_VALUE varchar(1024)?')),
  table('variables_by_thread', OF.thread, 'VARIABLE_NAME varchar(64), VARIABLE_VALUE varchar(1024)?'),
  table('mutex_instances', 'NAME varchar(128)', INSTANCE, 'LOCKED_BY_THREAD_ID bigint unsigned?'),
  table('rwlock_instances', 'NAME varchar(128)', INSTANCE, 'WRITE_LOCKED_BY_THREAD_ID bigint unsigned?, READ_LOCKED_BY_COUNT int unsigned'),
  table('cond_instances', 'NAME varchar(128)', INSTANCE),
  table('file_instances', 'FILE_NAME varchar(512)', EVENT, 'OPEN_COUNT int unsigned'),
  table('socket_instances', EVENT, INSTANCE, "THREAD_ID bigint unsigned?, SOCKET_ID int, IP varchar(64), PORT int, STATE enum('IDLE','ACTIVE')"),
  table('host_cache', "IP varchar(64), HOST varchar(255)?, HOST_VALIDATED enum('YES','NO'), SUM_CONNECT_ERRORS bigint", numbers(
    'HOST_BLOCKED NAMEINFO_TRANSIENT NAMEINFO_PERMANENT FORMAT ADDRINFO_TRANSIENT ADDRINFO_PERMANENT FCRDNS HOST_ACL NO_AUTH_PLUGIN AUTH_PLUGIN HANDSHAKE PROXY_USER PROXY_USER_ACL ' +
    'AUTHENTICATION SSL MAX_USER_CONNECTIONS MAX_USER_CONNECTIONS_PER_HOUR DEFAULT_DATABASE INIT_CONNECT LOCAL UNKNOWN', 'bigint').replaceAll(/(\w+) bigint/g, 'COUNT_$1_ERRORS bigint'),
    'FIRST_SEEN timestamp, LAST_SEEN timestamp, FIRST_ERROR_SEEN timestamp?, LAST_ERROR_SEEN timestamp?'),
].join('\n');
