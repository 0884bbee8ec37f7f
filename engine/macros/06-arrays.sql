-- Arrays and maps. Positions begin with 1.

-- Of a variant the elements of an array, the members of an object, the characters of a text.
CREATE MACRO fn.variant_length(j) AS CASE json_type(j) WHEN 'ARRAY' THEN json_array_length(j) WHEN 'OBJECT' THEN len(json_keys(j)) ELSE length(json_extract_string(j, '$')) END;
CREATE MACRO fn.length(x) AS CAST(CASE WHEN typeof(x) = 'JSON' THEN fn.variant_length(to_json(x)) ELSE length(x) END AS BIGINT), (x BLOB) AS octet_length(x), (x STRUCT(mysql_time_micros BIGINT)) AS length(fn.to_text(x)), (x BIGINT) AS length(CAST(x AS VARCHAR)),
  (x DOUBLE) AS length(fn.plain_text(x)), (x DATE) AS length(CAST(x AS VARCHAR)), (x TIMESTAMP) AS length(CAST(x AS VARCHAR));
CREATE MACRO fn.array_indexof(a, x) AS coalesce(list_position(a, x), 0);
CREATE MACRO fn.array_slice(a, b, e) AS list_slice(a, CAST(b AS BIGINT), CAST(e AS BIGINT));
CREATE MACRO fn.array_compact(a) AS list_filter(a, lambda x : x IS NOT NULL);
CREATE MACRO fn.array_except(a, b) AS list_filter(a, lambda x : NOT list_contains(b, x));
CREATE MACRO fn.array_remove_last(a) AS a[1:-2];
CREATE MACRO fn.array_remove_first(a) AS a[2:];
CREATE MACRO fn.array_generate_range(a, b) AS range(a, b), (a, b, s) AS range(a, b, s);
CREATE MACRO fn.array_to_string(a, d) AS array_to_string(a, d);
CREATE MACRO fn.map_of(k, v) AS map(k, v);
CREATE MACRO fn.map_contains_key(m, k) AS list_contains(map_keys(m), k);
CREATE MACRO fn.map_insert(m, k, v) AS map_concat(m, map([k], [v]));
CREATE MACRO fn.map_delete(m, keys) AS map_from_entries(list_filter(map_entries(m), lambda e : NOT list_contains(keys, e.key)));
CREATE MACRO fn.map_pick(m, keys) AS map_from_entries(list_filter(map_entries(m), lambda e : list_contains(keys, e.key)));
CREATE MACRO fn.contains(a, x) AS list_contains(a, x), (a VARCHAR, x) AS contains(a, x), (a JSON, x) AS json_contains(a, to_json(x));
CREATE MACRO fn.array_size(a) AS len(a), (a JSON) AS json_array_length(a);
CREATE MACRO fn.object_of(entries) AS to_json(map_from_entries(entries));
