-- Operators and functions of numbers.

-- (Not by error(), which TRY refuses: is_error(1 / 0) needs that.)
CREATE MACRO fn.divisor(x) AS CASE WHEN x = 0 THEN cast_to_type(stagewire_divided_by_zero(CAST(x AS DOUBLE)), x) ELSE x END;
CREATE MACRO fn.whole_quotient(a, b) AS a // b,
  (a BIGINT, b BIGINT) AS a // b, (a DOUBLE, b DOUBLE) AS CAST(trunc(a / b) AS BIGINT);
-- `/`: of integers and floating point a DOUBLE; with a DECIMAL in it a DECIMAL that has max(s, min(s + 6, 12)) digits behind the point, s being
-- those of the dividend. `quotient_type` is never computed, only its type counts: CEIL makes a DOUBLE of an integer and leaves a DECIMAL one.
CREATE MACRO fn.quotient_type(a, b) AS ceil(a + b) + a + round(a, 6) * 1.000000 + 0::DECIMAL(38, 0);
-- A little less than the quotient, with the digits that a DOUBLE has; the exact remainder gives the others, and rounds halves away from zero.
CREATE MACRO fn.near_quotient(a, b) AS cast_to_type(a / b * 0.999999999999, fn.quotient_type(a, b));
CREATE MACRO fn.decimal_quotient(a, b) AS fn.near_quotient(a, b) + cast_to_type((a - fn.near_quotient(a, b) * b) / b, fn.quotient_type(a, b));
CREATE MACRO fn.quotient(a, b) AS CASE WHEN starts_with(typeof(fn.quotient_type(a, b)), 'DECIMAL') THEN fn.decimal_quotient(a, b) ELSE cast_to_type(a / b, fn.quotient_type(a, b)) END;
-- AVG: of a DECIMAL a DECIMAL with at least four digits behind the point.
CREATE MACRO fn.mean_type(x) AS ceil(x) + x + 0::DECIMAL(38, 4);
CREATE MACRO fn.mean(mean, x, total, n) AS CASE WHEN starts_with(typeof(x), 'DECIMAL') THEN cast_to_type(fn.quotient(total, n), fn.mean_type(x)) ELSE cast_to_type(mean, fn.mean_type(x)) END;

-- A quotient that is not an error for a divisor of 0.
CREATE MACRO fn.quotient_or(a, b, other) AS CASE WHEN b = 0 THEN CAST(other AS DOUBLE) ELSE CAST(a AS DOUBLE) / b END;

-- MySQL's bit operators work on 64 bits without sign; bit functions of DuckDB keep the sign.
CREATE MACRO fn.bits(x) AS CAST(CAST(x AS HUGEINT) & 18446744073709551615::HUGEINT AS UBIGINT);
CREATE MACRO fn.bit_and(a, b) AS fn.bits(a) & fn.bits(b);
CREATE MACRO fn.bit_or(a, b) AS fn.bits(a) | fn.bits(b);
CREATE MACRO fn.bit_xor(a, b) AS xor(fn.bits(a), fn.bits(b));
CREATE MACRO fn.bit_not(a) AS xor(fn.bits(a), 18446744073709551615::UBIGINT);
CREATE MACRO fn.shift_left(a, b) AS CASE WHEN b >= 64 THEN 0::UBIGINT ELSE CAST((fn.bits(a)::HUGEINT * CAST(pow(2, b) AS HUGEINT)) & 18446744073709551615::HUGEINT AS UBIGINT) END;
CREATE MACRO fn.shift_right(a, b) AS CASE WHEN b >= 64 THEN 0::UBIGINT ELSE fn.bits(a) >> CAST(b AS UBIGINT) END;

CREATE MACRO fn.round(x) AS round(x), (x, n) AS round(x, CAST(n AS INTEGER));
CREATE MACRO fn.truncate_text(x, n) AS CAST(CASE WHEN n > 0 THEN regexp_extract(x, '^-?\d*\.?\d{0,' || n || '}') ELSE regexp_extract(x, '^-?\d*') END AS DOUBLE);
-- Of a DECIMAL by its digits: its product with a power of ten would be a DOUBLE.
CREATE MACRO fn.truncate(x, n) AS CASE WHEN starts_with(typeof(x), 'DECIMAL') AND n >= 0 THEN fn.truncate_text(CAST(x AS VARCHAR), n)
  WHEN n >= 0 THEN trunc(x * pow(10, n)) / pow(10, n) ELSE trunc(x / pow(10, -n)) * pow(10, -n) END;
-- Without its fraction a number keeps its type.
CREATE MACRO fn.whole(x) AS trunc(x), (x BIGINT) AS x, (x UBIGINT) AS x, (x HUGEINT) AS x;
CREATE MACRO fn.sign(x) AS CAST(sign(x) AS INTEGER);
CREATE MACRO fn.log(x) AS CASE WHEN x <= 0 THEN NULL ELSE ln(x) END, (b, x) AS CASE WHEN x <= 0 OR b <= 0 OR b = 1 THEN NULL ELSE ln(x) / ln(b) END;
CREATE MACRO fn.log2(x) AS CASE WHEN x <= 0 THEN NULL ELSE log2(x) END;
CREATE MACRO fn.log10(x) AS CASE WHEN x <= 0 THEN NULL ELSE log10(x) END;
CREATE MACRO fn.sqrt(x) AS CASE WHEN x < 0 THEN NULL ELSE sqrt(x) END;
CREATE MACRO fn.acos(x) AS CASE WHEN abs(x) > 1 THEN NULL ELSE acos(x) END;
CREATE MACRO fn.asin(x) AS CASE WHEN abs(x) > 1 THEN NULL ELSE asin(x) END;
CREATE MACRO fn.atan(x) AS atan(x), (y, x) AS atan2(y, x);
CREATE MACRO fn.cot(x) AS cot(x);
-- One step of Newton's method, after which cubes have whole roots.
CREATE MACRO fn.cbrt(x) AS CASE WHEN x = 0 THEN 0.0::DOUBLE ELSE list_transform([cbrt(x)], lambda r : r - (r * r * r - x) / (3 * r * r))[1] END;
CREATE MACRO fn.factorial(n) AS factorial(CAST(n AS INTEGER));

-- A number of the generator that MySQL has for RAND(seed): its first value.
CREATE MACRO fn.seed_a(n) AS (CAST(n AS HUGEINT) * 65537 + 55555555) % 1073741823;
CREATE MACRO fn.seed_b(n) AS (CAST(n AS HUGEINT) * 268435457) % 1073741823;
CREATE MACRO fn.rand(n) AS CAST((fn.seed_a(n) * 3 + fn.seed_b(n)) % 1073741823 AS DOUBLE) / 1073741823;

-- Digits of a number in another base, 2 to 36; NULL for another one.
CREATE MACRO fn.digit_value(c) AS CASE WHEN c BETWEEN '0' AND '9' THEN ascii(c) - 48 ELSE ascii(upper(c)) - 55 END;
CREATE MACRO fn.from_base(s, b) AS list_reduce(list_prepend(0::HUGEINT, list_transform(string_split(regexp_extract(s, '^-?([0-9a-zA-Z]*)', 1), ''), lambda c : CAST(fn.digit_value(c) AS HUGEINT))), lambda acc, d : CAST(acc * b + d AS HUGEINT));
-- The engine's to_base ends at 63 bits: the last digit of a larger number is written by itself.
CREATE MACRO fn.digits_of(n, b) AS CASE WHEN n < 9223372036854775807::HUGEINT THEN to_base(TRY_CAST(n AS BIGINT), CAST(b AS INTEGER))
  ELSE to_base(TRY_CAST(n // CAST(b AS HUGEINT) AS BIGINT), CAST(b AS INTEGER)) || to_base(TRY_CAST(n % CAST(b AS HUGEINT) AS BIGINT), CAST(b AS INTEGER)) END;
CREATE MACRO fn.conv(s, a, b) AS CASE
  WHEN abs(a) < 2 OR abs(a) > 36 OR abs(b) < 2 OR abs(b) > 36 THEN NULL
  WHEN s = '' THEN '0'
  WHEN starts_with(s, '-') AND b > 0 THEN fn.digits_of(18446744073709551616::HUGEINT - fn.from_base(s, abs(a)), abs(b))
  ELSE (CASE WHEN starts_with(s, '-') THEN '-' ELSE '' END) || fn.digits_of(fn.from_base(s, abs(a)), abs(b)) END;
CREATE MACRO fn.bin(x) AS bin(CAST(x AS BIGINT));
CREATE MACRO fn.oct(x) AS to_base(CAST(x AS BIGINT), 8);
CREATE MACRO fn.hex(x) AS hex(CAST(CASE WHEN x < 0 THEN x + 18446744073709551616::HUGEINT ELSE x END AS UBIGINT)),
  (x VARCHAR) AS hex(encode(x)), (x BLOB) AS hex(x), (x STRUCT(mysql_time_micros BIGINT)) AS hex(encode(fn.plain_text(x))), (x TIMESTAMP) AS hex(encode(fn.plain_text(x))), (x DATE) AS hex(encode(CAST(x AS VARCHAR))), (x DOUBLE) AS hex(CAST(round(x) AS BIGINT)), (x BIGINT) AS CASE WHEN x < 0 THEN hex(CAST(x + 18446744073709551616::HUGEINT AS UBIGINT)) ELSE hex(x) END;
-- Thousands by commas, so many digits behind the point.
CREATE MACRO fn.grouped(x, n) AS (CASE WHEN x < 0 AND round(x, CAST(n AS INTEGER)) <> 0 THEN '-' ELSE '' END) || format('{:,.' || CAST(CASE WHEN n < 0 THEN 0 ELSE n END AS INTEGER) || 'f}', round(abs(CAST(x AS DOUBLE)), CAST(n AS INTEGER)));
CREATE MACRO fn.format(x, n) AS fn.grouped(x, n), (x, n, locale) AS fn.grouped(x, n);
CREATE MACRO fn.interval_index(x, bounds) AS CASE WHEN x IS NULL THEN -1 ELSE len(list_filter(bounds, lambda b : b <= x)) END;
CREATE MACRO fn.width_bucket(x, low, high, n) AS CASE WHEN x IS NULL THEN NULL WHEN x < low THEN 0 WHEN x >= high THEN n + 1 ELSE CAST(floor((x - low) / (high - low) * n) AS BIGINT) + 1 END;
CREATE MACRO fn.format_bytes(n) AS CASE WHEN abs(n) < 1024 THEN printf('%4d bytes', CAST(n AS BIGINT))
  WHEN abs(n) < 1048576 THEN printf('%.2f KiB', n / 1024) WHEN abs(n) < 1073741824 THEN printf('%.2f MiB', n / 1048576)
  WHEN abs(n) < 1099511627776 THEN printf('%.2f GiB', n / 1073741824) WHEN abs(n) < 1125899906842624 THEN printf('%.2f TiB', n / 1099511627776) ELSE printf('%.2f PiB', n / 1125899906842624) END;
CREATE MACRO fn.format_pico_time(n) AS CASE WHEN abs(n) < 1000 THEN printf('%3d ps', CAST(n AS BIGINT)) WHEN abs(n) < 1e6 THEN printf('%.2f ns', n / 1e3) WHEN abs(n) < 1e9 THEN printf('%.2f us', n / 1e6)
  WHEN abs(n) < 1e12 THEN printf('%.2f ms', n / 1e9) WHEN abs(n) < 6e13 THEN printf('%.2f s', n / 1e12) WHEN abs(n) < 3.6e15 THEN printf('%.2f min', n / 6e13) WHEN abs(n) < 8.64e16 THEN printf('%.2f h', n / 3.6e15) ELSE printf('%.2f d', n / 8.64e16) END;
CREATE MACRO fn.humanize_size(n) AS CASE WHEN abs(n) < 1024 THEN fn.to_text(n) || ' B' ELSE list_transform([least(CAST(floor(log2(abs(n)) / 10) AS BIGINT), 8)], lambda e : fn.plain_text(round(n / pow(1024, e), 2)) || ' ' || ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'][e])[1] END;
CREATE MACRO fn.humanize_number(n) AS CASE WHEN abs(n) < 1e3 THEN fn.to_text(n) WHEN abs(n) < 1e6 THEN fn.to_text(round(n / 1e3, 2)) || ' thousand' WHEN abs(n) < 1e9 THEN fn.to_text(round(n / 1e6, 2)) || ' million' WHEN abs(n) < 1e12 THEN fn.to_text(round(n / 1e9, 2)) || ' billion' ELSE fn.to_text(round(n / 1e12, 2)) || ' trillion' END;
