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
CREATE MACRO fn.plus(a, b) AS a + b, (a DATE, b BIGINT) AS a + CAST(b AS INTEGER), (a BIGINT, b DATE) AS CAST(a AS INTEGER) + b, (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b) AS fn.wide_plus(a, b), (a, b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_plus(a, b), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_plus(a, b);
CREATE MACRO fn.minus(a, b) AS a - b, (a DATE, b BIGINT) AS a - CAST(b AS INTEGER), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b) AS fn.wide_minus(a, b), (a, b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_minus(a, b), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_minus(a, b);
CREATE MACRO fn.times(a, b) AS a * b, (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b) AS fn.wide_times(a, b), (a, b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_times(a, b), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide_times(a, b);
-- What another type can be cast from.
CREATE MACRO fn.narrow(x) AS x, (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.plain_text(x);
-- What to sum, and to compare.
CREATE MACRO fn.plain_units(x) AS x, (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS struct_extract(x, 'wide_units');
CREATE MACRO fn.shape_of(x) AS CAST(NULL AS BOOLEAN), (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS struct_extract(x, 'wide_shape');
CREATE MACRO fn.total(sum, shape) AS sum, (sum, shape BOOLEAN) AS sum, (sum, shape INTERVAL) AS fn.wide(stagewire_wide_total(CAST(sum AS VARCHAR), CAST(date_part('day', shape) AS INTEGER)));
