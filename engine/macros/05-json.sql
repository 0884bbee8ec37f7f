-- JSON of MySQL and VARIANT of Databend; both are DuckDB's JSON.

CREATE MACRO fn.json_unquote(j) AS json_extract_string(j, '$'), (j VARCHAR) AS CASE WHEN starts_with(j, '"') AND json_valid(j) THEN json_extract_string(j, '$') ELSE j END;
CREATE MACRO fn.json_quote(s) AS CAST(to_json(s) AS VARCHAR);
CREATE MACRO fn.size_of(j) AS CASE json_type(j) WHEN 'ARRAY' THEN json_array_length(j) WHEN 'OBJECT' THEN len(json_keys(j)) ELSE CASE WHEN j IS NULL THEN NULL ELSE 1 END END;
CREATE MACRO fn.json_length(j) AS fn.size_of(j), (j, p) AS fn.size_of(json_extract(j, p));
CREATE MACRO fn.json_type(j) AS CASE json_type(j) WHEN 'ARRAY' THEN 'ARRAY' WHEN 'OBJECT' THEN 'OBJECT' WHEN 'VARCHAR' THEN 'STRING' WHEN 'BOOLEAN' THEN 'BOOLEAN' WHEN 'NULL' THEN 'NULL'
  WHEN 'UBIGINT' THEN CASE WHEN CAST(CAST(j AS VARCHAR) AS HUGEINT) > 9223372036854775807 THEN 'UNSIGNED INTEGER' ELSE 'INTEGER' END WHEN 'BIGINT' THEN 'INTEGER' WHEN 'DOUBLE' THEN 'DOUBLE' ELSE json_type(j) END;
CREATE MACRO fn.json_typeof(j) AS CASE json_type(j) WHEN 'VARCHAR' THEN 'STRING' WHEN 'UBIGINT' THEN 'INTEGER' WHEN 'BIGINT' THEN 'INTEGER' WHEN 'DOUBLE' THEN 'DECIMAL' ELSE json_type(j) END;
CREATE MACRO fn.keys_of(j) AS CASE WHEN json_type(j) = 'OBJECT' THEN to_json(json_keys(j)) ELSE NULL END;
CREATE MACRO fn.json_keys(j) AS fn.keys_of(j), (j, p) AS fn.keys_of(json_extract(j, p));
CREATE MACRO fn.object_keys(j) AS CASE WHEN json_type(j) = 'OBJECT' THEN list_sort(json_keys(j)) ELSE NULL END;
CREATE MACRO fn.json_contains_path(j, how, paths) AS CASE WHEN j IS NULL OR how IS NULL OR len(list_filter(paths, lambda p : p IS NULL)) > 0 THEN NULL WHEN lower(how) = 'one' THEN len(list_filter(paths, lambda p : json_exists(j, p))) > 0 ELSE len(list_filter(paths, lambda p : json_exists(j, p))) = len(paths) END;
-- A key as a JSON pointer, which can name any.
CREATE MACRO fn.key_path(k) AS '/' || replace(replace(k, '~', '~0'), '/', '~1');
-- The engine writes a fraction as the DOUBLE that it takes it for. A pattern of numbers that it writes otherwise than they stand: with an exponent, with zeros at their end, very small, of more than 15 digits. (`1.0` is written so.)
CREATE MACRO fn.reworded_number() AS '(?:-?\d+(?:\.\d+0(?:[\s,}\]]|$)|(?:\.\d+)?[eE]|\.\d{13}|\.0{6})|-?\d{4,}\.\d{9}|-?\d{8,}\.\d{5}|-?\d{12,}\.\d)';
CREATE MACRO fn.may_be_reworded(d) AS regexp_matches(d, '(?:^|[\s:,\[])' || fn.reworded_number());
CREATE MACRO fn.is_nested(p) AS starts_with(p, '{') OR starts_with(p, '[');
-- Whether that may be so of the part `p` of the document `d` at a path that ends with the key `key`, in quotes; NULL for another end. With escapes a key may stand there otherwise.
CREATE MACRO fn.part_may_be_reworded(d, p, key) AS CASE WHEN key IS NULL OR fn.is_nested(p) OR contains(d, '\u') THEN fn.may_be_reworded(d) ELSE regexp_matches(d, regexp_escape(key) || '\s*:\s*' || fn.reworded_number()) END;
-- The part as it stands. Where a key is there once a pattern finds its number, else our own rules, which take ten times as long.
CREATE MACRO fn.part_as_written(d, p, keys, key) AS CASE WHEN key IS NULL OR fn.is_nested(p) OR contains(d, '\u') OR contains(substr(d, strpos(d, key) + 1), key) THEN stagewire_get_by_keypath(d, keys)
  ELSE CAST(nullif(regexp_extract(d, regexp_escape(key) || '\s*:\s*(-?\d[\d.eE+-]*)', 1), '') AS JSON) END;
-- (The part is computed for each time that it is named where the engine makes a filter of it.)
CREATE MACRO fn.exact_part(d, part, keys, key) AS CASE WHEN (contains(CAST(part AS VARCHAR), '.') OR contains(CAST(part AS VARCHAR), 'e')) AND NOT starts_with(CAST(part AS VARCHAR), '"') AND fn.part_may_be_reworded(CAST(d AS VARCHAR), CAST(part AS VARCHAR), key)
  THEN fn.part_as_written(CAST(d AS VARCHAR), CAST(part AS VARCHAR), keys, key) ELSE part END;
-- The same as text, which is `t` where the engine has not reworded it.
CREATE MACRO fn.text_as_written(e, t) AS CASE WHEN starts_with(CAST(e AS VARCHAR), '"') THEN t WHEN fn.is_nested(CAST(e AS VARCHAR)) THEN stagewire_json_text(e) ELSE CAST(e AS VARCHAR) END;
CREATE MACRO fn.exact_text(t, part, d, keys, key) AS CASE WHEN (contains(t, '.') OR contains(t, 'e')) AND regexp_matches(t, '^[-\d\[{]') AND fn.part_may_be_reworded(CAST(d AS VARCHAR), t, key)
  THEN list_transform([fn.part_as_written(CAST(d AS VARCHAR), t, keys, key)], lambda e : fn.text_as_written(e, t))[1] ELSE fn.part_text(t, part) END;
-- A document without blanks, its numbers as they stand; the engine's own json() would reword them.
CREATE MACRO fn.compact(d) AS CASE WHEN fn.may_be_reworded(CAST(d AS VARCHAR)) THEN CAST(regexp_replace(CAST(d AS VARCHAR), '("(?:[^"\\]|\\.)*")|\s+', '\1', 'g') AS JSON) ELSE json(d) END;
CREATE MACRO fn.split_json(texts) AS CAST(string_split(nullif(texts, ''), chr(30)) AS JSON[]);
-- An item of an array or a member of an object, with the digits that its numbers have there.
CREATE MACRO fn.item_at(j, i) AS CASE WHEN fn.may_be_reworded(CAST(j AS VARCHAR)) THEN stagewire_json_member(j, CAST(i AS VARCHAR)) ELSE json_extract(j, i) END;
CREATE MACRO fn.member_at(j, k) AS CASE WHEN fn.may_be_reworded(CAST(j AS VARCHAR)) THEN stagewire_json_member(j, k) ELSE json_extract(j, fn.key_path(k)) END;
-- Members of an object, each a tuple.
CREATE MACRO fn.members(j) AS CASE WHEN json_type(j) = 'OBJECT' THEN list_transform(list_sort(json_keys(j)), lambda k : {'key': k, 'value': fn.member_at(j, k)}) ELSE [] END;
-- (Numbers with a point or an exponent, zeros below zero and whole ones that are longer than the engine's may be written in several ways.)
CREATE MACRO fn.document_content(s) AS CASE WHEN regexp_matches(s, '\d[.eE]|-0|\d{20}') THEN stagewire_json_content(s) ELSE stagewire_json_text(s) END;
-- A text that two variants share if they hold the same, however they are written.
CREATE MACRO fn.content_of(j) AS CASE json_type(j) WHEN 'OBJECT' THEN fn.document_content(CAST(j AS VARCHAR)) WHEN 'ARRAY' THEN fn.document_content(CAST(j AS VARCHAR)) WHEN 'DOUBLE' THEN stagewire_json_content(j) WHEN 'BIGINT' THEN CAST(CAST(j AS BIGINT) AS VARCHAR) WHEN 'VARCHAR' THEN '"' || json_extract_string(j, '$') ELSE trim(CAST(j AS VARCHAR), E' \t\r\n') END;
-- What variants are ordered by: numbers by what they count, before texts.
-- As it is shown: without blanks and escapes, keys in order. Most parts of a variant are so already.
CREATE MACRO fn.one_form(j) AS CASE WHEN regexp_matches(CAST(j AS VARCHAR), '^[\s{\[]|\\|\s$') THEN CAST(stagewire_json_text(trim(CAST(j AS VARCHAR), E' \t\r\n')) AS JSON) ELSE j END;
CREATE MACRO fn.rank_of(j) AS {'number': CASE WHEN json_type(j) IN ('UBIGINT', 'BIGINT', 'DOUBLE') THEN CAST(j AS DOUBLE) ELSE 'infinity'::DOUBLE END, 'text': json_extract_string(j, '$')};
CREATE MACRO fn.elements(j) AS CASE WHEN json_type(j) <> 'ARRAY' THEN [CAST(j AS JSON)] WHEN fn.may_be_reworded(CAST(j AS VARCHAR)) THEN fn.split_json(stagewire_json_items(j)) ELSE CAST(j AS JSON[]) END;
CREATE MACRO fn.json_storage_size(j) AS octet_length(encode(CAST(j AS VARCHAR)));
CREATE MACRO fn.json_merge_patch(a, b) AS CASE WHEN fn.may_be_reworded(CAST(a AS VARCHAR)) OR fn.may_be_reworded(CAST(b AS VARCHAR)) THEN stagewire_json_merge_patch(a, b) ELSE json_merge_patch(a, b) END;
-- What the engine takes beyond JSON (commas in front of what closes, NaN, Infinity) is looked at again by the letter.
CREATE MACRO fn.may_be_loose(s) AS regexp_matches(s, '(?i),\s*[\]}]|nan|inf');
CREATE MACRO fn.json_valid(s) AS CASE WHEN fn.may_be_loose(s) THEN stagewire_json_complaint(s) IS NULL ELSE json_valid(s) END;
CREATE MACRO fn.check_json(s) AS CASE WHEN NOT fn.json_valid(s) THEN stagewire_json_complaint(s) END;
CREATE MACRO fn.parse_json(s) AS CASE WHEN fn.may_be_loose(s) THEN stagewire_strict_json(s) ELSE CAST(s AS JSON) END;
CREATE MACRO fn.try_parse_json(s) AS CASE WHEN fn.json_valid(s) THEN CAST(s AS JSON) END;
CREATE MACRO fn.variant_at(j, k) AS CASE WHEN json_type(j) = 'ARRAY' THEN fn.item_at(j, TRY_CAST(k AS BIGINT)) ELSE fn.member_at(j, CAST(k AS VARCHAR)) END;
-- `x[k]` of an array, a map, a tuple or a variant, whichever `x` is: of the variant with all digits. (A macro for variants beside one for others would take all for variants.)
-- The engine would count a position below 1 from the end of an array.
CREATE MACRO fn.element(x, k) AS CASE WHEN typeof(x) = 'JSON' THEN cast_to_type(fn.variant_at(CAST(x AS JSON), k), x[k]) WHEN ends_with(typeof(x), ']') AND TRY_CAST(k AS BIGINT) < 1 THEN NULL ELSE x[k] END;
-- The same for a key that the query names: it is the key `key` at the end of the path `keys`, and `pointer` for the engine.
CREATE MACRO fn.named_element(x, k, pointer, keys, key) AS CASE WHEN typeof(x) = 'JSON' THEN cast_to_type(fn.exact_part(CAST(x AS JSON), json_extract(CAST(x AS JSON), pointer), keys, key), x[k]) ELSE x[k] END;
-- The engine's functions that make documents would write numbers of variants in them anew.
CREATE MACRO fn.value_text(v) AS coalesce(CAST(v AS VARCHAR), 'null');
CREATE MACRO fn.member_text(k, v) AS CASE WHEN k IS NULL THEN error('JSON documents may not contain NULL member names') ELSE CAST(to_json(k) AS VARCHAR) || ':' || fn.value_text(v) END;
CREATE MACRO fn.array_of(texts) AS CAST('[' || texts || ']' AS JSON);
CREATE MACRO fn.json_of_list(l) AS fn.array_of(array_to_string(list_transform(l, lambda v : fn.value_text(fn.to_json(v))), ','));
CREATE MACRO fn.object_of_texts(texts) AS CAST('{' || texts || '}' AS JSON);
-- The text of a number or of what is in a text.
CREATE MACRO fn.digits_of_part(j) AS CASE WHEN starts_with(CAST(j AS VARCHAR), '"') THEN json_extract_string(j, '$') ELSE nullif(CAST(j AS VARCHAR), 'null') END;
CREATE MACRO fn.dollar_path(p) AS CASE WHEN p = '' THEN '$' WHEN starts_with(p, '$') THEN p WHEN starts_with(p, '[') THEN '$' || p ELSE '$.' || p END;
CREATE MACRO fn.get_ignore_case(j, k) AS fn.member_at(j, list_filter(json_keys(j), lambda x : lower(x) = lower(k))[1]);
CREATE MACRO fn.strip_null_value(j) AS CASE WHEN json_type(j) = 'NULL' THEN NULL ELSE j END;
CREATE MACRO fn.as_string(j) AS CASE WHEN json_type(j) = 'VARCHAR' THEN json_extract_string(j, '$') END;
CREATE MACRO fn.as_integer(j) AS CASE WHEN json_type(j) IN ('UBIGINT', 'BIGINT') THEN CAST(j AS BIGINT) END;
CREATE MACRO fn.as_float(j) AS CASE WHEN json_type(j) IN ('UBIGINT', 'BIGINT', 'DOUBLE') THEN CAST(j AS DOUBLE) END;
CREATE MACRO fn.as_number_text(j) AS CASE WHEN json_type(j) IN ('UBIGINT', 'BIGINT', 'DOUBLE') THEN CAST(j AS VARCHAR) END;
CREATE MACRO fn.is_decimal(j) AS json_type(j) IN ('UBIGINT', 'BIGINT', 'DOUBLE');
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

-- What `column:field` looks into: of a tuple fields that are NULL are not there, so that they are NULL and not JSON's null.
CREATE MACRO fn.with_parts(x) AS CASE WHEN typeof(x) IN ('JSON', 'VARCHAR') THEN CAST(x AS JSON) ELSE json_merge_patch('{}', fn.to_json(x)) END;

-- jq and XPath run in threads of the server; meanwhile the engine's thread sleeps, an eighth longer each time, and asks (`engine/threads/document-requests.ts`). What a query has begun ends with it, told by the variable `document_owner`.
CREATE MACRO fn.document_wait(state) AS stagewire_document_take(list_reduce(range(0, 160)::DOUBLE[], lambda s, i : CASE WHEN s >= 0 THEN s ELSE stagewire_document_poll(s, CAST(sleep_ms(CAST((-s) % 1024 AS BIGINT)) AS VARCHAR)) END, state));
CREATE MACRO fn.document_owner() AS CAST(coalesce(getvariable('document_owner'), 0) AS DOUBLE);
CREATE MACRO fn.jq(program, document) AS fn.split_json(fn.document_wait(stagewire_jq_begin(fn.document_owner(), program, CAST(document AS VARCHAR))));

-- What FLATTEN looks into, and parts of it, with the digits of its numbers.
CREATE MACRO fn.part_at(j, p) AS CASE WHEN fn.may_be_reworded(CAST(j AS VARCHAR)) THEN stagewire_json_extract(j, p) ELSE json_extract(j, p) END;
CREATE MACRO fn.flattened(j, p) AS CASE WHEN p = '' THEN fn.compact(j) ELSE fn.part_at(j, fn.dollar_path(p)) END;
-- Rows of FLATTEN: an entry per element; `n` is the number of the input.
CREATE MACRO fn.flatten_entry(k, p, i, v, j, n) AS {'seq': n::BIGINT, 'key': k::VARCHAR, 'path': p::VARCHAR, 'index': i::BIGINT, 'value': v::JSON, 'this': j::JSON};
CREATE MACRO fn.flatten_at(j, p, how, n) AS CASE
  WHEN json_type(j) = 'ARRAY' AND how <> 'object' THEN list_transform(range(0, CAST(json_array_length(j) AS BIGINT)), lambda i : fn.flatten_entry(NULL, p || '[' || i || ']', i, fn.item_at(j, i), j, n))
  WHEN json_type(j) = 'OBJECT' AND how <> 'array' THEN list_transform(list_sort(json_keys(j)), lambda k : fn.flatten_entry(k, CASE WHEN p = '' THEN k ELSE p || '.' || k END, NULL, fn.member_at(j, k), j, n))
  ELSE [] END;
-- Of an input without elements, where it is kept, nothing is known but its number.
CREATE MACRO fn.no_element(n) AS fn.flatten_entry(NULL, NULL, NULL, NULL, NULL, n);
CREATE MACRO fn.or_one(l, keep, n) AS CASE WHEN keep AND len(coalesce(l, [])) = 0 THEN [fn.no_element(n)] ELSE l END;
CREATE MACRO fn.flatten_variant(j, p, how, keep, n) AS fn.or_one(fn.flatten_at(fn.flattened(j, p), p, lower(how), n), keep, n);
-- Recursively: `how` says what may be entered on the way to an element.
CREATE MACRO fn.flatten_recursive(j, p, how, keep, n) AS coalesce((SELECT list(fn.flatten_entry(CASE WHEN NOT ends_with(fullkey, ']') THEN key END, CASE WHEN p = '' THEN ltrim(fullkey[2:], '.') ELSE p || fullkey[2:] END, CASE WHEN ends_with(fullkey, ']') THEN CAST(key AS BIGINT) END, CASE WHEN fn.may_be_reworded(CAST(j AS VARCHAR)) THEN stagewire_json_extract(fn.flattened(j, p), fullkey) ELSE value END, fn.part_at(fn.flattened(j, p), path), n) ORDER BY id)
  FROM json_tree(CAST(fn.flattened(j, p) AS JSON)) WHERE key IS NOT NULL AND CASE lower(how) WHEN 'object' THEN NOT contains(fullkey, '[') WHEN 'array' THEN NOT contains(fullkey, '.') ELSE TRUE END), CASE WHEN keep THEN [fn.no_element(n)] END);
