/** System variables of binary log and replication, kept for those who ask, without effect; as `parseVariables` reads them. */
export const REPLICATION_VARIABLES = String.raw`
binlog_cache_size global int:4096..18446744073709547520 32768
binlog_checksum global text CRC32
binlog_direct_non_transactional_updates both flag OFF
binlog_encryption global flag OFF
binlog_error_action global enum:IGNORE_ERROR|ABORT_SERVER ABORT_SERVER
binlog_expire_logs_auto_purge global flag ON
binlog_expire_logs_seconds global int:0..4294967295 2592000
binlog_format both enum:MIXED|STATEMENT|ROW ROW
binlog_group_commit_sync_delay global int:0..1000000 0
binlog_group_commit_sync_no_delay_count global int:0..100000 0
binlog_gtid_simple_recovery fixed flag ON
binlog_max_flush_queue_time global int:0..100000 0
binlog_order_commits global flag ON
binlog_rotate_encryption_master_key_at_startup fixed flag OFF
binlog_row_event_max_size fixed int:256..18446744073709551615 8192
binlog_row_image both enum:MINIMAL|FULL|NOBLOB FULL
binlog_row_metadata global enum:MINIMAL|FULL MINIMAL
binlog_row_value_options both text
binlog_rows_query_log_events both flag OFF
binlog_stmt_cache_size global int:4096..18446744073709547520 32768
binlog_transaction_compression both flag OFF
binlog_transaction_compression_level_zstd both int:1..22 3
binlog_transaction_dependency_history_size global int:1..1000000 25000
enforce_gtid_consistency global enum:OFF|ON|WARN OFF
gtid_executed fixed text
gtid_executed_compression_period global int:0..4294967295 0
gtid_mode global enum:OFF|OFF_PERMISSIVE|ON_PERMISSIVE|ON OFF
gtid_next session text AUTOMATIC
gtid_owned fixed-both text
gtid_purged global text
immediate_server_version session int:0..999999 999999
init_replica global text
init_slave global text
log_bin fixed flag OFF
log_bin_basename fixed text
log_bin_index fixed text
log_bin_trust_function_creators global flag OFF
log_replica_updates fixed flag OFF
log_slave_updates fixed flag OFF
log_slow_replica_statements global flag OFF
log_slow_slave_statements global flag OFF
log_statements_unsafe_for_binlog global flag ON
master_verify_checksum global flag OFF
max_binlog_cache_size global int:4096..18446744073709547520 18446744073709547520
max_binlog_size global int:4096..1073741824 1073741824
max_binlog_stmt_cache_size global int:4096..18446744073709547520 18446744073709547520
max_relay_log_size global int:0..1073741824 0
original_server_version session int:0..999999 999999
pseudo_replica_mode session flag OFF
pseudo_slave_mode session flag OFF
relay_log fixed text
relay_log_basename fixed text
relay_log_index fixed text
relay_log_purge global flag ON
relay_log_recovery fixed flag OFF
relay_log_space_limit fixed int:0..18446744073709551615 0
replica_allow_batching global flag ON
replica_checkpoint_group global int:32..524280 512
replica_checkpoint_period global int:1..4294967295 300
replica_compressed_protocol global flag OFF
replica_exec_mode global enum:STRICT|IDEMPOTENT STRICT
replica_load_tmpdir fixed text
replica_max_allowed_packet global int:1024..1073741824 1073741824
replica_net_timeout global int:1..31536000 60
replica_parallel_type global enum:DATABASE|LOGICAL_CLOCK LOGICAL_CLOCK
replica_parallel_workers global int:0..1024 4
replica_pending_jobs_size_max global int:1024..18446744073709550592 134217728
replica_preserve_commit_order global flag ON
replica_skip_errors fixed text OFF
replica_sql_verify_checksum global flag ON
replica_transaction_retries global int:0..18446744073709551615 10
replica_type_conversions global text
replication_optimize_for_static_plugin_config global flag OFF
replication_sender_observe_commit_only global flag OFF
report_host fixed text
report_password fixed text
report_port fixed int:0..65535 0
report_user fixed text
require_row_format session flag OFF
rpl_read_size global int:8192..4294959104 8192
rpl_stop_replica_timeout global int:2..31536000 31536000
rpl_stop_slave_timeout global int:2..31536000 31536000
server_id global int:0..4294967295 1
server_id_bits fixed int:7..32 32
server_uuid fixed text
skip_replica_start fixed flag OFF
skip_slave_start fixed flag OFF
source_verify_checksum global flag OFF
sql_log_bin session flag ON
sql_replica_skip_counter global int:0..4294967295 0
sql_slave_skip_counter global int:0..4294967295 0
sync_binlog global int:0..4294967295 1
sync_master_info global int:0..4294967295 10000
sync_relay_log global int:0..4294967295 10000
sync_relay_log_info global int:0..4294967295 10000
sync_source_info global int:0..4294967295 10000
`;
