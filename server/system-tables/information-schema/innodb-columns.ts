/** The tables of INFORMATION_SCHEMA that describe InnoDB, as `parseTableShapes` reads them. They are there for tools that look, and empty. */
export const INNODB_TABLES = `
INNODB_BUFFER_PAGE
  POOL_ID bigint unsigned, BLOCK_ID bigint unsigned, SPACE bigint unsigned, PAGE_NUMBER bigint unsigned, PAGE_TYPE varchar(64)?,
  FLUSH_TYPE bigint unsigned, FIX_COUNT bigint unsigned, IS_HASHED varchar(3)?, NEWEST_MODIFICATION bigint unsigned,
  OLDEST_MODIFICATION bigint unsigned, ACCESS_TIME bigint unsigned, TABLE_NAME varchar(1024)?, INDEX_NAME varchar(1024)?,
  NUMBER_RECORDS bigint unsigned, DATA_SIZE bigint unsigned, COMPRESSED_SIZE bigint unsigned, PAGE_STATE varchar(64)?, IO_FIX varchar(64)?,
  IS_OLD varchar(3)?, FREE_PAGE_CLOCK bigint unsigned, IS_STALE varchar(3)?
INNODB_BUFFER_PAGE_LRU
  POOL_ID bigint unsigned, LRU_POSITION bigint unsigned, SPACE bigint unsigned, PAGE_NUMBER bigint unsigned, PAGE_TYPE varchar(64)?,
  FLUSH_TYPE bigint unsigned, FIX_COUNT bigint unsigned, IS_HASHED varchar(3)?, NEWEST_MODIFICATION bigint unsigned,
  OLDEST_MODIFICATION bigint unsigned, ACCESS_TIME bigint unsigned, TABLE_NAME varchar(1024)?, INDEX_NAME varchar(1024)?,
  NUMBER_RECORDS bigint unsigned, DATA_SIZE bigint unsigned, COMPRESSED_SIZE bigint unsigned, COMPRESSED varchar(3)?, IO_FIX varchar(64)?,
  IS_OLD varchar(3)?, FREE_PAGE_CLOCK bigint unsigned
INNODB_BUFFER_POOL_STATS
  POOL_ID bigint unsigned, POOL_SIZE bigint unsigned, FREE_BUFFERS bigint unsigned, DATABASE_PAGES bigint unsigned,
  OLD_DATABASE_PAGES bigint unsigned, MODIFIED_DATABASE_PAGES bigint unsigned, PENDING_DECOMPRESS bigint unsigned, PENDING_READS bigint unsigned,
  PENDING_FLUSH_LRU bigint unsigned, PENDING_FLUSH_LIST bigint unsigned, PAGES_MADE_YOUNG bigint unsigned, PAGES_NOT_MADE_YOUNG bigint unsigned,
  PAGES_MADE_YOUNG_RATE float, PAGES_MADE_NOT_YOUNG_RATE float, NUMBER_PAGES_READ bigint unsigned, NUMBER_PAGES_CREATED bigint unsigned,
  NUMBER_PAGES_WRITTEN bigint unsigned, PAGES_READ_RATE float, PAGES_CREATE_RATE float, PAGES_WRITTEN_RATE float, NUMBER_PAGES_GET bigint unsigned,
  HIT_RATE bigint unsigned, YOUNG_MAKE_PER_THOUSAND_GETS bigint unsigned, NOT_YOUNG_MAKE_PER_THOUSAND_GETS bigint unsigned,
  NUMBER_PAGES_READ_AHEAD bigint unsigned, NUMBER_READ_AHEAD_EVICTED bigint unsigned, READ_AHEAD_RATE float, READ_AHEAD_EVICTED_RATE float,
  LRU_IO_TOTAL bigint unsigned, LRU_IO_CURRENT bigint unsigned, UNCOMPRESS_TOTAL bigint unsigned, UNCOMPRESS_CURRENT bigint unsigned
INNODB_CACHED_INDEXES
  SPACE_ID int unsigned, INDEX_ID bigint unsigned, N_CACHED_PAGES bigint unsigned
INNODB_CMP
  page_size int, compress_ops int, compress_ops_ok int, compress_time int, uncompress_ops int, uncompress_time int
INNODB_CMPMEM
  page_size int, buffer_pool_instance int, pages_used int, pages_free int, relocation_ops bigint, relocation_time int
INNODB_CMPMEM_RESET
  page_size int, buffer_pool_instance int, pages_used int, pages_free int, relocation_ops bigint, relocation_time int
INNODB_CMP_PER_INDEX
  database_name varchar(192), table_name varchar(192), index_name varchar(192), compress_ops int, compress_ops_ok int, compress_time int,
  uncompress_ops int, uncompress_time int
INNODB_CMP_PER_INDEX_RESET
  database_name varchar(192), table_name varchar(192), index_name varchar(192), compress_ops int, compress_ops_ok int, compress_time int,
  uncompress_ops int, uncompress_time int
INNODB_CMP_RESET
  page_size int, compress_ops int, compress_ops_ok int, compress_time int, uncompress_ops int, uncompress_time int
INNODB_COLUMNS
  TABLE_ID bigint unsigned, NAME varchar(193), POS bigint unsigned, MTYPE int, PRTYPE int, LEN int, HAS_DEFAULT int, DEFAULT_VALUE text?
INNODB_DATAFILES
  SPACE_ID varbinary(256)?, PATH varchar(512)
INNODB_FIELDS
  INDEX_ID varbinary(256)?, NAME varchar(64), POS bigint unsigned
INNODB_FOREIGN
  ID varchar(129)?, FOR_NAME varchar(129)?, REF_NAME varchar(129)?, N_COLS bigint, TYPE bigint unsigned
INNODB_FOREIGN_COLS
  ID varchar(129)?, FOR_COL_NAME varchar(64), REF_COL_NAME varchar(64), POS int unsigned
INNODB_FT_BEING_DELETED
  DOC_ID bigint unsigned
INNODB_FT_CONFIG
  KEY varchar(193), VALUE varchar(193)
INNODB_FT_DEFAULT_STOPWORD
  value varchar(18)
INNODB_FT_DELETED
  DOC_ID bigint unsigned
INNODB_FT_INDEX_CACHE
  WORD varchar(337), FIRST_DOC_ID bigint unsigned, LAST_DOC_ID bigint unsigned, DOC_COUNT bigint unsigned, DOC_ID bigint unsigned,
  POSITION bigint unsigned
INNODB_FT_INDEX_TABLE
  WORD varchar(337), FIRST_DOC_ID bigint unsigned, LAST_DOC_ID bigint unsigned, DOC_COUNT bigint unsigned, DOC_ID bigint unsigned,
  POSITION bigint unsigned
INNODB_INDEXES
  INDEX_ID bigint unsigned, NAME varchar(193), TABLE_ID bigint unsigned, TYPE int, N_FIELDS int, PAGE_NO int, SPACE int, MERGE_THRESHOLD int
INNODB_METRICS
  NAME varchar(193), SUBSYSTEM varchar(193), COUNT bigint, MAX_COUNT bigint?, MIN_COUNT bigint?, AVG_COUNT float?, COUNT_RESET bigint,
  MAX_COUNT_RESET bigint?, MIN_COUNT_RESET bigint?, AVG_COUNT_RESET float?, TIME_ENABLED datetime?, TIME_DISABLED datetime?, TIME_ELAPSED bigint?,
  TIME_RESET datetime?, STATUS varchar(193), TYPE varchar(193), COMMENT varchar(193)
INNODB_SESSION_TEMP_TABLESPACES
  ID bigint, SPACE bigint, PATH varchar(4001), SIZE bigint unsigned, STATE varchar(192), PURPOSE varchar(192)
INNODB_TABLES
  TABLE_ID bigint unsigned, NAME varchar(655), FLAG int, N_COLS int, SPACE bigint, ROW_FORMAT varchar(12)?, ZIP_PAGE_SIZE int unsigned,
  SPACE_TYPE varchar(12)?, INSTANT_COLS int, TOTAL_ROW_VERSIONS int
INNODB_TABLESPACES
  SPACE int unsigned, NAME varchar(655), FLAG int unsigned, ROW_FORMAT varchar(22)?, PAGE_SIZE int unsigned, ZIP_PAGE_SIZE int unsigned,
  SPACE_TYPE varchar(10)?, FS_BLOCK_SIZE int unsigned, FILE_SIZE bigint unsigned, ALLOCATED_SIZE bigint unsigned, AUTOEXTEND_SIZE bigint unsigned,
  SERVER_VERSION varchar(10)?, SPACE_VERSION int unsigned, ENCRYPTION varchar(1)?, STATE varchar(10)?
INNODB_TABLESPACES_BRIEF
  SPACE varchar(256)?, NAME varchar(268), PATH varchar(512), FLAG varchar(256)?, SPACE_TYPE varchar(7)
INNODB_TABLESTATS
  TABLE_ID bigint unsigned, NAME varchar(193), STATS_INITIALIZED varchar(193), NUM_ROWS bigint unsigned, CLUST_INDEX_SIZE bigint unsigned,
  OTHER_INDEX_SIZE bigint unsigned, MODIFIED_COUNTER bigint unsigned, AUTOINC bigint unsigned, REF_COUNT int
INNODB_TEMP_TABLE_INFO
  TABLE_ID bigint, NAME varchar(64)?, N_COLS bigint unsigned, SPACE bigint unsigned
INNODB_TRX
  trx_id bigint unsigned, trx_state varchar(13), trx_started datetime, trx_requested_lock_id varchar(105)?, trx_wait_started datetime?,
  trx_weight bigint unsigned, trx_mysql_thread_id bigint unsigned, trx_query varchar(1024)?, trx_operation_state varchar(64)?,
  trx_tables_in_use bigint unsigned, trx_tables_locked bigint unsigned, trx_lock_structs bigint unsigned, trx_lock_memory_bytes bigint unsigned,
  trx_rows_locked bigint unsigned, trx_rows_modified bigint unsigned, trx_concurrency_tickets bigint unsigned, trx_isolation_level varchar(16),
  trx_unique_checks int, trx_foreign_key_checks int, trx_last_foreign_key_error varchar(256)?, trx_adaptive_hash_latched int,
  trx_adaptive_hash_timeout bigint unsigned, trx_is_read_only int, trx_autocommit_non_locking int, trx_schedule_weight bigint unsigned?
INNODB_VIRTUAL
  TABLE_ID bigint unsigned, POS int unsigned, BASE_POS int unsigned
`;
