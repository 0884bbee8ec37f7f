import { schemaObjects, EVERYTHING } from '../../metadata/objects.js';
import type { MetadataContext } from '../../metadata/schema-object.js';
import { statusVariables } from '../../status/status-variables.js';
import { parseTableShapes } from '../shapes.js';
import { once, systemTables, type Row, type SystemTable } from '../system-table.js';
import { SYS_VIEWS } from './columns.js';
import { SESSION_ROWS } from './session-rows.js';
import { STATEMENT_REPORTS } from './statement-reports.js';

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
sys_config
  variable varchar(128), value varchar(128)?, set_time timestamp?, set_by varchar(128)?
version
  sys_version varchar(5), mysql_version varchar(80)
`;

async function objectCounts(context: MetadataContext): Promise<readonly Row[]> {
  const counts = new Map<string, { readonly db: string; readonly object_type: string; count: number }>();
  for await (const { database, type } of schemaObjects(context, EVERYTHING)) {
    const counted = counts.get(`${database} ${type}`) ?? { db: database, object_type: type, count: 0 };
    counted.count += 1;
    counts.set(`${database} ${type}`, counted);
  }
  return [...counts.values()];
}

const SHAPES = [...parseTableShapes(SYS_TABLES), ...parseTableShapes(SYS_VIEWS)].sort((a, b) => (a.name < b.name ? -1 : 1));

/** The database `sys`: its version, connections, statements and a count of objects; nothing is measured for the others, so they are empty. */
export const SYS: readonly SystemTable[] = systemTables(SHAPES, {
  ...SESSION_ROWS,
  ...STATEMENT_REPORTS,
  version: once(({ services }) => [{ sys_version: '2.1.2', mysql_version: services.version }]),
  metrics: once((context) => statusVariables(context, 'global').map(([name, value]) => ({ Variable_name: name.toLowerCase(), Variable_value: value, Type: 'Global Status', Enabled: 'YES' }))),
  schema_object_overview: once(objectCounts),
});
