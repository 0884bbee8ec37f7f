-- Arrays and maps. Positions begin with 1.

-- Of a variant the elements of an array, the members of an object, the characters of a text.
CREATE MACRO fn.variant_length(j) AS CASE json_type(j) WHEN 'ARRAY' THEN json_array_length(j) WHEN 'OBJECT' THEN len(json_keys(j)) ELSE length(json_extract_string(j, '$')) END;
CREATE MACRO fn.length(x) AS CAST(CASE WHEN typeof(x) = 'JSON' THEN fn.variant_length(to_json(x)) ELSE length(x) END AS BIGINT), (x BLOB) AS octet_length(x), (x STRUCT(mysql_time_micros BIGINT)) AS length(fn.to_text(x)), (x BIGINT) AS length(CAST(x AS VARCHAR)),
  (x DOUBLE) AS length(fn.plain_text(x)), (x DATE) AS length(CAST(x AS VARCHAR)), (x TIMESTAMP) AS length(fn.plain_text(x));
CREATE MACRO fn.array_indexof(a, x) AS coalesce(list_position(a, x), 0);
CREATE MACRO fn.array_slice(a, b, e) AS list_slice(a, CAST(b AS BIGINT), CAST(e AS BIGINT));
CREATE MACRO fn.array_compact(a) AS list_filter(a, lambda x : x IS NOT NULL);
CREATE MACRO fn.array_except(a, b) AS list_filter(a, lambda x : NOT list_contains(b, x));
-- Each value once, in the order in which it comes first.
CREATE MACRO fn.array_distinct(a) AS list_transform(list_sort(list_transform(list_distinct(a), lambda x : {'place': list_position(a, x), 'value': x})), lambda e : e.value);
CREATE MACRO fn.array_remove(a, x) AS list_filter(a, lambda e : e IS DISTINCT FROM x);
-- Positions of array_insert begin with 0; negative ones count from the end.
CREATE MACRO fn.insert_place(n, p) AS CASE WHEN p < 0 THEN greatest(n + p, 0) ELSE least(p, n) END;
CREATE MACRO fn.array_insert(a, p, x) AS list_concat(list_append(a[:CAST(fn.insert_place(len(a), p) AS BIGINT)], x), a[CAST(fn.insert_place(len(a), p) AS BIGINT) + 1:]);
CREATE MACRO fn.array_remove_last(a) AS a[1:-2];
CREATE MACRO fn.array_remove_first(a) AS a[2:];
CREATE MACRO fn.array_generate_range(a, b) AS range(a, b), (a, b, s) AS range(a, b, s);
CREATE MACRO fn.array_to_string(a, d) AS array_to_string(CASE WHEN typeof(a) = 'VARCHAR[]' THEN CAST(a AS VARCHAR[]) ELSE list_transform(a, lambda x : fn.plain_text(x)) END, d);
CREATE MACRO fn.map_of(k, v) AS map(k, v);
CREATE MACRO fn.map_contains_key(m, k) AS list_contains(map_keys(m), k);
CREATE MACRO fn.map_insert(m, k, v) AS CASE WHEN list_contains(map_keys(m), k) THEN error('map already contains the key; a fourth argument TRUE replaces its value') ELSE map_concat(m, map([k], [v])) END,
  (m, k, v, replaces) AS CASE WHEN NOT replaces AND list_contains(map_keys(m), k) THEN error('map already contains the key; a fourth argument TRUE replaces its value') ELSE map_concat(m, map([k], [v])) END;
CREATE MACRO fn.map_delete(m, keys) AS map_from_entries(list_filter(map_entries(m), lambda e : NOT list_contains(keys, e.key)));
CREATE MACRO fn.map_pick(m, keys) AS map_from_entries(list_filter(map_entries(m), lambda e : list_contains(keys, e.key)));
CREATE MACRO fn.contains(a, x) AS list_contains(a, x), (a STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)[], x TIMESTAMP) AS list_contains(list_transform(a, lambda m : fn.utc_of(m)), x), (a STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)[], x VARCHAR) AS list_contains(list_transform(a, lambda m : fn.utc_of(m)), fn.utc_of_text(x)), (a TIMESTAMP[], x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS list_contains(a, fn.utc_of(x)),
  (a VARCHAR, x) AS contains(a, x), (a JSON, x) AS json_contains(a, to_json(x));
CREATE MACRO fn.array_size(a) AS len(a), (a JSON) AS json_array_length(a);
CREATE MACRO fn.object_of(entries) AS to_json(map_from_entries(entries));
CREATE MACRO fn.l1_distance(a, b) AS CASE WHEN len(a) <> len(b) THEN error('vectors of different lengths: ' || len(a) || ' and ' || len(b)) ELSE list_sum(list_transform(list_zip(a, b), lambda p : abs(p[1] - p[2]))) END;
