-- DECIMALs of 39 to 76 digits. The engine's own have 38, so such a number is a tuple: itself times 10^76 as a BIGNUM, of which the engine
-- only compares, sorts, hashes and sums (its other arithmetic is wrong at times), and its type, a hundred times the precision plus
-- the scale, which hides in an INTERVAL of no length as the offset of a TIMESTAMP_TZ does: numbers are equal whatever their scales are.
-- A number comes out of our own functions as `units/shape`.
CREATE MACRO fn.wide(form) AS list_transform([string_split(form, '/')], lambda f : CASE WHEN f IS NOT NULL THEN {'wide_units': CAST(f[1] AS BIGNUM), 'wide_shape': to_days(CAST(f[2] AS INTEGER)) + to_hours(-24 * CAST(f[2] AS BIGINT))} END)[1];
-- An operand of those functions.
CREATE MACRO fn.wide_operand(x) AS CASE WHEN typeof(x) = 'STRUCT(wide_units BIGNUM, wide_shape INTERVAL)' THEN CAST(to_json(x) AS VARCHAR) ELSE fn.plain_text(x) END;
CREATE MACRO fn.wide_plus(a, b) AS fn.wide(stagewire_wide_plus(fn.wide_operand(a), fn.wide_operand(b)));
CREATE MACRO fn.wide_minus(a, b) AS fn.wide(stagewire_wide_minus(fn.wide_operand(a), fn.wide_operand(b)));
CREATE MACRO fn.wide_times(a, b) AS fn.wide(stagewire_wide_times(fn.wide_operand(a), fn.wide_operand(b)));
-- (No overloads for DECIMALs and DOUBLEs: the engine would cast them to the type of the parameter.)
-- Days beside a DATE: the engine adds none that are a BIGINT.
CREATE MACRO fn.plus(a, b) AS a + b, (a DATE, b BIGINT) AS a + CAST(b AS INTEGER), (a BIGINT, b DATE) AS CAST(a AS INTEGER) + b, (a DATE, b UBIGINT) AS a + CAST(b AS INTEGER), (a UBIGINT, b DATE) AS CAST(a AS INTEGER) + b, (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b) AS fn.wide_plus(a, b), (a, b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_plus(a, b), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_plus(a, b);
CREATE MACRO fn.minus(a, b) AS a - b, (a DATE, b BIGINT) AS a - CAST(b AS INTEGER), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b) AS fn.wide_minus(a, b), (a, b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_minus(a, b), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_minus(a, b);
CREATE MACRO fn.times(a, b) AS a * b, (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b) AS fn.wide_times(a, b), (a, b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_times(a, b), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_times(a, b);
-- Division. The functions themselves refuse a divisor of 0.
CREATE MACRO fn.divisor_or_error(x) AS fn.divisor(x), (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS x;
CREATE MACRO fn.divisor_or_null(x) AS nullif(x, 0), (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS CASE WHEN struct_extract(x, 'wide_units') <> CAST('0' AS BIGNUM) THEN x END;
CREATE MACRO fn.wide_quotient(a, b) AS fn.wide(stagewire_wide_quotient(fn.wide_operand(a), fn.wide_operand(b)));
CREATE MACRO fn.wide_whole_quotient(a, b) AS fn.wide(stagewire_wide_whole_quotient(fn.wide_operand(a), fn.wide_operand(b)));
CREATE MACRO fn.wide_remainder(a, b) AS fn.wide(stagewire_wide_remainder(fn.wide_operand(a), fn.wide_operand(b)));
CREATE MACRO fn.over(a, b) AS a / b, (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b) AS fn.wide_quotient(a, b), (a, b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_quotient(a, b), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_quotient(a, b);
CREATE MACRO fn.modulo(a, b) AS a % b, (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b) AS fn.wide_remainder(a, b), (a, b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_remainder(a, b), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_remainder(a, b);
CREATE MACRO fn.whole_over(a, b) AS a // b, (a BIGINT, b BIGINT) AS a // b, (a DOUBLE, b DOUBLE) AS CAST(trunc(a / b) AS BIGINT),
  (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b) AS fn.wide_whole_quotient(a, b), (a, b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_whole_quotient(a, b), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_whole_quotient(a, b);
-- Functions of numbers that keep all digits.
CREATE MACRO fn.wide_rounded(x, n, how) AS fn.wide(stagewire_wide_rounded(fn.wide_operand(x), CAST(n AS INTEGER), how));
CREATE MACRO fn.round_any(x) AS fn.round(x), (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_rounded(x, 0, 'round'), (x, n) AS fn.round(x, n), (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL), n) AS fn.wide_rounded(x, n, 'round');
CREATE MACRO fn.truncate_any(x, n) AS fn.truncate(x, n), (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL), n) AS fn.wide_rounded(x, n, 'truncate');
-- Integers stay integers.
CREATE MACRO fn.ceil(x) AS ceil(x), (x BIGINT) AS x, (x UBIGINT) AS x, (x HUGEINT) AS x, (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_rounded(x, 0, 'ceil');
CREATE MACRO fn.floor(x) AS floor(x), (x BIGINT) AS x, (x UBIGINT) AS x, (x HUGEINT) AS x, (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_rounded(x, 0, 'floor');
CREATE MACRO fn.abs_any(x) AS abs(x), (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS CASE WHEN struct_extract(x, 'wide_units') < CAST('0' AS BIGNUM) THEN fn.wide_minus(0, x) ELSE x END;
CREATE MACRO fn.sign_any(x) AS fn.sign(x), (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS CASE WHEN struct_extract(x, 'wide_units') < CAST('0' AS BIGNUM) THEN -1 WHEN struct_extract(x, 'wide_units') > CAST('0' AS BIGNUM) THEN 1 WHEN x IS NOT NULL THEN 0 END;
-- What another type can be cast from.
CREATE MACRO fn.narrow(x) AS x, (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.plain_text(x);
-- What to sum, and to compare.
CREATE MACRO fn.plain_units(x) AS x, (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS struct_extract(x, 'wide_units');
CREATE MACRO fn.shape_of(x) AS CAST(NULL AS BOOLEAN), (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS struct_extract(x, 'wide_shape');
CREATE MACRO fn.total(sum, shape) AS sum, (sum, shape BOOLEAN) AS sum, (sum, shape INTERVAL) AS fn.wide(stagewire_wide_total(CAST(sum AS VARCHAR), CAST(date_part('day', shape) AS INTEGER)));
-- AVG from the engine's own, a value, the sum, the count, and what fn.shape_of tells of the values.
CREATE MACRO fn.unless_wide(x) AS x, (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS CAST(NULL AS DOUBLE);
CREATE MACRO fn.mean_any(mean, x, total, n, shape) AS fn.mean(mean, x, total, n), (mean, x, total, n, shape BOOLEAN) AS fn.mean(mean, x, total, n),
  (mean, x, total, n, shape INTERVAL) AS fn.wide(stagewire_wide_mean(CAST(total AS VARCHAR), CAST(date_part('day', shape) AS INTEGER), CAST(n AS VARCHAR)));
