import { StagewireError } from '../../errors/index.js';
import type { Relation } from '../../sql/relation.js';
import type { ShowTopic } from '../../sql/statements/show-topics.js';
import { DEFAULT_DATABASE, databaseNamed } from '../databases.js';
import { project } from '../relations/projection.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { systemTableNamed } from '../system-tables/registry.js';
import { NO_HINTS, type EqualityHints } from '../../sql/query/equality-hints.js';
import type { Handler, StatementContext } from './context.js';
import { narrow } from './narrow.js';
import { SHOW_PROJECTIONS, type ShowProjection } from './show-projections.js';

export const showTopic: Handler<'show-topic'> = async (statement, context) => {
  const { topic } = statement;
  const database = databaseNamed(statement.database ?? context.session.database ?? DEFAULT_DATABASE);
  const projection = SHOW_PROJECTIONS.get(topic);
  return narrow(projection ? projected(projection, database, context) : otherTopic(topic), statement, context);
};

function projected({ database, table, databaseColumn, columns }: ShowProjection, inDatabase: string, context: StatementContext): Relation {
  const source = systemTableNamed(database, table);
  if (!source) throw new Error(`SHOW needs ${database}.${table}`);
  const hints: EqualityHints = databaseColumn === null ? NO_HINTS : new Map([[databaseColumn.toLowerCase(), [inDatabase]]]);
  return project(source.rows(context, hints), columns);
}

/** What has no table: lists of MySQL that are empty here, those that are refused, and two short ones. */
function otherTopic(topic: ShowTopic): Relation {
  const empty = EMPTY[topic];
  if (empty !== undefined) return smallRelation(empty.split(', ').map((name): ColumnDefinition<never> => ({ name, type: 'varchar', nullable: true, of: () => null })), []);
  switch (topic) {
    case 'privileges': return smallRelation(PRIVILEGE_COLUMNS, PRIVILEGES);
    case 'roles': return smallRelation(ROLE_COLUMNS, ['account_admin', 'public']);
    case 'binary-logs': throw new StagewireError('Unimplemented', 'You are not using binary logging', { mysql: { errno: 1381, sqlState: 'HY000' } });
    case 'routine-code':
      throw new StagewireError('Unimplemented', "The 'SHOW PROCEDURE|FUNCTION CODE' feature is disabled; there are no stored routines", { mysql: { errno: 1289, sqlState: 'HY000' } });
    default: throw new Error(`nothing shows ${topic}`);
  }
}

/** Columns of lists that are always empty: there is no replication, no profiling and no cache of open tables. */
const EMPTY: Readonly<Partial<Record<ShowTopic, string>>> = {
  'open-tables': 'Database, Table, In_use, Name_locked',
  profiles: 'Query_ID, Duration, Query',
  profile: 'Status, Duration',
  'binary-log-status': 'File, Position, Binlog_Do_DB, Binlog_Ignore_DB, Executed_Gtid_Set',
  tags: 'name, allowed_values, comment, created_on',
  procedures: 'name, procedure_id, arguments, comment, description, created_on',
  replicas: 'Server_Id, Host, Port, Source_Id, Replica_UUID',
  'replica-status':
    'Replica_IO_State, Source_Host, Source_User, Source_Port, Connect_Retry, Source_Log_File, Read_Source_Log_Pos, Relay_Log_File, Relay_Log_Pos, ' +
    'Relay_Source_Log_File, Replica_IO_Running, Replica_SQL_Running, Replicate_Do_DB, Replicate_Ignore_DB, Replicate_Do_Table, Replicate_Ignore_Table, ' +
    'Replicate_Wild_Do_Table, Replicate_Wild_Ignore_Table, Last_Errno, Last_Error, Skip_Counter, Exec_Source_Log_Pos, Relay_Log_Space, Until_Condition, ' +
    'Until_Log_File, Until_Log_Pos, Source_SSL_Allowed, Source_SSL_CA_File, Source_SSL_CA_Path, Source_SSL_Cert, Source_SSL_Cipher, Source_SSL_Key, ' +
    'Seconds_Behind_Source, Source_SSL_Verify_Server_Cert, Last_IO_Errno, Last_IO_Error, Last_SQL_Errno, Last_SQL_Error, Replicate_Ignore_Server_Ids, ' +
    'Source_Server_Id, Source_UUID, Source_Info_File, SQL_Delay, SQL_Remaining_Delay, Replica_SQL_Running_State, Source_Retry_Count, Source_Bind, ' +
    'Last_IO_Error_Timestamp, Last_SQL_Error_Timestamp, Source_SSL_Crl, Source_SSL_Crlpath, Retrieved_Gtid_Set, Executed_Gtid_Set, Auto_Position, ' +
    'Replicate_Rewrite_DB, Channel_Name, Source_TLS_Version, Source_public_key_path, Get_Source_public_key, Network_Namespace',
};

type Privilege = readonly [privilege: string, context: string, comment: string];

const PRIVILEGES: readonly Privilege[] = [
  ['Create Stage', 'Server Admin', 'To create stages'],
  ['Create User', 'Server Admin', 'To create, change and drop users'],
  ['Grant', 'Server Admin', 'To give to other users those privileges you possess'],
  ['Read', 'Server Admin,Stages', 'To list and read the files of stages'],
  ['Super', 'Server Admin', 'To manage connections, file formats, processes and global variables'],
  ['Write', 'Server Admin,Stages', 'To upload, write and remove the files of stages'],
];

const PRIVILEGE_COLUMNS: readonly ColumnDefinition<Privilege>[] = [
  { name: 'Privilege', type: 'varchar', of: ([privilege]) => privilege },
  { name: 'Context', type: 'varchar', of: ([, context]) => context },
  { name: 'Comment', type: 'varchar', of: ([, , comment]) => comment },
];

/** The built-in roles; no others can be made. */
const ROLE_COLUMNS: readonly ColumnDefinition<string>[] = [
  { name: 'name', type: 'varchar', of: (name) => name },
  { name: 'inherited_roles', type: 'uint64', of: () => 0 },
  { name: 'inherited_roles_name', type: 'varchar', of: () => '' },
  { name: 'is_current', type: 'boolean', of: () => false },
  { name: 'is_default', type: 'boolean', of: () => false },
  { name: 'comment', type: 'varchar', of: () => '' },
];
