/** Tables of the database `mysql` in MySQL 8.4 as far as tools read them, as `parseTableShapes` reads them. `proc` and `event` are those of 5.7. */
export const MYSQL_TABLES = `
columns_priv
  Host char(255), Db char(64), User char(32), Table_name char(64), Column_name char(64), Timestamp timestamp,
  Column_priv set('Select','Insert','Update','References')
component
  component_id int unsigned, component_group_id int unsigned, component_urn text
db
  Host char(255), Db char(64), User char(32), Select_priv enum('N','Y'), Insert_priv enum('N','Y'), Update_priv enum('N','Y'), Delete_priv enum('N','Y'),
  Create_priv enum('N','Y'), Drop_priv enum('N','Y'), Grant_priv enum('N','Y'), References_priv enum('N','Y'), Index_priv enum('N','Y'),
  Alter_priv enum('N','Y'), Create_tmp_table_priv enum('N','Y'), Lock_tables_priv enum('N','Y'), Create_view_priv enum('N','Y'),
  Show_view_priv enum('N','Y'), Create_routine_priv enum('N','Y'), Alter_routine_priv enum('N','Y'), Execute_priv enum('N','Y'),
  Event_priv enum('N','Y'), Trigger_priv enum('N','Y')
default_roles
  HOST char(255), USER char(32), DEFAULT_ROLE_HOST char(255), DEFAULT_ROLE_USER char(32)
engine_cost
  engine_name varchar(64), device_type int, cost_name varchar(64), cost_value float?, last_update timestamp, comment varchar(1024)?, default_value float?
event
  db char(64), name char(64), body longtext, definer char(93), execute_at datetime?, interval_value int?, interval_field varchar(18)?, created timestamp,
  modified timestamp, last_executed datetime?, starts datetime?, ends datetime?, status enum('ENABLED','DISABLED','SLAVESIDE_DISABLED'),
  on_completion enum('DROP','PRESERVE'), sql_mode sql_mode, comment char(64), originator int unsigned, time_zone char(64),
  character_set_client char(32)?, collation_connection char(32)?, db_collation char(32)?, body_utf8 longtext?
func
  name char(64), ret tinyint, dl char(128), type enum('function','aggregate')
general_log
  event_time timestamp, user_host mediumtext, thread_id bigint unsigned, server_id int unsigned, command_type varchar(64), argument mediumtext
global_grants
  USER char(32), HOST char(255), PRIV char(32), WITH_GRANT_OPTION enum('N','Y')
gtid_executed
  source_uuid char(36), interval_start bigint, interval_end bigint, gtid_tag char(32)
help_category
  help_category_id smallint unsigned, name char(64), parent_category_id smallint unsigned?, url text
help_keyword
  help_keyword_id int unsigned, name char(64)
help_relation
  help_topic_id int unsigned, help_keyword_id int unsigned
help_topic
  help_topic_id int unsigned, name char(64), help_category_id smallint unsigned, description text, example text, url text
innodb_index_stats
  database_name varchar(64), table_name varchar(199), index_name varchar(64), last_update timestamp, stat_name varchar(64), stat_value bigint unsigned,
  sample_size bigint unsigned?, stat_description varchar(1024)
innodb_table_stats
  database_name varchar(64), table_name varchar(199), last_update timestamp, n_rows bigint unsigned, clustered_index_size bigint unsigned,
  sum_of_other_index_sizes bigint unsigned
password_history
  Host char(255), User char(32), Password_timestamp timestamp, Password text?
plugin
  name varchar(64), dl varchar(128)
proc
  db char(64), name char(64), type enum('FUNCTION','PROCEDURE'), specific_name char(64), language enum('SQL'),
  sql_data_access enum('CONTAINS_SQL','NO_SQL','READS_SQL_DATA','MODIFIES_SQL_DATA'), is_deterministic enum('YES','NO'),
  security_type enum('INVOKER','DEFINER'), param_list text, returns longtext, body longtext, definer char(93), created timestamp, modified timestamp,
  sql_mode sql_mode, comment text, character_set_client char(32)?, collation_connection char(32)?, db_collation char(32)?, body_utf8 longtext?
procs_priv
  Host char(255), Db char(64), User char(32), Routine_name char(64), Routine_type enum('FUNCTION','PROCEDURE','LIBRARY'), Grantor varchar(288),
  Proc_priv set('Execute','Alter Routine','Grant'), Timestamp timestamp
proxies_priv
  Host char(255), User char(32), Proxied_host char(255), Proxied_user char(32), With_grant tinyint(1), Grantor varchar(288), Timestamp timestamp
role_edges
  FROM_HOST char(255), FROM_USER char(32), TO_HOST char(255), TO_USER char(32), WITH_ADMIN_OPTION enum('N','Y')
server_cost
  cost_name varchar(64), cost_value float?, last_update timestamp, comment varchar(1024)?, default_value float?
servers
  Server_name char(64), Host char(255), Db char(64), Username char(64), Password char(64), Port int, Socket char(64), Wrapper char(64), Owner char(64)
slow_log
  start_time timestamp, user_host mediumtext, query_time time, lock_time time, rows_sent int, rows_examined int, db varchar(512), last_insert_id int,
  insert_id int, server_id int unsigned, sql_text mediumtext, thread_id bigint unsigned
tables_priv
  Host char(255), Db char(64), User char(32), Table_name char(64), Grantor varchar(288), Timestamp timestamp,
  Table_priv set('Select','Insert','Update','Delete','Create','Drop','Grant','References','Index','Alter','Create View','Show view','Trigger'),
  Column_priv set('Select','Insert','Update','References')
time_zone
  Time_zone_id int unsigned, Use_leap_seconds enum('Y','N')
time_zone_leap_second
  Transition_time bigint, Correction int
time_zone_name
  Name char(64), Time_zone_id int unsigned
time_zone_transition
  Time_zone_id int unsigned, Transition_time bigint, Transition_type_id int unsigned
time_zone_transition_type
  Time_zone_id int unsigned, Transition_type_id int unsigned, Offset int, Is_DST tinyint unsigned, Abbreviation char(8)
user
  Host char(255), User char(32), Select_priv enum('N','Y'), Insert_priv enum('N','Y'), Update_priv enum('N','Y'), Delete_priv enum('N','Y'),
  Create_priv enum('N','Y'), Drop_priv enum('N','Y'), Reload_priv enum('N','Y'), Shutdown_priv enum('N','Y'), Process_priv enum('N','Y'),
  File_priv enum('N','Y'), Grant_priv enum('N','Y'), References_priv enum('N','Y'), Index_priv enum('N','Y'), Alter_priv enum('N','Y'),
  Show_db_priv enum('N','Y'), Super_priv enum('N','Y'), Create_tmp_table_priv enum('N','Y'), Lock_tables_priv enum('N','Y'),
  Execute_priv enum('N','Y'), Repl_slave_priv enum('N','Y'), Repl_client_priv enum('N','Y'), Create_view_priv enum('N','Y'),
  Show_view_priv enum('N','Y'), Create_routine_priv enum('N','Y'), Alter_routine_priv enum('N','Y'), Create_user_priv enum('N','Y'),
  Event_priv enum('N','Y'), Trigger_priv enum('N','Y'), Create_tablespace_priv enum('N','Y'), ssl_type enum('','ANY','X509','SPECIFIED'),
  ssl_cipher blob, x509_issuer blob, x509_subject blob, max_questions int unsigned, max_updates int unsigned, max_connections int unsigned,
  max_user_connections int unsigned, plugin char(64), authentication_string text?, password_expired enum('N','Y'), password_last_changed timestamp?,
  password_lifetime smallint unsigned?, account_locked enum('N','Y'), Create_role_priv enum('N','Y'), Drop_role_priv enum('N','Y'),
  Password_reuse_history smallint unsigned?, Password_reuse_time smallint unsigned?, Password_require_current enum('N','Y')?, User_attributes json?
`;
