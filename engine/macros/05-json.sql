-- JSON of MySQL and VARIANT of Databend; both are DuckDB's JSON.

-- MySQL's paths are DuckDB's but for `**` and ranges; several paths or a wildcard give an array.
CREATE MACRO fn.json_extract(j, p) AS CASE WHEN contains(p, '*') THEN nullif(to_json(json_extract(j, [p])[1]), 'null'::JSON) ELSE json_extract(j, p) END;
CREATE MACRO fn.json_unquote(j) AS json_extract_string(j, '$'), (j VARCHAR) AS CASE WHEN starts_with(j, '"') AND json_valid(j) THEN json_extract_string(j, '$') ELSE j END;
CREATE MACRO fn.json_quote(s) AS CAST(to_json(s) AS VARCHAR);
CREATE MACRO fn.size_of(j) AS CASE json_type(j) WHEN 'ARRAY' THEN json_array_length(j) WHEN 'OBJECT' THEN len(json_keys(j)) ELSE CASE WHEN j IS NULL THEN NULL ELSE 1 END END;
CREATE MACRO fn.json_length(j) AS fn.size_of(j), (j, p) AS fn.size_of(json_extract(j, p));
CREATE MACRO fn.json_type(j) AS CASE json_type(j) WHEN 'ARRAY' THEN 'ARRAY' WHEN 'OBJECT' THEN 'OBJECT' WHEN 'VARCHAR' THEN 'STRING' WHEN 'BOOLEAN' THEN 'BOOLEAN' WHEN 'NULL' THEN 'NULL'
  WHEN 'UBIGINT' THEN CASE WHEN CAST(CAST(j AS VARCHAR) AS HUGEINT) > 9223372036854775807 THEN 'UNSIGNED INTEGER' ELSE 'INTEGER' END WHEN 'BIGINT' THEN 'INTEGER' WHEN 'DOUBLE' THEN 'DOUBLE' ELSE json_type(j) END;
CREATE MACRO fn.json_typeof(j) AS CASE json_type(j) WHEN 'VARCHAR' THEN 'STRING' WHEN 'UBIGINT' THEN 'INTEGER' WHEN 'BIGINT' THEN 'INTEGER' WHEN 'DOUBLE' THEN 'DECIMAL' ELSE json_type(j) END;
CREATE MACRO fn.keys_of(j) AS CASE WHEN json_type(j) = 'OBJECT' THEN to_json(json_keys(j)) ELSE NULL END;
CREATE MACRO fn.json_keys(j) AS fn.keys_of(j), (j, p) AS fn.keys_of(json_extract(j, p));
CREATE MACRO fn.object_keys(j) AS CASE WHEN json_type(j) = 'OBJECT' THEN json_keys(j) ELSE NULL END;
CREATE MACRO fn.json_contains(j, c) AS json_contains(j, c), (j, c, p) AS json_contains(json_extract(j, p), c);
CREATE MACRO fn.json_contains_path(j, how, paths) AS CASE WHEN j IS NULL OR how IS NULL THEN NULL WHEN lower(how) = 'one' THEN len(list_filter(paths, lambda p : json_exists(j, p))) > 0 ELSE len(list_filter(paths, lambda p : json_exists(j, p))) = len(paths) END;
CREATE MACRO fn.json_overlaps(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL
  WHEN json_type(a) = 'OBJECT' AND json_type(b) = 'OBJECT' THEN len(list_filter(json_keys(a), lambda k : json_extract(a, fn.key_path(k)) = json_extract(b, fn.key_path(k)))) > 0
  ELSE list_has_any(fn.elements(a), fn.elements(b)) END;
-- A key as a JSON pointer, which can name any.
CREATE MACRO fn.key_path(k) AS '/' || replace(replace(k, '~', '~0'), '/', '~1');
CREATE MACRO fn.elements(j) AS CASE WHEN json_type(j) = 'ARRAY' THEN CAST(j AS JSON[]) ELSE [CAST(j AS JSON)] END;
CREATE MACRO fn.json_depth(j) AS CASE WHEN j IS NULL THEN NULL ELSE 1 + (SELECT max(len(regexp_extract_all(regexp_replace(fullkey, '"(\\.|[^"\\])*"', 'k', 'g'), '\.|\['))) FROM json_tree(CAST(j AS JSON))) END;
CREATE MACRO fn.json_pretty(j) AS json_pretty(j);
CREATE MACRO fn.json_storage_size(j) AS octet_length(encode(CAST(j AS VARCHAR)));
CREATE MACRO fn.json_merge_patch(a, b) AS json_merge_patch(a, b);
CREATE MACRO fn.json_search(j, how, s) AS (SELECT CASE WHEN count(*) = 0 THEN NULL WHEN lower(any_value(how)) = 'one' OR count(*) = 1 THEN to_json(min_by(fullkey, id)) ELSE to_json(list(fullkey ORDER BY id)) END FROM json_tree(CAST(j AS JSON)) WHERE type = 'VARCHAR' AND json_extract_string(value, '$') LIKE s ESCAPE '\');
CREATE MACRO fn.json_valid(x) AS json_valid(x);
CREATE MACRO fn.check_json(s) AS CASE WHEN s IS NULL OR json_valid(s) THEN NULL ELSE 'invalid JSON text' END;
CREATE MACRO fn.try_parse_json(s) AS TRY_CAST(s AS JSON);
CREATE MACRO fn.variant_at(j, k) AS CASE WHEN json_type(j) = 'ARRAY' THEN json_extract(j, TRY_CAST(k AS BIGINT)) ELSE json_extract(j, fn.key_path(CAST(k AS VARCHAR))) END;
CREATE MACRO fn.dollar_path(p) AS CASE WHEN p = '' THEN '$' WHEN starts_with(p, '$') THEN p WHEN starts_with(p, '[') THEN '$' || p ELSE '$.' || p END;
CREATE MACRO fn.get_path(j, p) AS json_extract(j, fn.dollar_path(p));
CREATE MACRO fn.get_ignore_case(j, k) AS json_extract(j, fn.key_path(list_filter(json_keys(j), lambda x : lower(x) = lower(k))[1]));
CREATE MACRO fn.json_strip_nulls(j) AS CASE WHEN json_type(j) = 'OBJECT' THEN json_merge_patch('{}', j) ELSE j END;
CREATE MACRO fn.strip_null_value(j) AS CASE WHEN json_type(j) = 'NULL' THEN NULL ELSE j END;
CREATE MACRO fn.object_insert(j, k, v) AS json_merge_patch(j, json_object(CAST(k AS VARCHAR), v));
CREATE MACRO fn.object_delete(j, keys) AS (SELECT coalesce(json_group_object(k, json_extract(j, fn.key_path(k))), '{}'::JSON) FROM (SELECT unnest(json_keys(j)) AS k) WHERE NOT list_contains(keys, k));
CREATE MACRO fn.object_pick(j, keys) AS (SELECT coalesce(json_group_object(k, json_extract(j, fn.key_path(k))), '{}'::JSON) FROM (SELECT unnest(json_keys(j)) AS k) WHERE list_contains(keys, k));
CREATE MACRO fn.as_string(j) AS CASE WHEN json_type(j) = 'VARCHAR' THEN json_extract_string(j, '$') END;
CREATE MACRO fn.as_integer(j) AS CASE WHEN json_type(j) IN ('UBIGINT', 'BIGINT') THEN CAST(j AS BIGINT) END;
CREATE MACRO fn.as_float(j) AS CASE WHEN json_type(j) IN ('UBIGINT', 'BIGINT', 'DOUBLE') THEN CAST(j AS DOUBLE) END;
CREATE MACRO fn.as_boolean(j) AS CASE WHEN json_type(j) = 'BOOLEAN' THEN CAST(j AS BOOLEAN) END;
CREATE MACRO fn.as_array(j) AS CASE WHEN json_type(j) = 'ARRAY' THEN j END;
CREATE MACRO fn.as_object(j) AS CASE WHEN json_type(j) = 'OBJECT' THEN j END;
CREATE MACRO fn.is_string(j) AS json_type(j) = 'VARCHAR';
CREATE MACRO fn.is_integer(j) AS json_type(j) IN ('UBIGINT', 'BIGINT');
CREATE MACRO fn.is_float(j) AS json_type(j) IN ('UBIGINT', 'BIGINT', 'DOUBLE');
CREATE MACRO fn.is_boolean(j) AS json_type(j) = 'BOOLEAN';
CREATE MACRO fn.is_array(j) AS json_type(j) = 'ARRAY';
CREATE MACRO fn.is_object(j) AS json_type(j) = 'OBJECT';
CREATE MACRO fn.is_null_value(j) AS json_type(j) = 'NULL';

-- Rows of FLATTEN: an entry per element; `seq` numbers inputs, and one call sees one input.
CREATE MACRO fn.flatten_entry(k, p, i, v, j) AS {'seq': 1::BIGINT, 'key': k::VARCHAR, 'path': p::VARCHAR, 'index': i::BIGINT, 'value': v::JSON, 'this': j::JSON};
CREATE MACRO fn.flatten_at(j, p, how) AS CASE
  WHEN json_type(j) = 'ARRAY' AND how <> 'object' THEN list_transform(range(0, CAST(json_array_length(j) AS BIGINT)), lambda i : fn.flatten_entry(NULL, p || '[' || i || ']', i, json_extract(j, '$[' || i || ']'), j))
  WHEN json_type(j) = 'OBJECT' AND how <> 'array' THEN list_transform(list_sort(json_keys(j)), lambda k : fn.flatten_entry(k, CASE WHEN p = '' THEN k ELSE p || '.' || k END, NULL, json_extract(j, fn.key_path(k)), j))
  ELSE [] END;
CREATE MACRO fn.or_one(l, p, j, keep) AS CASE WHEN keep AND len(coalesce(l, [])) = 0 THEN [fn.flatten_entry(NULL, p, NULL, NULL, j)] ELSE l END;
CREATE MACRO fn.flatten_variant(j, p, how, keep) AS fn.or_one(fn.flatten_at(json_extract(j, fn.dollar_path(p)), p, lower(how)), p, json_extract(j, fn.dollar_path(p)), keep);
CREATE MACRO fn.flatten_recursive(j, p, how, keep) AS (SELECT list(fn.flatten_entry(CASE WHEN TRY_CAST(key AS BIGINT) IS NULL THEN key END, ltrim(fullkey[2:], '.'), TRY_CAST(key AS BIGINT), value, NULL) ORDER BY id) FROM json_tree(CAST(json_extract(j, fn.dollar_path(p)) AS JSON)) WHERE key IS NOT NULL);
