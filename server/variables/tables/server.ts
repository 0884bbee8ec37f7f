/** System variables of MySQL 8.4 ("Server System Variables"), as `parseVariables` reads them. */
export const SERVER_VARIABLES = String.raw`
activate_all_roles_on_login global flag OFF
admin_address fixed text
admin_port fixed int:0..65535 33062
admin_ssl_ca global text
admin_ssl_capath global text
admin_ssl_cert global text
admin_ssl_cipher global text
admin_ssl_crl global text
admin_ssl_crlpath global text
admin_ssl_key global text
admin_tls_ciphersuites global text
admin_tls_version global text TLSv1.2,TLSv1.3
authentication_policy global text *,,
auto_generate_certs fixed flag ON
auto_increment_increment both int:1..65535 1
auto_increment_offset both int:1..65535 1
autocommit both flag ON
automatic_sp_privileges global flag ON
back_log fixed int:1..65535 4096
basedir fixed text
big_tables both flag OFF
bind_address fixed text *
block_encryption_mode both text aes-128-ecb
build_id fixed text
bulk_insert_buffer_size both int:0..18446744073709551615 8388608
caching_sha2_password_auto_generate_rsa_keys fixed flag ON
caching_sha2_password_digest_rounds fixed int:5000..4095000 5000
caching_sha2_password_private_key_path fixed text private_key.pem
caching_sha2_password_public_key_path fixed text public_key.pem
character_set_client both client-charset utf8mb4
character_set_connection both charset utf8mb4
character_set_database both charset utf8mb4
character_set_filesystem both charset binary
character_set_results both result-charset utf8mb4
character_set_server both charset utf8mb4
character_set_system fixed text utf8mb3
character_sets_dir fixed text
check_proxy_users global flag OFF
check_table_functions global enum:WARN|ABORT ABORT
collation_connection both collation utf8mb4_0900_ai_ci
collation_database both collation utf8mb4_0900_ai_ci
collation_server both collation utf8mb4_0900_ai_ci
completion_type both enum:NO_CHAIN|CHAIN|RELEASE NO_CHAIN
concurrent_insert global enum:NEVER|AUTO|ALWAYS AUTO
connect_timeout global int:2..31536000 10
connection_memory_chunk_size both int:0..536870912 8192
connection_memory_limit both int:2097152..18446744073709551615 18446744073709551615
create_admin_listener_thread fixed flag OFF
cte_max_recursion_depth both int:0..4294967295 1000
datadir fixed text
debug_sensitive_session_string session text
default_collation_for_utf8mb4 both enum:utf8mb4_0900_ai_ci|utf8mb4_general_ci utf8mb4_0900_ai_ci
default_password_lifetime global int:0..65535 0
default_storage_engine both enum:STAGEWIRE STAGEWIRE
default_table_encryption both flag OFF
default_tmp_storage_engine both enum:STAGEWIRE STAGEWIRE
default_week_format both int:0..7 0
delay_key_write global enum:OFF|ON|ALL ON
delayed_insert_limit global int:1..18446744073709551615 100
delayed_insert_timeout global int:1..31536000 300
delayed_queue_size global int:1..18446744073709551615 1000
disabled_storage_engines fixed text
disconnect_on_expired_password fixed flag ON
div_precision_increment both int:0..30 4
end_markers_in_json both flag OFF
eq_range_index_dive_limit both int:0..4294967295 200
error_count fixed-session int:0..65535 0
event_scheduler global enum:OFF|ON|DISABLED OFF
explain_format both enum:TRADITIONAL|JSON|TREE|TRADITIONAL_STRICT TRADITIONAL
explain_json_format_version both int:1..2 1
explicit_defaults_for_timestamp both flag ON
external_user fixed-session text
flush global flag OFF
flush_time global int:0..31536000 0
foreign_key_checks both flag ON
ft_boolean_syntax global text + -><()~*:""&|
ft_max_word_len fixed int:10..84 84
ft_min_word_len fixed int:1..9223372036854775807 4
ft_query_expansion_limit fixed int:0..1000 20
ft_stopword_file fixed text (built-in)
general_log global flag OFF
general_log_file global text
generated_random_password_length both int:5..255 20
global_connection_memory_limit global int:16777216..18446744073709551615 18446744073709551615
global_connection_memory_tracking both flag OFF
group_concat_max_len both int:4..18446744073709551615 1048576
have_compress fixed text YES
have_dynamic_loading fixed text NO
have_geometry fixed text NO
have_openssl fixed text DISABLED
have_profiling fixed text NO
have_query_cache fixed text NO
have_rtree_keys fixed text NO
have_ssl fixed text DISABLED
have_statement_timeout fixed text YES
have_symlink fixed text DISABLED
histogram_generation_max_mem_size both int:1000000..18446744073709551615 20000000
host_cache_size global int:0..65536 0
hostname fixed text
identity session int:0..18446744073709551615 0
information_schema_stats_expiry both int:0..31536000 86400
init_connect global text
init_file fixed text
insert_id session int:0..18446744073709551615 0
interactive_timeout both int:1..31536000 28800
internal_tmp_mem_storage_engine both enum:MEMORY|TempTable TempTable
join_buffer_size both int:128..18446744073709547520 262144
keep_files_on_create both flag OFF
key_buffer_size global int:0..18446744073709551615 8388608
key_cache_age_threshold global int:100..18446744073709551615 300
key_cache_block_size global int:512..16384 1024
key_cache_division_limit global int:1..100 100
keyring_operations global flag ON
large_files_support fixed flag ON
large_page_size fixed int:0..65535 0
large_pages fixed flag OFF
last_insert_id session int:0..18446744073709551615 0
lc_messages both text en_US
lc_messages_dir fixed text
lc_time_names both text en_US
license fixed text Apache-2.0
local_infile global flag ON
lock_wait_timeout both int:1..31536000 31536000
locked_in_memory fixed flag OFF
log_error fixed text stderr
log_error_services global text log_filter_internal; log_sink_internal
log_error_suppression_list global text
log_error_verbosity global int:1..3 2
log_output global text FILE
log_queries_not_using_indexes global flag OFF
log_raw global flag OFF
log_slow_admin_statements global flag OFF
log_slow_extra global flag OFF
log_throttle_queries_not_using_indexes global int:0..4294967295 0
log_timestamps global enum:UTC|SYSTEM UTC
long_query_time both double:0..31536000 10
low_priority_updates both flag OFF
lower_case_file_system fixed flag OFF
lower_case_table_names fixed int:0..2 0
mandatory_roles global text
max_allowed_packet both int:1024..1073741824 67108864
max_connect_errors global int:1..18446744073709551615 100
max_connections global int:1..100000 1040
max_delayed_threads both int:0..16384 20
max_digest_length fixed int:0..1048576 1024
max_error_count both int:0..65535 1024
max_execution_time both int:0..4294967295 0
max_heap_table_size both int:16384..18446744073709551615 16777216
max_insert_delayed_threads both int:0..16384 20
max_join_size both int:1..18446744073709551615 18446744073709551615
max_length_for_sort_data both int:4..8388608 4096
max_points_in_geometry both int:3..1048576 65536
max_prepared_stmt_count global int:0..4194304 16382
max_seeks_for_key both int:1..18446744073709551615 18446744073709551615
max_sort_length both int:4..8388608 1024
max_sp_recursion_depth both int:0..255 0
max_user_connections both int:0..4294967295 0
max_write_lock_count global int:1..18446744073709551615 18446744073709551615
min_examined_row_limit both int:0..18446744073709551615 0
myisam_data_pointer_size global int:2..7 6
myisam_max_sort_file_size global int:0..9223372036853727232 9223372036853727232
myisam_mmap_size fixed int:7..18446744073709551615 18446744073709551615
myisam_recover_options fixed text OFF
myisam_sort_buffer_size both int:4096..18446744073709551615 8388608
myisam_stats_method both enum:nulls_equal|nulls_unequal|nulls_ignored nulls_unequal
myisam_use_mmap global flag OFF
net_buffer_length both int:1024..1048576 16384
net_compression_level fixed int:1..9 6
net_read_timeout both int:1..31536000 30
net_retry_count both int:1..18446744073709551615 10
net_write_timeout both int:1..31536000 60
ngram_token_size fixed int:1..10 2
offline_mode global flag OFF
old_alter_table both flag OFF
open_files_limit fixed int:0..4294967295 10000
optimizer_max_subgraph_pairs both int:1..2147483647 100000
optimizer_prune_level both int:0..1 1
optimizer_search_depth both int:0..62 62
optimizer_switch both text index_merge=on,index_merge_union=on,index_merge_sort_union=on,index_merge_intersection=on,engine_condition_pushdown=on,index_condition_pushdown=on,mrr=on,mrr_cost_based=on,block_nested_loop=on,batched_key_access=off,materialization=on,semijoin=on,loosescan=on,firstmatch=on,duplicateweedout=on,subquery_materialization_cost_based=on,use_index_extensions=on,condition_fanout_filter=on,derived_merge=on,use_invisible_indexes=off,skip_scan=on,hash_join=on,subquery_to_derived=off,prefer_ordering_index=on,hypergraph_optimizer=off,derived_condition_pushdown=on,hash_set_operations=on
optimizer_trace both text enabled=off,one_line=off
optimizer_trace_features both text greedy_search=on,range_optimizer=on,dynamic_range=on,repeated_subselect=on
optimizer_trace_limit both int:0..2147483647 1
optimizer_trace_max_mem_size both int:0..4294967295 1048576
optimizer_trace_offset both int:-2147483648..2147483647 -1
parser_max_mem_size both int:10000000..18446744073709551615 18446744073709551615
partial_revokes global flag OFF
password_history global int:0..4294967295 0
password_require_current global flag OFF
password_reuse_interval global int:0..4294967295 0
persist_only_admin_x509_subject fixed text
persist_sensitive_variables_in_plaintext fixed flag ON
persisted_globals_load fixed flag ON
pid_file fixed text
plugin_dir fixed text
port fixed int:0..65535 3307
preload_buffer_size both int:1024..1073741824 32768
print_identified_with_as_hex both flag OFF
profiling both flag OFF
profiling_history_size both int:0..100 15
protocol_compression_algorithms global text zlib,zstd,uncompressed
protocol_version fixed int:0..255 10
proxy_user fixed-session text
pseudo_thread_id session int:0..18446744073709551615 0
query_alloc_block_size both int:1024..4294967295 8192
query_prealloc_size both int:8192..18446744073709551615 8192
rand_seed1 session int:0..18446744073709551615 0
rand_seed2 session int:0..18446744073709551615 0
range_alloc_block_size both int:4096..4294967295 4096
range_optimizer_max_mem_size both int:0..18446744073709551615 8388608
read_buffer_size both int:8192..2147479552 131072
read_only global flag OFF
read_rnd_buffer_size both int:1..2147483647 262144
regexp_stack_limit global int:0..2147483647 8000000
regexp_time_limit global int:0..2147483647 32
require_secure_transport global flag OFF
restrict_fk_on_non_standard_key both flag ON
resultset_metadata session enum:FULL|NONE FULL
schema_definition_cache global int:256..524288 256
secondary_engine_cost_threshold session double:0..1e308 100000
secure_file_priv fixed text? NULL
select_into_buffer_size both int:8192..2147479552 131072
select_into_disk_sync both flag OFF
select_into_disk_sync_delay both int:0..31536000 0
session_track_gtids both enum:OFF|OWN_GTID|ALL_GTIDS OFF
session_track_schema both flag ON
session_track_state_change both flag OFF
session_track_system_variables both text time_zone,autocommit,character_set_client,character_set_results,character_set_connection
session_track_transaction_info both enum:OFF|STATE|CHARACTERISTICS OFF
set_operations_buffer_size both int:16384..1073741824 262144
sha256_password_auto_generate_rsa_keys fixed flag ON
sha256_password_private_key_path fixed text private_key.pem
sha256_password_proxy_users global flag OFF
sha256_password_public_key_path fixed text public_key.pem
show_create_table_skip_secondary_engine session flag OFF
show_create_table_verbosity both flag OFF
show_gipk_in_create_table_and_information_schema both flag ON
skip_external_locking fixed flag ON
skip_name_resolve fixed flag OFF
skip_networking fixed flag OFF
skip_show_database fixed flag OFF
slow_launch_time global int:0..31536000 2
slow_query_log global flag OFF
slow_query_log_file global text
socket fixed text
sort_buffer_size both int:32768..18446744073709551615 262144
sql_auto_is_null both flag OFF
sql_big_selects both flag ON
sql_buffer_result both flag OFF
sql_generate_invisible_primary_key both flag OFF
sql_log_off both flag OFF
sql_mode both sql-mode ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION
sql_notes both flag ON
sql_quote_show_create both flag ON
sql_require_primary_key both flag OFF
sql_safe_updates both flag OFF
sql_select_limit both int:0..18446744073709551615 18446744073709551615
sql_warnings both flag OFF
ssl_ca global text
ssl_capath global text
ssl_cert global text
ssl_cipher global text
ssl_crl global text
ssl_crlpath global text
ssl_fips_mode fixed enum:OFF|ON|STRICT OFF
ssl_key global text
ssl_session_cache_mode global flag ON
ssl_session_cache_timeout global int:0..84600 300
statement_id fixed-session int:0..18446744073709551615 0
stored_program_cache global int:16..524288 256
stored_program_definition_cache global int:256..524288 256
super_read_only global flag OFF
system_time_zone fixed text UTC
table_definition_cache global int:400..524288 2000
table_encryption_privilege_check global flag OFF
table_open_cache global int:1..524288 4000
table_open_cache_instances fixed int:1..64 16
tablespace_definition_cache global int:256..524288 256
temptable_max_mmap global int:0..18446744073709551615 0
temptable_max_ram global int:2097152..18446744073709551615 1073741824
temptable_use_mmap global flag OFF
terminology_use_previous both enum:NONE|BEFORE_8_0_26|BEFORE_8_2_0 NONE
thread_cache_size global int:0..16384 9
thread_handling fixed enum:no-threads|one-thread-per-connection|loaded-dynamically one-thread-per-connection
thread_stack fixed int:131072..1125899906842624 1048576
time_zone both time-zone SYSTEM
timestamp session double:0..2147483647 0
tls_certificates_enforced_validation fixed flag OFF
tls_ciphersuites global text
tls_version global text TLSv1.2,TLSv1.3
tmp_table_size both int:1024..18446744073709551615 16777216
tmpdir fixed text /tmp
transaction_alloc_block_size both int:1024..131072 8192
transaction_isolation both enum:READ-UNCOMMITTED|READ-COMMITTED|REPEATABLE-READ|SERIALIZABLE REPEATABLE-READ
transaction_prealloc_size both int:1024..131072 4096
transaction_read_only both flag OFF
unique_checks both flag ON
updatable_views_with_limit both flag ON
use_secondary_engine session enum:OFF|ON|FORCED ON
version fixed text
version_comment fixed text Stagewire
version_compile_machine fixed text
version_compile_os fixed text
version_compile_zlib fixed text 1.3.1
wait_timeout both int:1..31536000 28800
warning_count fixed-session int:0..65535 0
windowing_use_high_precision both flag ON
xa_detach_on_prepare both flag ON
`;
