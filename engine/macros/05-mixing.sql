-- Values of which one type is to be made: results of CASE, items of an array, rows of a UNION. The engine mixes neither TIMESTAMP_TZ with
-- other points in time nor wide DECIMALs with other numbers.

-- A NULL of the type in which two values meet: of the one of these two types that one of them has, unless the other is a text. Of
-- another type where that is for the engine.
CREATE MACRO fn.meet(a, b) AS CAST(NULL AS BOOLEAN),
  (a STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL), b) AS CAST(NULL AS STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b) AS CAST(NULL AS STRUCT(wide_units BIGNUM, wide_shape INTERVAL)),
  (a VARCHAR, b) AS CAST(NULL AS VARCHAR), (a, b STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS CAST(NULL AS STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)),
  (a, b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS CAST(NULL AS STRUCT(wide_units BIGNUM, wide_shape INTERVAL)), (a, b VARCHAR) AS CAST(NULL AS VARCHAR),
  (a STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL), b STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS CAST(NULL AS STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS CAST(NULL AS STRUCT(wide_units BIGNUM, wide_shape INTERVAL)),
  (a VARCHAR, b VARCHAR) AS CAST(NULL AS VARCHAR), (a STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL), b VARCHAR) AS CAST(NULL AS VARCHAR),
  (a VARCHAR, b STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS CAST(NULL AS VARCHAR), (a STRUCT(wide_units BIGNUM, wide_shape INTERVAL), b VARCHAR) AS CAST(NULL AS VARCHAR),
  (a VARCHAR, b STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS CAST(NULL AS VARCHAR);
-- A value beside others, of which `common` is what they meet in.
CREATE MACRO fn.mixed(x, common) AS x,
  (x, common STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS x, (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL), common STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS x, (x VARCHAR, common STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS fn.zoned_of_text(x),
  (x DATE, common STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS fn.zoned(CAST(x AS TIMESTAMP), 0), (x TIMESTAMP, common STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS fn.zoned(x, 0),
  (x, common STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS fn.wide(stagewire_wide_number(fn.wide_operand(x))), (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL), common STRUCT(wide_units BIGNUM, wide_shape INTERVAL)) AS x,
  (x, common VARCHAR) AS x, (x VARCHAR, common VARCHAR) AS x, (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL), common VARCHAR) AS fn.plain_text(x), (x STRUCT(wide_units BIGNUM, wide_shape INTERVAL), common VARCHAR) AS fn.plain_text(x);
