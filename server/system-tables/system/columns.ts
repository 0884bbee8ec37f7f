/** Tables of the database `system` that are made from rows here (SQL dialect, "SHOW and system tables"), as `parseTableShapes` reads them. */
export const SYSTEM_SHAPES = `
build_options
  cargo_features varchar(64), target_features varchar(64)
caches
  node varchar(64), name varchar(64), num_items bigint unsigned, size bigint unsigned
catalogs
  name varchar(64)
columns
  name varchar(255), database varchar(255), table varchar(255), type varchar(255), data_type varchar(255), default_kind varchar(16),
  default_expression varchar(255), is_nullable varchar(3), comment varchar(255)
configs
  group varchar(64), name varchar(64), value varchar(255), description varchar(255)
contributors
  name varchar(255)
credits
  name varchar(255), version varchar(64), license varchar(255)
databases
  catalog varchar(255), name varchar(255), database_id bigint unsigned, owner varchar(255)?, dropped_on datetime(6)?
engines
  Engine varchar(64), Comment varchar(255)
functions
  name varchar(255), is_aggregate tinyint(1), description varchar(255), syntax varchar(255), example varchar(255)
indexes
  name varchar(255), type varchar(64), original varchar(255), definition varchar(255), created_on datetime(6), updated_on datetime(6)?
locks
  table_id bigint unsigned, revision bigint unsigned, type varchar(64), status varchar(64), user varchar(255), node varchar(64), query_id varchar(64),
  created_on datetime(6), acquired_on datetime(6)?, extra_info varchar(255)
metrics
  node varchar(64), metric varchar(255), kind varchar(64), labels varchar(255), value varchar(255)
processes
  node varchar(64), id varchar(64), type varchar(64), host varchar(255)?, user varchar(255), command varchar(64), database varchar(255),
  extra_info varchar(1024), memory_usage bigint, data_read_bytes bigint unsigned, data_write_bytes bigint unsigned, scan_progress_read_rows bigint unsigned,
  scan_progress_read_bytes bigint unsigned, mysql_connection_id int unsigned?, time bigint unsigned, created_time datetime(6), status varchar(64),
  current_query_id varchar(64)
query_cache
  sql varchar(1024), query_id varchar(64), result_size bigint unsigned, num_rows bigint unsigned, partitions_sha varchar(64),
  location varchar(255), active_result_scan tinyint(1)
roles
  name varchar(255), inherited_roles bigint unsigned, inherited_roles_name varchar(255), created_on datetime(6)?, update_on datetime(6)?
streams
  catalog varchar(255), database varchar(255), name varchar(255), stream_id bigint unsigned, created_on datetime(6), updated_on datetime(6),
  mode varchar(64), comment varchar(255), table_name varchar(255)?, owner varchar(255)?
table_functions
  name varchar(255)
tables
  catalog varchar(255), database varchar(255), database_id bigint unsigned, name varchar(255), table_id bigint unsigned, total_columns bigint unsigned,
  engine varchar(64), engine_full varchar(64), cluster_by varchar(255), is_transient varchar(16), is_attach varchar(16), created_on datetime(6),
  dropped_on datetime(6)?, updated_on datetime(6), num_rows bigint unsigned?, data_size bigint unsigned?, data_compressed_size bigint unsigned?,
  index_size bigint unsigned?, number_of_segments bigint unsigned?, number_of_blocks bigint unsigned?, owner varchar(255)?, comment varchar(255),
  table_type varchar(16), is_external tinyint(1)
temp_files
  file_type varchar(64), file_name varchar(255), file_content_length bigint unsigned, file_last_modified_time datetime(6)?
views
  catalog varchar(255), database varchar(255), name varchar(255), view_id bigint unsigned, engine varchar(64), created_on datetime(6),
  updated_on datetime(6), view_query longtext, owner varchar(255)?, comment varchar(255)
zero
  dummy tinyint unsigned
`;
