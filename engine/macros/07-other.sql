-- Hashes, addresses and the names of types.

CREATE MACRO fn.random_bytes(n) AS CASE WHEN n < 1 OR n > 1024 THEN error('RANDOM_BYTES takes a length from 1 to 1024') ELSE unhex(array_to_string(list_transform(range(CAST(n AS BIGINT)), lambda i : lpad(hex(CAST(floor(random() * 256 + 0 * i) AS BIGINT)), 2, '0')), '')) END;

-- An IPv6 address as eight groups of four hexadecimal digits; NULL for what is none.
CREATE MACRO fn.groups(s) AS CASE WHEN s = '' THEN [] WHEN regexp_full_match(s, '[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4})*') THEN list_transform(string_split(s, ':'), lambda g : lpad(lower(g), 4, '0')) END;
CREATE MACRO fn.hex_v4(s) AS lpad(lower(hex(fn.inet_aton(s))), 8, '0');
CREATE MACRO fn.without_v4(s) AS list_transform([fn.hex_v4(regexp_extract(s, '[^:]*$'))], lambda v : CASE WHEN contains(s, '.') THEN regexp_replace(s, '[^:]*$', '') || substr(v, 1, 4) || ':' || substr(v, 5, 4) ELSE s END)[1];
CREATE MACRO fn.joined_groups(h, t) AS CASE WHEN len(h) + len(t) <= 7 THEN list_concat(h, list_concat(list_transform(range(8 - len(h) - len(t)), lambda i : '0000'), t)) END;
CREATE MACRO fn.split_groups(parts) AS CASE len(parts)
  WHEN 2 THEN list_transform([{'h': fn.groups(parts[1]), 't': fn.groups(parts[2])}], lambda v : fn.joined_groups((v).h, (v).t))[1]
  WHEN 1 THEN list_filter([fn.groups(parts[1])], lambda g : len(g) = 8)[1] END;
CREATE MACRO fn.ipv6_groups(s) AS list_transform([string_split(fn.without_v4(s), '::')], lambda p : fn.split_groups(p))[1];
CREATE MACRO fn.inet6_aton(s) AS unhex(list_transform([s], lambda s1 : CASE WHEN fn.is_ipv4(s1) THEN fn.hex_v4(s1) ELSE array_to_string(fn.ipv6_groups(s1), '') END)[1]);
CREATE MACRO fn.short_groups(h) AS array_to_string(list_transform(range(8), lambda i : coalesce(nullif(ltrim(substr(h, 4 * i + 1, 4), '0'), ''), '0')), ':');
-- The longest run of two zeros or more becomes `::`.
CREATE MACRO fn.longest_run(s) AS list_filter(list_transform(range(7), lambda i : 8 - i), lambda n : regexp_matches(s, '(^|:)0(:0){' || (n - 1) || '}($|:)'))[1];
CREATE MACRO fn.compressed(s) AS list_transform([fn.longest_run(s)], lambda n : CASE WHEN n IS NULL THEN s ELSE regexp_replace(s, '(^|:)0(:0){' || (n - 1) || '}($|:)', '::') END)[1];
CREATE MACRO fn.inet6_ntoa(b) AS CASE octet_length(b) WHEN 4 THEN fn.inet_ntoa(CAST('0x' || hex(b) AS BIGINT)) WHEN 16 THEN list_transform([fn.short_groups(lower(hex(b)))], lambda s : fn.compressed(s))[1] END;
CREATE MACRO fn.is_ipv4_compat(b) AS octet_length(b) = 16 AND starts_with(hex(b), '000000000000000000000000') AND hex(b) > '000000000000000000000000000000FF';
CREATE MACRO fn.is_ipv4_mapped(b) AS octet_length(b) = 16 AND starts_with(hex(b), '00000000000000000000FFFF');

CREATE MACRO fn.truncated(unit, t) AS date_trunc(unit, CAST(t AS TIMESTAMP)), (unit, t STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS date_trunc(unit, fn.utc_of(t)), (unit, t DATE) AS CAST(date_trunc(unit, t) AS DATE), (unit, t VARCHAR) AS date_trunc(unit, fn.text_time(t));

-- The dialect's names of types.
CREATE MACRO fn.type_name(x) AS CASE typeof(x)
  WHEN '"NULL"' THEN 'NULL' WHEN 'INTEGER' THEN 'INT' WHEN 'UTINYINT' THEN 'TINYINT UNSIGNED' WHEN 'USMALLINT' THEN 'SMALLINT UNSIGNED' WHEN 'UINTEGER' THEN 'INT UNSIGNED' WHEN 'UBIGINT' THEN 'BIGINT UNSIGNED'
  WHEN 'STRUCT(mysql_time_micros BIGINT)' THEN 'TIME' WHEN 'STRUCT(bitmap_values UBIGINT[])' THEN 'BITMAP' WHEN 'HUGEINT' THEN 'DECIMAL(38, 0)' WHEN 'BLOB' THEN 'BINARY' WHEN 'JSON' THEN 'VARIANT' WHEN 'STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)' THEN 'TIMESTAMP_TZ' WHEN 'TIMESTAMP WITH TIME ZONE' THEN 'TIMESTAMP' WHEN 'STRUCT(wide_units BIGNUM, wide_shape INTERVAL)' THEN coalesce(stagewire_wide_type(CAST(to_json(x) AS VARCHAR)), 'DECIMAL')
  ELSE CASE WHEN ends_with(typeof(x), ']') OR starts_with(typeof(x), 'STRUCT(') OR starts_with(typeof(x), 'MAP(') THEN stagewire_type_name(typeof(x)) ELSE replace(typeof(x), ',', ', ') END END;
