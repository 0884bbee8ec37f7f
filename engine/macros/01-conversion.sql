-- Implicit conversions: what an operator or a function of the dialect makes of an operand.
-- Overloads with a type are taken for operands of that type; the one without for all others.

-- Integers count as BIGINT: what the engine makes of smaller ones has to fit their type.
CREATE MACRO fn.to_number(x) AS x, (x TINYINT) AS CAST(x AS BIGINT), (x SMALLINT) AS CAST(x AS BIGINT), (x INTEGER) AS CAST(x AS BIGINT),
  (x UTINYINT) AS CAST(x AS BIGINT), (x USMALLINT) AS CAST(x AS BIGINT), (x UINTEGER) AS CAST(x AS BIGINT), (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS fn.utc_of(x),
  (x STRUCT(mysql_time_micros BIGINT)) AS fn.clock_digits(fn.clock_seconds_of(x)),
  (x VARCHAR) AS CAST(trim(x, ' "') AS DOUBLE),
  (x BOOLEAN) AS CAST(x AS BIGINT);

-- A number of a difference, which may be negative even if neither of them is.
CREATE MACRO fn.signed_number(x) AS x, (x UBIGINT) AS CAST(x AS BIGINT);

-- What an aggregate or a window of arithmetic takes, so that its result has the type in which columns are added and multiplied: integers as BIGINT, others as they are.
CREATE MACRO fn.widened(x) AS x, (x TINYINT) AS CAST(x AS BIGINT), (x SMALLINT) AS CAST(x AS BIGINT), (x INTEGER) AS CAST(x AS BIGINT),
  (x UTINYINT) AS CAST(x AS BIGINT), (x USMALLINT) AS CAST(x AS BIGINT), (x UINTEGER) AS CAST(x AS BIGINT), (x VARCHAR) AS x;

-- The text of a part of a variant as that of a number: true and false are 1 and 0, unless they are texts. `j` is asked only for those.
CREATE MACRO fn.part_number(t, j) AS CASE WHEN t IN ('true', 'false') THEN CASE WHEN starts_with(CAST(j AS VARCHAR), '"') THEN t WHEN t = 'true' THEN '1' ELSE '0' END ELSE t END;
-- What may turn out to be a part of a variant, for a cast to a number.
CREATE MACRO fn.number_of(x) AS CASE WHEN typeof(x) = 'JSON' THEN cast_to_type(fn.part_number(json_extract_string(CAST(x AS JSON), '$'), CAST(x AS JSON)), x) ELSE x END;
-- Halves go away from zero; DuckDB itself rounds a DOUBLE's to even. Points in time are counted as Databend counts them, from 1970 on in days or microseconds.
CREATE MACRO fn.rounded(x) AS round(x), (x STRUCT(mysql_time_micros BIGINT)) AS round(fn.to_number(x)), (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS struct_extract(x, 'zoned_micros'),
  (x BIGINT) AS x, (x HUGEINT) AS x, (x UBIGINT) AS x, (x BOOLEAN) AS x, (x VARCHAR) AS x, (x DATE) AS x - DATE '1970-01-01', (x TIMESTAMP) AS epoch_us(x),
  (x BLOB) AS x, (x TIME) AS x, (x INTERVAL) AS x, (x UUID) AS x, (x VARCHAR[]) AS x;

-- The whole number in a text, without its fraction; a text without one as it is.
CREATE MACRO fn.cut_text(x) AS CASE WHEN regexp_full_match(x, '\s*[+-]?[0-9]+[.][0-9]*\s*') THEN split_part(x, '.', 1)
  ELSE coalesce(CAST(TRY_CAST(trunc(TRY_CAST(CASE WHEN regexp_matches(x, '[.eE]') THEN x END AS DOUBLE)) AS HUGEINT) AS VARCHAR), x) END;
-- A number without its fraction. A DECIMAL may have more digits behind the point than ten, which are rounded first.
CREATE MACRO fn.cut(x) AS x, (x STRUCT(mysql_time_micros BIGINT)) AS trunc(fn.to_number(x)),
  (x DOUBLE) AS trunc(x), (x DECIMAL(38, 10)) AS trunc(x), (x BIGINT) AS x, (x HUGEINT) AS x, (x UBIGINT) AS x, (x VARCHAR) AS fn.cut_text(x);

CREATE MACRO fn.to_integer(x) AS CAST(x AS BIGINT), (x STRUCT(mysql_time_micros BIGINT)) AS CAST(round(fn.to_number(x)) AS BIGINT),
  (x DOUBLE) AS CAST(round(x) AS BIGINT), (x BIGINT) AS x, (x HUGEINT) AS CAST(x AS BIGINT), (x UBIGINT) AS CAST(x AS BIGINT),
  (x VARCHAR) AS CAST(round(CAST(x AS DOUBLE)) AS BIGINT);

-- A variant that is a text loses its quotes; the keys of others are in alphabetical order.
CREATE MACRO fn.variant_text(j) AS CASE WHEN json_type(j) IN ('OBJECT', 'ARRAY') THEN stagewire_json_text(j) WHEN starts_with(CAST(j AS VARCHAR), '"') THEN json_extract_string(j, '$') ELSE nullif(trim(CAST(j AS VARCHAR), E' \t\r\n'), 'null') END;
-- The same of a part of a variant whose text `t` is there already; `j` is asked only where that looks like an object or array.
CREATE MACRO fn.part_text(t, j) AS CASE WHEN (starts_with(t, '{') OR starts_with(t, '[')) AND NOT starts_with(CAST(j AS VARCHAR), '"') THEN stagewire_json_text(j) ELSE t END;
-- A tuple as JSON; one without names of fields in parentheses.
CREATE MACRO fn.tuple_text(j) AS CASE WHEN starts_with(j, '{"":') THEN '(' || replace(substr(j, 2, length(j) - 2), '"":', '') || ')' ELSE j END;
-- A TIMESTAMP as it is shown, always with six digits behind the point. (The cast is one for values of other types too, which never get there.)
CREATE MACRO fn.moment_text(x) AS strftime(TRY_CAST(x AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%f');
CREATE MACRO fn.is_moment(type) AS type IN ('TIMESTAMP', 'TIMESTAMP_NS', 'TIMESTAMP_MS', 'TIMESTAMP_S');
-- The engine leaves out the zero in front of the point where all digits of a type are behind it.
CREATE MACRO fn.is_fraction(type) AS starts_with(type, 'DECIMAL(') AND regexp_extract(type, '(\d+),', 1) = regexp_extract(type, ',(\d+)', 1);
CREATE MACRO fn.with_zero(t) AS regexp_replace(t, '^(-?)[.]', '\10.');
CREATE MACRO fn.decimal_text(x) AS CASE WHEN fn.is_fraction(typeof(x)) THEN fn.with_zero(CAST(x AS VARCHAR)) ELSE CAST(x AS VARCHAR) END;
-- TIMESTAMPs have six digits behind the point in JSON; TIME, TIMESTAMP_TZ and wide DECIMALs, of which the engine's JSON would keep fifteen digits, are texts in JSON, wherever they stand in a value. Other DECIMALs, which the engine makes a DOUBLE if
-- they are short, keep the zeros at their end, and bytes are hexadecimal digits.
CREATE MACRO fn.to_json(x) AS CASE WHEN fn.is_moment(typeof(x)) THEN to_json(fn.moment_text(x))
    WHEN regexp_matches(typeof(x), 'STRUCT\((mysql_time_micros|zoned_micros|wide_units)|TIMESTAMP') THEN stagewire_plain_json(CAST(to_json(x) AS VARCHAR), typeof(x)) WHEN typeof(x) = 'JSON' THEN CAST(x AS JSON)
    WHEN starts_with(typeof(x), 'DECIMAL(') THEN CAST(fn.decimal_text(x) AS JSON)
    WHEN typeof(x) = 'BLOB' THEN to_json(hex(CAST(CAST(x AS VARCHAR) AS BLOB))) ELSE to_json(x) END;
-- The text of a value of a type that holds others, from its JSON.
CREATE MACRO fn.nested_text(type, j) AS CASE
    WHEN type IN ('STRUCT(mysql_time_micros BIGINT)', 'STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)', 'STRUCT(wide_units BIGNUM, wide_shape INTERVAL)') THEN trim(j, '"')
    WHEN type = 'STRUCT(bitmap_values UBIGINT[])' THEN regexp_extract(j, '\[(.*)\]', 1)
    WHEN starts_with(type, 'STRUCT(') THEN fn.tuple_text(j) ELSE j END;
-- A DOUBLE that is whole loses its `.0`, and its exponent a plus and leading zeros; what holds other values is written as JSON. (A macro writes its operand
-- wherever it names it, so this one names it seldom.)
CREATE MACRO fn.plain_text(x) AS CASE
    WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN replace(regexp_replace(regexp_replace(CAST(x AS VARCHAR), 'e[+]?(-?)0*', 'e\1'), '\.0$', ''), 'nan', 'NaN')
    WHEN typeof(x) = 'JSON' THEN fn.variant_text(CAST(x AS JSON)) WHEN fn.is_moment(typeof(x)) THEN fn.moment_text(x)
    WHEN regexp_matches(typeof(x), '\]$|^MAP\(|^STRUCT\(') THEN list_transform([CAST(fn.to_json(x) AS VARCHAR)], lambda j : fn.nested_text(typeof(x), j))[1]
    WHEN fn.is_fraction(typeof(x)) THEN fn.with_zero(CAST(x AS VARCHAR))
    ELSE CAST(x AS VARCHAR) END;
CREATE MACRO fn.to_text(x) AS fn.plain_text(x), (x BLOB) AS decode(x);

CREATE MACRO fn.to_bytes(x) AS encode(fn.to_text(x)), (x BLOB) AS x;

CREATE MACRO fn.to_condition(x) AS CAST(x AS BOOLEAN), (x STRUCT(mysql_time_micros BIGINT)) AS fn.clock_seconds_of(x) <> 0,
  (x BOOLEAN) AS x, (x DOUBLE) AS x <> 0, (x BIGINT) AS x <> 0,
  (x VARCHAR) AS coalesce(TRY_CAST(x AS DOUBLE) <> 0, TRY_CAST(x AS BOOLEAN), FALSE);

-- The only texts of a BOOLEAN; the engine would take more.
CREATE MACRO fn.truth_text(x) AS x,
  (x VARCHAR) AS CASE WHEN lower(x) IN ('true', 'false') THEN x ELSE '''' || x || ''', neither true nor false,' END;


-- A text or a number as a point in time, as MySQL reads them; NULL for what is none.
CREATE MACRO fn.text_time(x) AS coalesce(
  TRY_CAST(x AS TIMESTAMP),
  try_strptime(x, ['%Y%m%d', '%Y%m%d%H%M%S', '%Y-%m-%d %H:%M', '%Y-%m-%d %H', '%Y/%m/%d', '%Y/%m/%d %H:%M:%S', '%Y.%m.%d', '%Y-%m-%dT%H:%M:%S.%f', '%y%m%d']));
CREATE MACRO fn.to_time(x) AS CAST(x AS TIMESTAMP),
  (x VARCHAR) AS fn.text_time(x),
  (x BIGINT) AS fn.text_time(CAST(x AS VARCHAR)),
  (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS fn.utc_of(x), (x TIME) AS current_date + x, (x STRUCT(mysql_time_micros BIGINT)) AS current_date + to_microseconds(struct_extract(x, 'mysql_time_micros'));

-- Seconds of a time of day or of a duration such as '-838:59:59.5' or '1 10:00:00'.
CREATE MACRO fn.clock_seconds(x) AS
  3600 * CAST(split_part(x, ':', 1) AS DOUBLE) + 60 * CAST(split_part(x, ':', 2) AS DOUBLE) + coalesce(TRY_CAST(split_part(x, ':', 3) AS DOUBLE), 0);
CREATE MACRO fn.digits_seconds(n) AS 3600 * trunc(n / 10000) + 60 * (trunc(n / 100) % 100) + (n % 100);
-- (`list_transform([x], lambda …)[1]` gives a value a name, so that it is written and computed once.)
CREATE MACRO fn.duration_of(x) AS
  (CASE WHEN starts_with(x, '-') THEN -1 ELSE 1 END) * CASE
    WHEN regexp_full_match(x, '-?\d{1,3}(:\d+){1,2}(\.\d+)?') THEN fn.clock_seconds(ltrim(x, '-'))
    WHEN regexp_full_match(x, '-?\d+ \d+(:\d+){0,2}(\.\d+)?') THEN 86400 * CAST(regexp_extract(x, '(\d+) ', 1) AS DOUBLE) + fn.clock_seconds(regexp_extract(x, ' (.*)$', 1))
    WHEN regexp_full_match(x, '-?\d+(\.\d+)?') THEN fn.digits_seconds(CAST(ltrim(x, '-') AS DOUBLE))
    WHEN regexp_full_match(x, '\d{4}-\d\d?-\d\d?[ T].*') THEN fn.clock_seconds(regexp_extract(x, '[ T](.*)$', 1))
    ELSE NULL END;
CREATE MACRO fn.duration_seconds(x) AS list_transform([trim(x)], lambda x1 : fn.duration_of(x1))[1];
CREATE MACRO fn.to_seconds(x) AS epoch(CAST(x AS TIMESTAMP)) - epoch(date_trunc('day', CAST(x AS TIMESTAMP))), (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS epoch(fn.utc_of(x)) - epoch(date_trunc('day', fn.utc_of(x))),
  (x TIME) AS epoch(x), (x INTERVAL) AS epoch(x), (x VARCHAR) AS fn.duration_seconds(x), (x DOUBLE) AS fn.digits_seconds(x), (x BIGINT) AS fn.digits_seconds(CAST(x AS DOUBLE)), (x DATE) AS 0.0, (x STRUCT(mysql_time_micros BIGINT)) AS fn.clock_seconds_of(x);
-- CAST of a text AS TIME: the engine's own cast says what is wrong with one that is none.
CREATE MACRO fn.text_seconds(x) AS coalesce(fn.duration_seconds(x), epoch(CAST(x AS TIME)));

-- Of two operands of a comparison the first, as what it must be to be compared with the second: texts become numbers beside
-- numbers, and points in time beside those.
CREATE MACRO fn.alike(a, b) AS a,
  (a VARCHAR, b VARCHAR) AS a, (a VARCHAR, b BIGINT) AS fn.to_number(a), (a VARCHAR, b HUGEINT) AS fn.to_number(a), (a VARCHAR, b UBIGINT) AS fn.to_number(a), (a VARCHAR, b DOUBLE) AS fn.to_number(a),
  (a VARCHAR, b DECIMAL(18, 3)) AS fn.to_number(a), (a VARCHAR, b DATE) AS fn.text_time(a), (a VARCHAR, b TIMESTAMP) AS fn.text_time(a), (a VARCHAR, b STRUCT(mysql_time_micros BIGINT)) AS fn.clock(fn.duration_seconds(a)), (a TIME, b STRUCT(mysql_time_micros BIGINT)) AS fn.clock(epoch(a)),
  (a STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL), b) AS fn.utc_of(a), (a VARCHAR, b STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS fn.utc_of_text(a),
  (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b) AS struct_extract(a, 'wide_units'), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS struct_extract(a, 'wide_units'), (a, b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS CAST(stagewire_wide_units(fn.plain_text(a)) AS BIGNUM);
-- A text with a fraction beside a number, with a time of day beside a date.
CREATE MACRO fn.fraction_for(x, t, d) AS t, (x VARCHAR, t, d) AS t, (x BIGINT, t, d) AS d, (x HUGEINT, t, d) AS d, (x UBIGINT, t, d) AS d, (x DOUBLE, t, d) AS d, (x DECIMAL(18, 3), t, d) AS d;
CREATE MACRO fn.moment_for(x, t) AS t, (x VARCHAR, t) AS t, (x DATE, t) AS CAST(t AS TIMESTAMP), (x TIMESTAMP, t) AS CAST(t AS TIMESTAMP), (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL), t) AS fn.utc_of_text(t);
-- Digits beside a date; `t` is the moment that they are.
CREATE MACRO fn.digits_for(x, n, t) AS n, (x VARCHAR, n, t) AS n, (x BIGINT, n, t) AS n, (x HUGEINT, n, t) AS n, (x UBIGINT, n, t) AS n, (x DOUBLE, n, t) AS n, (x DATE, n, t) AS CAST(t AS TIMESTAMP), (x TIMESTAMP, n, t) AS CAST(t AS TIMESTAMP);
-- The text of a number beside a wide DECIMAL.
CREATE MACRO fn.wide_for(x, t) AS t, (x VARCHAR, t) AS t, (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL), t) AS CAST(stagewire_wide_units(t) AS BIGNUM);
-- A TIME beside the text of one: both by their microseconds, since the engine has no BETWEEN of tuples.
CREATE MACRO fn.micros_of(s) AS CAST(round(s * 1000000) AS BIGINT);
CREATE MACRO fn.ordinal(x) AS x, (x VARCHAR) AS x, (x TIME) AS x, (x STRUCT(mysql_time_micros BIGINT)) AS struct_extract(x, 'mysql_time_micros'), (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS fn.utc_of(x), (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS CASE WHEN x IS NOT NULL THEN {'wide_units': struct_extract(x, 'wide_units')} END;
CREATE MACRO fn.clock_for(x, t) AS t, (x VARCHAR, t) AS t, (x TIME, t) AS t, (x STRUCT(mysql_time_micros BIGINT), t) AS fn.micros_of(fn.duration_seconds(t));
