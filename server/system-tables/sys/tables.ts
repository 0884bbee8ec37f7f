import { parseTableShapes } from '../shapes.js';
import { once, systemTables, type SystemTable } from '../system-table.js';

/** The objects of `sys` that tools probe, as `parseTableShapes` reads them. */
const SYS_TABLES = `
innodb_lock_waits
  wait_started datetime?, wait_age time?, wait_age_secs bigint?, locked_table mediumtext?, locked_table_schema varchar(64)?, locked_table_name varchar(64)?,
  locked_index varchar(64)?, locked_type varchar(32), waiting_trx_id bigint unsigned, waiting_pid bigint unsigned, waiting_query longtext?,
  waiting_lock_id varchar(128), waiting_lock_mode varchar(32), blocking_trx_id bigint unsigned, blocking_pid bigint unsigned, blocking_query longtext?,
  blocking_lock_id varchar(128), blocking_lock_mode varchar(32)
schema_unused_indexes
  object_schema varchar(64)?, object_name varchar(64)?, index_name varchar(64)?
schema_table_lock_waits
  object_schema varchar(64)?, object_name varchar(64)?, waiting_thread_id bigint unsigned, waiting_pid bigint unsigned?, waiting_account text?,
  waiting_lock_type varchar(32), waiting_query longtext?, blocking_pid bigint unsigned?, blocking_account text?, blocking_lock_type varchar(32)
statement_analysis
  query longtext?, db varchar(64)?, full_scan varchar(1), exec_count bigint unsigned, err_count bigint unsigned, warn_count bigint unsigned,
  total_latency varchar(11)?, max_latency varchar(11)?, avg_latency varchar(11)?, rows_sent bigint unsigned, digest varchar(64)?
sys_config
  variable varchar(128), value varchar(128)?, set_time timestamp?, set_by varchar(128)?
version
  sys_version varchar(5), mysql_version varchar(80)
`;

/** The database `sys`: its version, the rest empty. */
export const SYS: readonly SystemTable[] = systemTables(parseTableShapes(SYS_TABLES), {
  version: once(({ services }) => [{ sys_version: '2.1.2', mysql_version: services.version }]),
});
