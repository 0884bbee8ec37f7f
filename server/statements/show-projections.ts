import type { ShowTopic } from '../../sql/statements/show-topics.js';

/** A SHOW statement that shows columns of a system table under MySQL's other names. */
export interface ShowProjection {
  readonly database: string;
  readonly table: string;
  readonly columns: readonly (readonly [shown: string, column: string])[];
  /** The column that holds the database, where FROM narrows. */
  readonly databaseColumn: string | null;
}

/**
 * `<topic> <database>.<table>[@<column of the database>]: <shown>[=<column>], …`, with the column in upper case unless given (MySQL
 * manual, "SHOW Statements"; for the last ones the SQL dialect, "SHOW and system tables").
 */
const TABLE = `
engines information_schema.ENGINES: Engine, Support, Comment, Transactions, XA, Savepoints
plugins information_schema.PLUGINS: Name=PLUGIN_NAME, Status=PLUGIN_STATUS, Type=PLUGIN_TYPE, Library=PLUGIN_LIBRARY, License=PLUGIN_LICENSE
character-sets information_schema.CHARACTER_SETS: Charset=CHARACTER_SET_NAME, Description, Default collation=DEFAULT_COLLATE_NAME, Maxlen
collations information_schema.COLLATIONS: Collation=COLLATION_NAME, Charset=CHARACTER_SET_NAME, Id, Default=IS_DEFAULT, Compiled=IS_COMPILED, Sortlen, Pad_attribute
function-status information_schema.ROUTINES: Db=ROUTINE_SCHEMA, Name=ROUTINE_NAME, Type=ROUTINE_TYPE, Definer, Modified=LAST_ALTERED, Created, Security_type, Comment=ROUTINE_COMMENT, character_set_client, collation_connection, Database Collation=DATABASE_COLLATION
procedure-status information_schema.ROUTINES: Db=ROUTINE_SCHEMA, Name=ROUTINE_NAME, Type=ROUTINE_TYPE, Definer, Modified=LAST_ALTERED, Created, Security_type, Comment=ROUTINE_COMMENT, character_set_client, collation_connection, Database Collation=DATABASE_COLLATION
triggers information_schema.TRIGGERS@TRIGGER_SCHEMA: Trigger=TRIGGER_NAME, Event=EVENT_MANIPULATION, Table=EVENT_OBJECT_TABLE, Statement=ACTION_STATEMENT, Timing=ACTION_TIMING, Created, sql_mode, Definer, character_set_client, collation_connection, Database Collation=DATABASE_COLLATION
events information_schema.EVENTS@EVENT_SCHEMA: Db=EVENT_SCHEMA, Name=EVENT_NAME, Definer, Time zone=TIME_ZONE, Type=EVENT_TYPE, Execute at=EXECUTE_AT, Interval value=INTERVAL_VALUE, Interval field=INTERVAL_FIELD, Starts, Ends, Status, Originator, character_set_client, collation_connection, Database Collation=DATABASE_COLLATION
table-status information_schema.TABLES@TABLE_SCHEMA: Name=TABLE_NAME, Engine, Version, Row_format, Rows=TABLE_ROWS, Avg_row_length, Data_length, Max_data_length, Index_length, Data_free, Auto_increment, Create_time, Update_time, Check_time, Collation=TABLE_COLLATION, Checksum, Create_options, Comment=TABLE_COMMENT
functions system.functions: name=name, is_aggregate=is_aggregate, description=description
table-functions system.table_functions: name=name
settings system.settings: name=name, value=value, default=default, range=range, level=level, description=description, type=type
metrics system.metrics: node=node, metric=metric, kind=kind, labels=labels, value=value
full-databases system.databases: Catalog=catalog, owner=owner, databases_in_default=name
catalogs system.catalogs: name=name
locks system.locks: table_id=table_id, revision=revision, type=type, status=status, user=user, node=node, query_id=query_id, created_on=created_on, acquired_on=acquired_on, extra_info=extra_info
streams system.streams@database: created_on=created_on, name=name, database=database, catalog=catalog, table_on=table_name, owner=owner, comment=comment, mode=mode
views system.views@database: name=name, database=database, catalog=catalog, owner=owner, created_on=created_on, comment=comment
`;

export const SHOW_PROJECTIONS: ReadonlyMap<ShowTopic, ShowProjection> = new Map(TABLE.trim().split('\n').map(parseLine));

function parseLine(line: string): [ShowTopic, ShowProjection] {
  const [, topic = '', database = '', table = '', databaseColumn = null, columns = ''] = /^(\S+) (\w+)\.(\w+)(?:@(\w+))?: (.*)$/.exec(line) ?? [];
  return [topic as ShowTopic, { database, table, databaseColumn, columns: columns.split(', ').map(parseColumn) }];
}

function parseColumn(text: string): readonly [string, string] {
  const [shown = '', column = shown.toUpperCase()] = text.split('=');
  return [shown, column];
}
