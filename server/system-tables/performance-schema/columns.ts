/** Tables of `performance_schema` in MySQL 8.4 that tools probe, as `parseTableShapes` reads them. */
export const PERFORMANCE_SCHEMA_TABLES = `
accounts
  USER char(32)?, HOST char(255)?, CURRENT_CONNECTIONS bigint, TOTAL_CONNECTIONS bigint, MAX_SESSION_CONTROLLED_MEMORY bigint unsigned,
  MAX_SESSION_TOTAL_MEMORY bigint unsigned
data_lock_waits
  ENGINE varchar(32), REQUESTING_ENGINE_LOCK_ID varchar(128), REQUESTING_ENGINE_TRANSACTION_ID bigint unsigned?, REQUESTING_THREAD_ID bigint unsigned?,
  REQUESTING_EVENT_ID bigint unsigned?, REQUESTING_OBJECT_INSTANCE_BEGIN bigint unsigned, BLOCKING_ENGINE_LOCK_ID varchar(128),
  BLOCKING_ENGINE_TRANSACTION_ID bigint unsigned?, BLOCKING_THREAD_ID bigint unsigned?, BLOCKING_EVENT_ID bigint unsigned?,
  BLOCKING_OBJECT_INSTANCE_BEGIN bigint unsigned
data_locks
  ENGINE varchar(32), ENGINE_LOCK_ID varchar(128), ENGINE_TRANSACTION_ID bigint unsigned?, THREAD_ID bigint unsigned?, EVENT_ID bigint unsigned?,
  OBJECT_SCHEMA varchar(64)?, OBJECT_NAME varchar(64)?, PARTITION_NAME varchar(64)?, SUBPARTITION_NAME varchar(64)?, INDEX_NAME varchar(64)?,
  OBJECT_INSTANCE_BEGIN bigint unsigned, LOCK_TYPE varchar(32), LOCK_MODE varchar(32), LOCK_STATUS varchar(32), LOCK_DATA varchar(8192)?
error_log
  LOGGED timestamp, THREAD_ID bigint unsigned?, PRIO enum('System','Error','Warning','Note'), ERROR_CODE varchar(10)?, SUBSYSTEM varchar(7)?, DATA text
events_stages_current
  THREAD_ID bigint unsigned, EVENT_ID bigint unsigned, END_EVENT_ID bigint unsigned?, EVENT_NAME varchar(128), SOURCE varchar(64)?,
  TIMER_START bigint unsigned?, TIMER_END bigint unsigned?, TIMER_WAIT bigint unsigned?, WORK_COMPLETED bigint unsigned?, WORK_ESTIMATED bigint unsigned?,
  NESTING_EVENT_ID bigint unsigned?, NESTING_EVENT_TYPE enum('TRANSACTION','STATEMENT','STAGE','WAIT')?
events_statements_current
  THREAD_ID bigint unsigned, EVENT_ID bigint unsigned, END_EVENT_ID bigint unsigned?, EVENT_NAME varchar(128), SOURCE varchar(64)?,
  TIMER_START bigint unsigned?, TIMER_END bigint unsigned?, TIMER_WAIT bigint unsigned?, LOCK_TIME bigint unsigned, SQL_TEXT longtext?, DIGEST varchar(64)?,
  DIGEST_TEXT longtext?, CURRENT_SCHEMA varchar(64)?, OBJECT_TYPE varchar(64)?, OBJECT_SCHEMA varchar(64)?, OBJECT_NAME varchar(64)?,
  OBJECT_INSTANCE_BEGIN bigint unsigned?, MYSQL_ERRNO int?, RETURNED_SQLSTATE varchar(5)?, MESSAGE_TEXT varchar(128)?, ERRORS bigint unsigned,
  WARNINGS bigint unsigned, ROWS_AFFECTED bigint unsigned, ROWS_SENT bigint unsigned, ROWS_EXAMINED bigint unsigned,
  CREATED_TMP_DISK_TABLES bigint unsigned, CREATED_TMP_TABLES bigint unsigned, SELECT_FULL_JOIN bigint unsigned, SELECT_FULL_RANGE_JOIN bigint unsigned,
  SELECT_RANGE bigint unsigned, SELECT_RANGE_CHECK bigint unsigned, SELECT_SCAN bigint unsigned, SORT_MERGE_PASSES bigint unsigned,
  SORT_RANGE bigint unsigned, SORT_ROWS bigint unsigned, SORT_SCAN bigint unsigned, NO_INDEX_USED bigint unsigned, NO_GOOD_INDEX_USED bigint unsigned,
  NESTING_EVENT_ID bigint unsigned?, NESTING_EVENT_TYPE enum('TRANSACTION','STATEMENT','STAGE','WAIT')?, NESTING_EVENT_LEVEL int?,
  STATEMENT_ID bigint unsigned?, CPU_TIME bigint unsigned, MAX_CONTROLLED_MEMORY bigint unsigned, MAX_TOTAL_MEMORY bigint unsigned,
  EXECUTION_ENGINE enum('PRIMARY','SECONDARY')?
events_statements_summary_by_digest
  SCHEMA_NAME varchar(64)?, DIGEST varchar(64)?, DIGEST_TEXT longtext?, COUNT_STAR bigint unsigned, SUM_TIMER_WAIT bigint unsigned,
  MIN_TIMER_WAIT bigint unsigned, AVG_TIMER_WAIT bigint unsigned, MAX_TIMER_WAIT bigint unsigned, SUM_LOCK_TIME bigint unsigned,
  SUM_ERRORS bigint unsigned, SUM_WARNINGS bigint unsigned, SUM_ROWS_AFFECTED bigint unsigned, SUM_ROWS_SENT bigint unsigned,
  SUM_ROWS_EXAMINED bigint unsigned, SUM_CREATED_TMP_DISK_TABLES bigint unsigned, SUM_CREATED_TMP_TABLES bigint unsigned,
  SUM_SELECT_FULL_JOIN bigint unsigned, SUM_SELECT_FULL_RANGE_JOIN bigint unsigned, SUM_SELECT_RANGE bigint unsigned,
  SUM_SELECT_RANGE_CHECK bigint unsigned, SUM_SELECT_SCAN bigint unsigned, SUM_SORT_MERGE_PASSES bigint unsigned, SUM_SORT_RANGE bigint unsigned,
  SUM_SORT_ROWS bigint unsigned, SUM_SORT_SCAN bigint unsigned, SUM_NO_INDEX_USED bigint unsigned, SUM_NO_GOOD_INDEX_USED bigint unsigned,
  SUM_CPU_TIME bigint unsigned, MAX_CONTROLLED_MEMORY bigint unsigned, MAX_TOTAL_MEMORY bigint unsigned, COUNT_SECONDARY bigint unsigned,
  FIRST_SEEN timestamp, LAST_SEEN timestamp, QUANTILE_95 bigint unsigned, QUANTILE_99 bigint unsigned, QUANTILE_999 bigint unsigned,
  QUERY_SAMPLE_TEXT longtext?, QUERY_SAMPLE_SEEN timestamp, QUERY_SAMPLE_TIMER_WAIT bigint unsigned
events_transactions_current
  THREAD_ID bigint unsigned, EVENT_ID bigint unsigned, END_EVENT_ID bigint unsigned?, EVENT_NAME varchar(128),
  STATE enum('ACTIVE','COMMITTED','ROLLED BACK')?, TRX_ID bigint unsigned?, GTID varchar(90)?, XID_FORMAT_ID int?, XID_GTRID varchar(130)?,
  XID_BQUAL varchar(130)?, XA_STATE varchar(64)?, SOURCE varchar(64)?, TIMER_START bigint unsigned?, TIMER_END bigint unsigned?,
  TIMER_WAIT bigint unsigned?, ACCESS_MODE enum('READ ONLY','READ WRITE')?, ISOLATION_LEVEL varchar(64)?, AUTOCOMMIT enum('YES','NO'),
  NUMBER_OF_SAVEPOINTS bigint unsigned?, NUMBER_OF_ROLLBACK_TO_SAVEPOINT bigint unsigned?, NUMBER_OF_RELEASE_SAVEPOINT bigint unsigned?,
  OBJECT_INSTANCE_BEGIN bigint unsigned?, NESTING_EVENT_ID bigint unsigned?, NESTING_EVENT_TYPE enum('TRANSACTION','STATEMENT','STAGE','WAIT')?
events_waits_current
  THREAD_ID bigint unsigned, EVENT_ID bigint unsigned, END_EVENT_ID bigint unsigned?, EVENT_NAME varchar(128), SOURCE varchar(64)?,
  TIMER_START bigint unsigned?, TIMER_END bigint unsigned?, TIMER_WAIT bigint unsigned?, SPINS int unsigned?, OBJECT_SCHEMA varchar(64)?,
  OBJECT_NAME varchar(512)?, INDEX_NAME varchar(64)?, OBJECT_TYPE varchar(64)?, OBJECT_INSTANCE_BEGIN bigint unsigned, NESTING_EVENT_ID bigint unsigned?,
  NESTING_EVENT_TYPE enum('TRANSACTION','STATEMENT','STAGE','WAIT')?, OPERATION varchar(32), NUMBER_OF_BYTES bigint?, FLAGS int unsigned?
global_status
  VARIABLE_NAME varchar(64), VARIABLE_VALUE varchar(1024)?
global_variables
  VARIABLE_NAME varchar(64), VARIABLE_VALUE varchar(1024)?
hosts
  HOST char(255)?, CURRENT_CONNECTIONS bigint, TOTAL_CONNECTIONS bigint, MAX_SESSION_CONTROLLED_MEMORY bigint unsigned,
  MAX_SESSION_TOTAL_MEMORY bigint unsigned
keyring_keys
  KEY_ID varchar(255), KEY_OWNER varchar(255)?, BACKEND_KEY_ID varchar(255)?
log_status
  SERVER_UUID char(36), LOCAL json, REPLICATION json, STORAGE_ENGINES json
metadata_locks
  OBJECT_TYPE varchar(64), OBJECT_SCHEMA varchar(64)?, OBJECT_NAME varchar(64)?, COLUMN_NAME varchar(64)?, OBJECT_INSTANCE_BEGIN bigint unsigned,
  LOCK_TYPE varchar(32), LOCK_DURATION varchar(32), LOCK_STATUS varchar(32), SOURCE varchar(64)?, OWNER_THREAD_ID bigint unsigned?,
  OWNER_EVENT_ID bigint unsigned?
performance_timers
  TIMER_NAME enum('CYCLE','NANOSECOND','MICROSECOND','MILLISECOND','THREAD_CPU'), TIMER_FREQUENCY bigint?, TIMER_RESOLUTION bigint?, TIMER_OVERHEAD bigint?
persisted_variables
  VARIABLE_NAME varchar(64), VARIABLE_VALUE varchar(1024)?
prepared_statements_instances
  OBJECT_INSTANCE_BEGIN bigint unsigned, STATEMENT_ID bigint unsigned, STATEMENT_NAME varchar(64)?, SQL_TEXT longtext, OWNER_THREAD_ID bigint unsigned,
  OWNER_EVENT_ID bigint unsigned, OWNER_OBJECT_TYPE enum('EVENT','FUNCTION','PROCEDURE','TABLE','TRIGGER')?, OWNER_OBJECT_SCHEMA varchar(64)?,
  OWNER_OBJECT_NAME varchar(64)?
processlist
  ID bigint unsigned, USER varchar(32)?, HOST varchar(261)?, DB varchar(64)?, COMMAND varchar(16)?, TIME bigint?, STATE varchar(64)?, INFO longtext?,
  EXECUTION_ENGINE enum('PRIMARY','SECONDARY')?
replication_applier_status
  CHANNEL_NAME char(64), SERVICE_STATE enum('ON','OFF'), REMAINING_DELAY int unsigned?, COUNT_TRANSACTIONS_RETRIES bigint unsigned
replication_connection_configuration
  CHANNEL_NAME char(64), HOST char(255), PORT int, USER char(32), NETWORK_INTERFACE char(60), AUTO_POSITION enum('1','0'),
  SSL_ALLOWED enum('YES','NO','IGNORED')
replication_connection_status
  CHANNEL_NAME char(64), GROUP_NAME char(36), SOURCE_UUID char(36), THREAD_ID bigint unsigned?, SERVICE_STATE enum('ON','OFF','CONNECTING'),
  COUNT_RECEIVED_HEARTBEATS bigint unsigned, LAST_HEARTBEAT_TIMESTAMP timestamp, RECEIVED_TRANSACTION_SET longtext, LAST_ERROR_NUMBER int,
  LAST_ERROR_MESSAGE varchar(1024), LAST_ERROR_TIMESTAMP timestamp
replication_group_member_stats
  CHANNEL_NAME char(64), VIEW_ID char(60), MEMBER_ID char(36), COUNT_TRANSACTIONS_IN_QUEUE bigint unsigned, COUNT_TRANSACTIONS_CHECKED bigint unsigned,
  COUNT_CONFLICTS_DETECTED bigint unsigned, COUNT_TRANSACTIONS_ROWS_VALIDATING bigint unsigned, TRANSACTIONS_COMMITTED_ALL_MEMBERS longtext,
  LAST_CONFLICT_FREE_TRANSACTION text, COUNT_TRANSACTIONS_REMOTE_IN_APPLIER_QUEUE bigint unsigned, COUNT_TRANSACTIONS_REMOTE_APPLIED bigint unsigned,
  COUNT_TRANSACTIONS_LOCAL_PROPOSED bigint unsigned, COUNT_TRANSACTIONS_LOCAL_ROLLBACK bigint unsigned
replication_group_members
  CHANNEL_NAME char(64), MEMBER_ID char(36), MEMBER_HOST char(255), MEMBER_PORT int?, MEMBER_STATE char(64), MEMBER_ROLE char(64), MEMBER_VERSION char(64),
  MEMBER_COMMUNICATION_STACK char(64)
session_account_connect_attrs
  PROCESSLIST_ID int, ATTR_NAME varchar(32), ATTR_VALUE varchar(1024)?, ORDINAL_POSITION int?
session_connect_attrs
  PROCESSLIST_ID int, ATTR_NAME varchar(32), ATTR_VALUE varchar(1024)?, ORDINAL_POSITION int?
session_status
  VARIABLE_NAME varchar(64), VARIABLE_VALUE varchar(1024)?
session_variables
  VARIABLE_NAME varchar(64), VARIABLE_VALUE varchar(1024)?
setup_actors
  HOST char(255), USER char(32), ROLE char(32), ENABLED enum('YES','NO'), HISTORY enum('YES','NO')
setup_consumers
  NAME varchar(64), ENABLED enum('YES','NO')
setup_instruments
  NAME varchar(128), ENABLED enum('YES','NO'), TIMED enum('YES','NO')?, PROPERTIES set('singleton','progress','user','global_statistics','mutable','controlled_by_default'),
  FLAGS set('controlled')?, VOLATILITY int, DOCUMENTATION longtext?
setup_objects
  OBJECT_TYPE enum('EVENT','FUNCTION','PROCEDURE','TABLE','TRIGGER'), OBJECT_SCHEMA varchar(64)?, OBJECT_NAME varchar(64), ENABLED enum('YES','NO'),
  TIMED enum('YES','NO')
setup_threads
  NAME varchar(128), ENABLED enum('YES','NO'), HISTORY enum('YES','NO'), PROPERTIES set('singleton','user'), VOLATILITY int, DOCUMENTATION longtext?
table_handles
  OBJECT_TYPE varchar(64), OBJECT_SCHEMA varchar(64), OBJECT_NAME varchar(64), OBJECT_INSTANCE_BEGIN bigint unsigned, OWNER_THREAD_ID bigint unsigned?,
  OWNER_EVENT_ID bigint unsigned?, INTERNAL_LOCK varchar(64)?, EXTERNAL_LOCK varchar(64)?
threads
  THREAD_ID bigint unsigned, NAME varchar(128), TYPE varchar(10), PROCESSLIST_ID bigint unsigned?, PROCESSLIST_USER varchar(32)?,
  PROCESSLIST_HOST varchar(255)?, PROCESSLIST_DB varchar(64)?, PROCESSLIST_COMMAND varchar(16)?, PROCESSLIST_TIME bigint?, PROCESSLIST_STATE varchar(64)?,
  PROCESSLIST_INFO longtext?, PARENT_THREAD_ID bigint unsigned?, ROLE varchar(64)?, INSTRUMENTED enum('YES','NO'), HISTORY enum('YES','NO'),
  CONNECTION_TYPE varchar(16)?, THREAD_OS_ID bigint unsigned?, RESOURCE_GROUP varchar(64)?, EXECUTION_ENGINE enum('PRIMARY','SECONDARY')?,
  CONTROLLED_MEMORY bigint unsigned, MAX_CONTROLLED_MEMORY bigint unsigned, TOTAL_MEMORY bigint unsigned, MAX_TOTAL_MEMORY bigint unsigned,
  TELEMETRY_ACTIVE enum('YES','NO')
tls_channel_status
  CHANNEL varchar(128), PROPERTY varchar(128), VALUE varchar(2048)
user_variables_by_thread
  THREAD_ID bigint unsigned, VARIABLE_NAME varchar(64), VARIABLE_VALUE longtext?
users
  USER char(32)?, CURRENT_CONNECTIONS bigint, TOTAL_CONNECTIONS bigint, MAX_SESSION_CONTROLLED_MEMORY bigint unsigned,
  MAX_SESSION_TOTAL_MEMORY bigint unsigned
variables_info
  VARIABLE_NAME varchar(64), VARIABLE_SOURCE enum('COMPILED','GLOBAL','SERVER','EXPLICIT','EXTRA','USER','LOGIN','COMMAND_LINE','PERSISTED','DYNAMIC')?,
  VARIABLE_PATH varchar(1024)?, MIN_VALUE varchar(64)?, MAX_VALUE varchar(64)?, SET_TIME timestamp?, SET_USER char(32)?, SET_HOST char(255)?
`;
