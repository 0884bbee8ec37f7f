/** System variables of InnoDB ("InnoDB Startup Options and System Variables"), kept for those who ask and set, without effect; as `parseVariables` reads them. */
export const INNODB_VARIABLES = String.raw`
innodb_adaptive_flushing global flag ON
innodb_adaptive_flushing_lwm global int:0..70 10
innodb_adaptive_hash_index global flag OFF
innodb_adaptive_hash_index_parts fixed int:1..512 8
innodb_adaptive_max_sleep_delay global int:0..1000000 150000
innodb_autoextend_increment global int:1..1000 64
innodb_autoinc_lock_mode fixed int:0..2 2
innodb_buffer_pool_chunk_size fixed int:1048576..18446744073709551615 134217728
innodb_buffer_pool_dump_at_shutdown global flag ON
innodb_buffer_pool_dump_now global flag OFF
innodb_buffer_pool_dump_pct global int:1..100 25
innodb_buffer_pool_filename global text ib_buffer_pool
innodb_buffer_pool_in_core_file global flag OFF
innodb_buffer_pool_instances fixed int:0..64 1
innodb_buffer_pool_load_abort global flag OFF
innodb_buffer_pool_load_at_startup fixed flag ON
innodb_buffer_pool_load_now global flag OFF
innodb_buffer_pool_size global int:5242880..9223372036854775807 134217728
innodb_change_buffer_max_size global int:0..50 25
innodb_change_buffering global enum:none|inserts|deletes|changes|purges|all none
innodb_checksum_algorithm global enum:crc32|strict_crc32|innodb|strict_innodb|none|strict_none crc32
innodb_cmp_per_index_enabled global flag OFF
innodb_commit_concurrency global int:0..1000 0
innodb_compression_failure_threshold_pct global int:0..100 5
innodb_compression_level global int:0..9 6
innodb_compression_pad_pct_max global int:0..75 50
innodb_concurrency_tickets global int:1..4294967295 5000
innodb_data_file_path fixed text ibdata1:12M:autoextend
innodb_data_home_dir fixed text
innodb_ddl_buffer_size both int:65536..4294967295 1048576
innodb_ddl_threads both int:1..64 4
innodb_deadlock_detect global flag ON
innodb_dedicated_server fixed flag OFF
innodb_default_row_format global enum:redundant|compact|dynamic dynamic
innodb_directories fixed text
innodb_disable_sort_file_cache global flag OFF
innodb_doublewrite global enum:OFF|ON|DETECT_ONLY|DETECT_AND_RECOVER ON
innodb_doublewrite_batch_size fixed int:0..256 0
innodb_doublewrite_dir fixed text
innodb_doublewrite_files fixed int:1..256 2
innodb_doublewrite_pages fixed int:1..512 128
innodb_extend_and_initialize global flag ON
innodb_fast_shutdown global int:0..2 1
innodb_file_per_table global flag ON
innodb_fill_factor global int:10..100 100
innodb_flush_log_at_timeout global int:1..2700 1
innodb_flush_log_at_trx_commit global int:0..2 1
innodb_flush_method fixed text O_DIRECT
innodb_flush_neighbors global int:0..2 0
innodb_flush_sync global flag ON
innodb_flushing_avg_loops global int:1..1000 30
innodb_force_load_corrupted fixed flag OFF
innodb_force_recovery fixed int:0..6 0
innodb_fsync_threshold global int:0..18446744073709551615 0
innodb_ft_aux_table global text
innodb_ft_cache_size fixed int:1600000..80000000 8000000
innodb_ft_enable_diag_print global flag OFF
innodb_ft_enable_stopword both flag ON
innodb_ft_max_token_size fixed int:10..84 84
innodb_ft_min_token_size fixed int:0..16 3
innodb_ft_num_word_optimize global int:1000..10000 2000
innodb_ft_result_cache_limit global int:1000000..4294967295 2000000000
innodb_ft_server_stopword_table global text
innodb_ft_sort_pll_degree fixed int:1..32 2
innodb_ft_total_cache_size fixed int:32000000..1600000000 640000000
innodb_ft_user_stopword_table both text
innodb_idle_flush_pct global int:0..100 100
innodb_io_capacity global int:100..18446744073709551615 10000
innodb_io_capacity_max global int:100..18446744073709551615 20000
innodb_lock_wait_timeout both int:1..1073741824 50
innodb_log_buffer_size global int:262144..4294967295 67108864
innodb_log_checksums global flag ON
innodb_log_compressed_pages global flag ON
innodb_log_file_size fixed int:4194304..9223372036854775807 50331648
innodb_log_files_in_group fixed int:2..100 2
innodb_log_group_home_dir fixed text ./
innodb_log_spin_cpu_abs_lwm global int:0..4294967295 80
innodb_log_spin_cpu_pct_hwm global int:0..100 50
innodb_log_wait_for_flush_spin_hwm global int:0..18446744073709551615 400
innodb_log_write_ahead_size global int:512..65536 8192
innodb_log_writer_threads global flag OFF
innodb_lru_scan_depth global int:100..18446744073709551615 1024
innodb_max_dirty_pages_pct global double:0..99.999 90
innodb_max_dirty_pages_pct_lwm global double:0..99.999 10
innodb_max_purge_lag global int:0..4294967295 0
innodb_max_purge_lag_delay global int:0..10000000 0
innodb_max_undo_log_size global int:10485760..18446744073709551615 1073741824
innodb_monitor_disable global text
innodb_monitor_enable global text
innodb_monitor_reset global text
innodb_monitor_reset_all global text
innodb_numa_interleave fixed flag ON
innodb_old_blocks_pct global int:5..95 37
innodb_old_blocks_time global int:0..4294967295 1000
innodb_online_alter_log_max_size global int:65536..18446744073709551615 134217728
innodb_open_files global int:10..2147483647 4000
innodb_optimize_fulltext_only global flag OFF
innodb_page_cleaners fixed int:1..64 1
innodb_page_size fixed int:4096..65536 16384
innodb_parallel_read_threads session int:1..256 4
innodb_print_all_deadlocks global flag OFF
innodb_print_ddl_logs global flag OFF
innodb_purge_batch_size global int:1..5000 300
innodb_purge_rseg_truncate_frequency global int:1..128 128
innodb_purge_threads fixed int:1..32 1
innodb_random_read_ahead global flag OFF
innodb_read_ahead_threshold global int:0..64 56
innodb_read_io_threads fixed int:1..64 4
innodb_read_only fixed flag OFF
innodb_redo_log_archive_dirs global text
innodb_redo_log_capacity global int:8388608..549755813888 104857600
innodb_redo_log_encrypt global flag OFF
innodb_replication_delay global int:0..4294967295 0
innodb_rollback_on_timeout fixed flag OFF
innodb_rollback_segments global int:1..128 128
innodb_segment_reserve_factor global double:0.03..40 12.5
innodb_sort_buffer_size fixed int:65536..67108864 1048576
innodb_spin_wait_delay global int:0..1000 6
innodb_spin_wait_pause_multiplier global int:0..100 50
innodb_stats_auto_recalc global flag ON
innodb_stats_include_delete_marked global flag OFF
innodb_stats_method global enum:nulls_equal|nulls_unequal|nulls_ignored nulls_equal
innodb_stats_on_metadata global flag OFF
innodb_stats_persistent global flag ON
innodb_stats_persistent_sample_pages global int:1..18446744073709551615 20
innodb_stats_transient_sample_pages global int:1..18446744073709551615 8
innodb_status_output global flag OFF
innodb_status_output_locks global flag OFF
innodb_strict_mode both flag ON
innodb_sync_array_size fixed int:1..1024 1
innodb_sync_spin_loops global int:0..4294967295 30
innodb_table_locks both flag ON
innodb_temp_data_file_path fixed text ibtmp1:12M:autoextend
innodb_temp_tablespaces_dir fixed text ./#innodb_temp/
innodb_thread_concurrency global int:0..1000 0
innodb_thread_sleep_delay global int:0..1000000 10000
innodb_tmpdir both text
innodb_undo_directory fixed text ./
innodb_undo_log_encrypt global flag OFF
innodb_undo_log_truncate global flag ON
innodb_undo_tablespaces global int:2..127 2
innodb_use_fdatasync global flag ON
innodb_use_native_aio fixed flag ON
innodb_validate_tablespace_paths fixed flag ON
innodb_version fixed text 8.4.0
innodb_write_io_threads fixed int:1..64 4
`;
