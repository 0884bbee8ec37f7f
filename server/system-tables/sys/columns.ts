/**
 * Views of `sys` in MySQL 8.4 that tools ask for reports (manual, "sys Schema Views"), as `parseTableShapes` reads them. `<who>` stands
 * for a user and for a host; `latency` and `bytes` for the texts in which amounts are shown, and in the `x$` views for numbers.
 */
const VIEWS = `
<who>_summary
  <who> char(255)?, statements decimal(64,0)?, statement_latency latency, statement_avg_latency latency, table_scans decimal(65,0)?, file_ios decimal(64,0)?,
  file_io_latency latency, current_connections decimal(41,0)?, total_connections decimal(41,0)?, unique_<others> bigint, current_memory bytes,
  total_memory_allocated bytes
<who>_summary_by_file_io
  <who> char(255)?, ios decimal(42,0)?, io_latency latency
<who>_summary_by_file_io_type
  <who> char(255)?, event_name varchar(128), total bigint unsigned, total_latency latency, max_latency latency
<who>_summary_by_stages
  <who> char(255)?, event_name varchar(128), total bigint unsigned, total_latency latency, avg_latency latency
<who>_summary_by_statement_latency
  <who> char(255)?, total decimal(42,0)?, total_latency latency, max_latency latency, lock_latency latency, cpu_latency latency, rows_sent decimal(42,0)?,
  rows_examined decimal(42,0)?, rows_affected decimal(42,0)?, full_scans decimal(43,0)?
<who>_summary_by_statement_type
  <who> char(255)?, statement varchar(128)?, total bigint unsigned, total_latency latency, max_latency latency, lock_latency latency, cpu_latency latency,
  rows_sent bigint unsigned, rows_examined bigint unsigned, rows_affected bigint unsigned, full_scans bigint unsigned
innodb_buffer_stats_by_schema
  object_schema text?, allocated bytes, data bytes, pages bigint, pages_hashed bigint, pages_old bigint, rows_cached decimal(44,0)?
innodb_buffer_stats_by_table
  object_schema text?, object_name text?, allocated bytes, data bytes, pages bigint, pages_hashed bigint, pages_old bigint, rows_cached decimal(44,0)?
io_by_thread_by_latency
  user varchar(288)?, total decimal(42,0)?, total_latency latency, min_latency latency, avg_latency latency, max_latency latency, thread_id bigint unsigned,
  processlist_id bigint unsigned?
io_global_by_file_by_bytes
  file varchar(512)?, count_read bigint unsigned, total_read bytes, avg_read bytes, count_write bigint unsigned, total_written bytes, avg_write bytes, total bytes,
  write_pct decimal(26,2)
io_global_by_file_by_latency
  file varchar(512)?, total bigint unsigned, total_latency latency, count_read bigint unsigned, read_latency latency, count_write bigint unsigned,
  write_latency latency, count_misc bigint unsigned, misc_latency latency
io_global_by_wait_by_bytes
  event_name varchar(128)?, total bigint unsigned, total_latency latency, min_latency latency, avg_latency latency, max_latency latency, count_read bigint unsigned,
  total_read bytes, avg_read bytes, count_write bigint unsigned, total_written bytes, avg_written bytes, total_requested bytes
io_global_by_wait_by_latency
  event_name varchar(128)?, total bigint unsigned, total_latency latency, avg_latency latency, max_latency latency, read_latency latency, write_latency latency,
  misc_latency latency, count_read bigint unsigned, total_read bytes, avg_read bytes, count_write bigint unsigned, total_written bytes, avg_written bytes
latest_file_io
  thread varchar(316)?, file varchar(512)?, latency latency, operation varchar(32), requested bytes
memory_by_<who>_by_current_bytes
  <who> char(255)?, current_count_used decimal(41,0)?, current_allocated bytes, current_avg_alloc bytes, current_max_alloc bytes, total_allocated bytes
memory_by_thread_by_current_bytes
  thread_id bigint unsigned, user varchar(288)?, current_count_used decimal(41,0)?, current_allocated bytes, current_avg_alloc bytes, current_max_alloc bytes,
  total_allocated bytes
memory_global_by_current_bytes
  event_name varchar(128), current_count bigint, current_alloc bytes, current_avg_alloc bytes, high_count bigint, high_alloc bytes, high_avg_alloc bytes
memory_global_total
  total_allocated bytes
processlist
  thd_id bigint unsigned, conn_id bigint unsigned?, user varchar(288)?, db varchar(64)?, command varchar(16)?, state varchar(64)?, time bigint?,
  current_statement longtext?, execution_engine enum('PRIMARY','SECONDARY')?, statement_latency latency, progress decimal(26,2)?, lock_latency latency,
  cpu_latency latency, rows_examined bigint unsigned?, rows_sent bigint unsigned?, rows_affected bigint unsigned?, tmp_tables bigint unsigned?,
  tmp_disk_tables bigint unsigned?, full_scan varchar(3), last_statement longtext?, last_statement_latency latency, current_memory bytes, last_wait varchar(128)?,
  last_wait_latency latency, source varchar(64)?, trx_latency latency, trx_state enum('ACTIVE','COMMITTED','ROLLED BACK')?, trx_autocommit enum('YES','NO')?,
  pid varchar(1024)?, program_name varchar(1024)?
schema_index_statistics
  table_schema varchar(64)?, table_name varchar(64)?, index_name varchar(64)?, rows_selected bigint unsigned, select_latency latency, rows_inserted bigint unsigned,
  insert_latency latency, rows_updated bigint unsigned, update_latency latency, rows_deleted bigint unsigned, delete_latency latency
schema_table_statistics
  table_schema varchar(64)?, table_name varchar(64)?, total_latency latency, rows_fetched bigint unsigned, fetch_latency latency, rows_inserted bigint unsigned,
  insert_latency latency, rows_updated bigint unsigned, update_latency latency, rows_deleted bigint unsigned, delete_latency latency,
  io_read_requests decimal(42,0)?, io_read bytes, io_read_latency latency, io_write_requests decimal(42,0)?, io_write bytes, io_write_latency latency,
  io_misc_requests decimal(42,0)?, io_misc_latency latency
schema_table_statistics_with_buffer
  table_schema varchar(64)?, table_name varchar(64)?, rows_fetched bigint unsigned, fetch_latency latency, rows_inserted bigint unsigned, insert_latency latency,
  rows_updated bigint unsigned, update_latency latency, rows_deleted bigint unsigned, delete_latency latency, io_read_requests decimal(42,0)?, io_read bytes,
  io_read_latency latency, io_write_requests decimal(42,0)?, io_write bytes, io_write_latency latency, io_misc_requests decimal(42,0)?, io_misc_latency latency,
  innodb_buffer_allocated bytes, innodb_buffer_data bytes, innodb_buffer_free bytes, innodb_buffer_pages bigint?, innodb_buffer_pages_hashed bigint?,
  innodb_buffer_pages_old bigint?, innodb_buffer_rows_cached decimal(44,0)?
schema_tables_with_full_table_scans
  object_schema varchar(64)?, object_name varchar(64)?, rows_full_scanned bigint unsigned, latency latency
statement_analysis
  query longtext?, db varchar(64)?, full_scan varchar(1), exec_count bigint unsigned, err_count bigint unsigned, warn_count bigint unsigned, total_latency latency,
  max_latency latency, avg_latency latency, lock_latency latency, cpu_latency latency, rows_sent bigint unsigned, rows_sent_avg decimal(21,0),
  rows_examined bigint unsigned, rows_examined_avg decimal(21,0), rows_affected bigint unsigned, rows_affected_avg decimal(21,0), tmp_tables bigint unsigned,
  tmp_disk_tables bigint unsigned, rows_sorted bigint unsigned, sort_merge_passes bigint unsigned, max_controlled_memory bytes, max_total_memory bytes,
  digest varchar(64)?, first_seen timestamp, last_seen timestamp
statements_with_errors_or_warnings
  query longtext?, db varchar(64)?, exec_count bigint unsigned, errors bigint unsigned, error_pct decimal(27,4), warnings bigint unsigned, warning_pct decimal(27,4),
  first_seen timestamp, last_seen timestamp, digest varchar(64)?
statements_with_full_table_scans
  query longtext?, db varchar(64)?, exec_count bigint unsigned, total_latency latency, no_index_used_count bigint unsigned, no_good_index_used_count bigint unsigned,
  no_index_used_pct decimal(24,0), rows_sent bigint unsigned, rows_examined bigint unsigned, rows_sent_avg decimal(21,0)?, rows_examined_avg decimal(21,0)?,
  first_seen timestamp, last_seen timestamp, digest varchar(64)?
statements_with_runtimes_in_95th_percentile
  query longtext?, db varchar(64)?, full_scan varchar(1), exec_count bigint unsigned, err_count bigint unsigned, warn_count bigint unsigned, total_latency latency,
  max_latency latency, avg_latency latency, rows_sent bigint unsigned, rows_sent_avg decimal(21,0), rows_examined bigint unsigned, rows_examined_avg decimal(21,0),
  first_seen timestamp, last_seen timestamp, digest varchar(64)?
statements_with_sorting
  query longtext?, db varchar(64)?, exec_count bigint unsigned, total_latency latency, sort_merge_passes bigint unsigned, avg_sort_merges decimal(21,0),
  sorts_using_scans bigint unsigned, sort_using_range bigint unsigned, rows_sorted bigint unsigned, avg_rows_sorted decimal(21,0), first_seen timestamp,
  last_seen timestamp, digest varchar(64)?
statements_with_temp_tables
  query longtext?, db varchar(64)?, exec_count bigint unsigned, total_latency latency, memory_tmp_tables bigint unsigned, disk_tmp_tables bigint unsigned,
  avg_tmp_tables_per_query decimal(21,0), tmp_tables_to_disk_pct decimal(24,0), first_seen timestamp, last_seen timestamp, digest varchar(64)?
wait_classes_global_by_avg_latency
  event_class varchar(128)?, total decimal(42,0)?, total_latency latency, min_latency latency, avg_latency latency, max_latency latency
wait_classes_global_by_latency
  event_class varchar(128)?, total decimal(42,0)?, total_latency latency, min_latency latency, avg_latency latency, max_latency latency
waits_by_<who>_by_latency
  <who> char(255)?, event varchar(128), total bigint unsigned, total_latency latency, avg_latency latency, max_latency latency
waits_global_by_latency
  events varchar(128), total bigint unsigned, total_latency latency, avg_latency latency, max_latency latency
`;

/** Those that have no `x$` view: nothing in them is an amount. */
const PLAIN = `
schema_auto_increment_columns
  table_schema varchar(64), table_name varchar(64), column_name varchar(64)?, data_type longtext?, column_type mediumtext, is_signed int, is_unsigned int,
  max_value bigint unsigned?, auto_increment bigint unsigned?, auto_increment_ratio decimal(25,4)?
schema_object_overview
  db varchar(64), object_type varchar(64)?, count bigint
schema_redundant_indexes
  table_schema varchar(64), table_name varchar(64), redundant_index_name varchar(64)?, redundant_index_columns text?, redundant_index_non_unique int?,
  dominant_index_name varchar(64)?, dominant_index_columns text?, dominant_index_non_unique int?, subpart_exists int, sql_drop_index varchar(223)?
session_ssl_status
  thread_id bigint unsigned, ssl_version varchar(1024)?, ssl_cipher varchar(1024)?, ssl_sessions_reused varchar(1024)?
ps_check_lost_instrumentation
  variable_name varchar(64), variable_value varchar(1024)?
metrics
  Variable_name varchar(193)?, Variable_value text?, Type varchar(210)?, Enabled varchar(7)
`;

const blocks = (text: string): readonly string[] => text.trim().split(/\n(?! )/);

/** The view for users and for hosts. */
function forEach(block: string): readonly string[] {
  if (!block.includes('<who>')) return [block];
  return [['user', 'hosts'], ['host', 'users']].map(([who = '', others = '']) => block.replaceAll('<who>', who).replaceAll('<others>', others));
}

const shown = (block: string): string => block.replaceAll(/ (latency|bytes)(?=,|$)/gm, ' varchar(11)?');
const raw = (block: string): string => `x$${block.replaceAll(/ (latency|bytes)(?=,|$)/gm, ' decimal(65,0)?')}`;

/** `session` is `processlist` without what the server does by itself. */
const ALL = [...blocks(VIEWS).flatMap(forEach), ...blocks(VIEWS).filter((block) => block.startsWith('processlist\n')).map((block) => block.replace('processlist', 'session'))];

export const SYS_VIEWS: string = [...ALL.map(shown), ...ALL.map(raw), ...blocks(PLAIN)].join('\n');
