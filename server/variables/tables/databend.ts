/**
 * Databend's settings ("Statements around" of the SQL dialect) that mean something here or that its clients set:
 * variables of the same kind as MySQL's, with a description behind ` -- `. As `parseVariables` reads them.
 */
export const DATABEND_SETTINGS = String.raw`
binary_input_format both enum:hex|base64|utf-8|utf-8-lossy utf-8 -- How text becomes binary
binary_output_format both enum:hex|base64|utf-8|utf-8-lossy hex -- How binary values are shown
copy_dedup_full_path_by_default both flag OFF -- Whether COPY knows files by their full path
default_order_by_null both enum:nulls_first|nulls_last|nulls_first_on_asc_last_on_desc|nulls_last_on_asc_first_on_desc nulls_last -- Where ORDER BY puts NULL
enable_auto_detect_datetime_format both flag OFF -- Whether times are read in other formats than ISO 8601
enable_experimental_connection_privilege_check both flag OFF -- Whether using a connection needs a privilege
enable_experimental_rbac_check both flag ON -- Whether privileges are checked
enable_query_result_cache both flag OFF -- Whether results of queries are kept, for the same query again and for RESULT_SCAN
geometry_output_format both enum:WKT|WKB|EWKT|EWKB|GeoJSON GeoJSON -- How geometries are shown
input_read_buffer_size both int:0..18446744073709551615 4194304 -- Bytes that a reader takes at once
load_file_metadata_expire_hours both int:0..18446744073709551615 24 -- Hours for which COPY remembers loaded files
max_result_rows both int:0..18446744073709551615 0 -- Rows of a result at most, 0 for no limit
max_threads both int:1..1024 4 -- Kept for those who set it; STAGEWIRE_ENGINE_THREADS decides
numeric_cast_option both enum:rounding|truncating rounding -- How fractions become integers
purge_duplicated_files_in_copy both flag OFF -- Whether COPY with PURGE removes files that were loaded before
query_result_cache_allow_inconsistent both flag OFF -- Whether a kept result serves although the files may have changed
query_result_cache_max_bytes both int:0..18446744073709551615 1048576 -- Bytes of a result that is kept, at most
query_result_cache_min_execute_secs both int:0..18446744073709551615 1 -- Seconds that a query whose result is kept takes to its first rows, at least
query_result_cache_ttl_secs both int:0..18446744073709551615 300 -- Seconds for which a result is kept
quoted_ident_case_sensitive both flag ON -- Whether the case of quoted names counts
sql_dialect both enum:MySQL|PostgreSQL MySQL -- How double quotes are read
read_file_limit both int:1..1073741824 67108864 -- Bytes of a file that read_file() takes at most
timezone both time-zone UTC -- The zone in which points in time are shown
unquoted_ident_case_sensitive both flag OFF -- Whether the case of bare names counts
`;
