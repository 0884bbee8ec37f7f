-- Functions of dates and times.

CREATE MACRO fn.move_time(t, i) AS t + i,
  (t VARCHAR, i) AS CASE WHEN regexp_full_match(t, '-?\d{1,3}:\d\d?(:\d\d?(\.\d*)?)?') THEN fn.seconds_text(fn.duration_seconds(t) + epoch(i)) ELSE CAST(fn.text_time(t) + i AS VARCHAR) END,
  (t STRUCT(mysql_time_micros BIGINT), i) AS fn.clock(fn.clock_seconds_of(t) + epoch(i)), (t TIME, i) AS fn.clock(epoch(t) + epoch(i)), (t TIMESTAMP, i) AS t + i, (t DATE, i) AS t + i, (t STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL), i) AS fn.zoned_moved(t, i);
CREATE MACRO fn.move_days(t, i) AS t + i, (t STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL), i) AS fn.zoned_moved(t, i), (t STRUCT(mysql_time_micros BIGINT), i) AS fn.clock(fn.clock_seconds_of(t) + epoch(i)),
  (t DATE, i) AS CAST(t + i AS DATE),
  (t VARCHAR, i) AS CASE WHEN length(t) <= 10 THEN strftime(fn.text_time(t) + i, '%Y-%m-%d') ELSE CAST(fn.text_time(t) + i AS VARCHAR) END;
CREATE MACRO fn.seconds_interval(n) AS to_seconds(n), (n DOUBLE) AS to_microseconds(CAST(round(n * 1000000) AS BIGINT)), (n BIGINT) AS to_seconds(n);

CREATE MACRO fn.dayofweek(t) AS dayofweek(t) + 1;
CREATE MACRO fn.weekday(t) AS isodow(t) - 1;
CREATE MACRO fn.microsecond(t) AS CAST(microsecond(t) % 1000000 AS INTEGER);
-- WEEK(date, mode) of the MySQL manual: bit 0 begins weeks on Monday, bit 1 counts from 1, bit 2 changes whether week 1 is the first
-- with four days in the year or the first with its first day in it. `j` is the day of the year from 0, `w` the weekday of its first day.
CREATE MACRO fn.week_start(w, m) AS CASE WHEN (m & 1 = 1) <> (m & 4 = 4) THEN CASE WHEN w <= 3 THEN -w ELSE 7 - w END WHEN w = 0 THEN 0 ELSE 7 - w END;
CREATE MACRO fn.week_number(j, w, m) AS CAST(floor((j - fn.week_start(w, m)) / 7) AS BIGINT) + 1;
CREATE MACRO fn.days_of(y) AS CASE WHEN y % 4 = 0 AND (y % 100 <> 0 OR y % 400 = 0) THEN 366 ELSE 365 END;
-- The year and the week in one number; the week is 0 before week 1 unless bit 1 is set.
CREATE MACRO fn.week_code(y, j, w, m) AS CASE
  WHEN fn.week_number(j, w, m) < 1 THEN CASE WHEN m & 2 = 0 THEN y * 100 ELSE (y - 1) * 100 + fn.week_number(j + fn.days_of(y - 1), (w + 735 - fn.days_of(y - 1)) % 7, m) END
  WHEN m & 2 = 2 AND j - fn.days_of(y) >= fn.week_start((w + fn.days_of(y)) % 7, m) THEN (y + 1) * 100 + 1
  ELSE y * 100 + fn.week_number(j, w, m) END;
CREATE MACRO fn.week_code_of(t, m) AS list_transform([{'y': year(t), 'j': dayofyear(t) - 1, 'd': CASE WHEN m & 1 = 1 THEN isodow(t) - 1 ELSE dayofweek(t) END}], lambda v : fn.week_code((v).y, (v).j, ((v).d + 735 - (v).j) % 7, m))[1];
CREATE MACRO fn.week(t, m) AS fn.week_code_of(t, m) % 100;
CREATE MACRO fn.yearweek(t) AS fn.week_code_of(t, 2), (t, m) AS fn.week_code_of(t, m | 2);
CREATE MACRO fn.to_days(t) AS CAST(CAST(t AS DATE) - DATE '1970-01-01' AS BIGINT) + 719528;
CREATE MACRO fn.from_days(n) AS DATE '1970-01-01' + CAST(n - 719528 AS INTEGER);
CREATE MACRO fn.day_seconds(t) AS CAST(epoch(t) AS BIGINT) + 62167219200;
CREATE MACRO fn.days_or_interval(x) AS fn.to_days(CAST(x AS TIMESTAMP)), (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS fn.to_days(fn.utc_of(x)), (x DATE) AS fn.to_days(x), (x TIMESTAMP) AS fn.to_days(x), (x VARCHAR) AS fn.to_days(fn.text_time(x)), (x BIGINT) AS to_days(CAST(x AS INTEGER)), (x DOUBLE) AS to_days(CAST(x AS INTEGER));
CREATE MACRO fn.seconds_or_interval(x) AS fn.day_seconds(CAST(x AS TIMESTAMP)), (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS fn.day_seconds(fn.utc_of(x)), (x DATE) AS fn.day_seconds(x), (x TIMESTAMP) AS fn.day_seconds(x), (x VARCHAR) AS fn.day_seconds(fn.text_time(x)), (x BIGINT) AS to_seconds(x), (x DOUBLE) AS fn.seconds_interval(x);
CREATE MACRO fn.makedate(y, n) AS CASE WHEN n < 1 THEN NULL ELSE make_date(CAST(CASE WHEN y < 70 THEN y + 2000 WHEN y < 100 THEN y + 1900 ELSE y END AS INTEGER), 1, 1) + CAST(n - 1 AS INTEGER) END;
CREATE MACRO fn.maketime(h, m, s) AS CASE WHEN m < 0 OR m > 59 OR s < 0 OR s >= 60 THEN NULL ELSE fn.clock((CASE WHEN h < 0 THEN -1 ELSE 1 END) * (abs(h) * 3600 + m * 60 + s)) END;
CREATE MACRO fn.sec_to_time(s) AS fn.clock(CAST(s AS DOUBLE));
CREATE MACRO fn.time_to_sec(s) AS CAST(trunc(s) AS BIGINT);
CREATE MACRO fn.period_months(p) AS (CASE WHEN p // 100 < 70 THEN p // 100 + 2000 WHEN p // 100 < 100 THEN p // 100 + 1900 ELSE p // 100 END) * 12 + p % 100 - 1;
CREATE MACRO fn.period_add(p, n) AS ((fn.period_months(p) + n) // 12) * 100 + (fn.period_months(p) + n) % 12 + 1;
CREATE MACRO fn.period_diff(a, b) AS fn.period_months(a) - fn.period_months(b);
CREATE MACRO fn.datediff(a, b) AS CAST(CAST(a AS DATE) - CAST(b AS DATE) AS BIGINT);
CREATE MACRO fn.addtime(a, s) AS fn.clock(epoch(a) + s), (a STRUCT(mysql_time_micros BIGINT), s) AS fn.clock(fn.clock_seconds_of(a) + s), (a TIMESTAMP, s) AS a + to_microseconds(CAST(round(s * 1000000) AS BIGINT)), (a STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL), s) AS fn.zoned_moved(a, to_microseconds(CAST(round(s * 1000000) AS BIGINT))),
  (a VARCHAR, s) AS CASE WHEN regexp_full_match(a, '\d{4}-.*') THEN CAST(fn.text_time(a) + to_microseconds(CAST(round(s * 1000000) AS BIGINT)) AS VARCHAR) ELSE fn.seconds_text(fn.duration_seconds(a) + s) END;
CREATE MACRO fn.instant(x) AS epoch(CAST(x AS TIMESTAMP)), (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS epoch(fn.utc_of(x)), (x VARCHAR) AS CASE WHEN regexp_full_match(trim(x), '\d{4}-.*') THEN epoch(fn.text_time(x)) ELSE fn.duration_seconds(x) END, (x TIME) AS epoch(x), (x INTERVAL) AS epoch(x), (x STRUCT(mysql_time_micros BIGINT)) AS fn.clock_seconds_of(x);
CREATE MACRO fn.timestamp_of(t) AS t, (t, s) AS t + to_microseconds(CAST(round(s * 1000000) AS BIGINT));
-- Whole units between two points in time.
CREATE MACRO fn.timestampdiff(unit, a, b) AS CASE unit
  WHEN 'MICROSECOND' THEN date_diff('microsecond', a, b) WHEN 'SECOND' THEN date_sub('second', a, b) WHEN 'MINUTE' THEN date_sub('minute', a, b) WHEN 'HOUR' THEN date_sub('hour', a, b)
  WHEN 'DAY' THEN date_sub('day', a, b) WHEN 'WEEK' THEN date_sub('week', a, b) WHEN 'MONTH' THEN date_sub('month', a, b) WHEN 'QUARTER' THEN date_sub('quarter', a, b) WHEN 'YEAR' THEN date_sub('year', a, b) ELSE NULL END;
CREATE MACRO fn.unix_timestamp(t) AS CASE WHEN epoch(t) < 0 THEN 0 ELSE CAST(floor(epoch(t)) AS BIGINT) END;
CREATE MACRO fn.to_unix_timestamp(t) AS CAST(floor(epoch(t)) AS BIGINT);
CREATE MACRO fn.from_unixtime(n) AS CASE WHEN n < 0 THEN NULL ELSE make_timestamp(CAST(round(CAST(n AS DOUBLE) * 1000000) AS BIGINT)) END;
CREATE MACRO fn.zone(z) AS CASE WHEN z IN ('SYSTEM', '+00:00', '-00:00', 'Z') THEN 'UTC' ELSE z END;
CREATE MACRO fn.zone_offset(z) AS (CASE WHEN z[1] = '-' THEN -1 ELSE 1 END) * (CAST(split_part(substr(z, 2), ':', 1) AS BIGINT) * 60 + CAST(split_part(substr(z, 2), ':', 2) AS BIGINT));
CREATE MACRO fn.to_utc(t, z) AS CASE WHEN regexp_full_match(z, '[+-]\d?\d:\d\d') THEN t - to_minutes(fn.zone_offset(z)) ELSE CAST(timezone(fn.zone(z), t) AT TIME ZONE 'UTC' AS TIMESTAMP) END;
CREATE MACRO fn.from_utc(t, z) AS CASE WHEN regexp_full_match(z, '[+-]\d?\d:\d\d') THEN t + to_minutes(fn.zone_offset(z)) ELSE CAST(timezone(fn.zone(z), timezone('UTC', t)) AS TIMESTAMP) END;
CREATE MACRO fn.convert_tz(t, a, b) AS fn.from_utc(fn.to_utc(t, a), b);
-- A TIMESTAMP of a text, with an offset what the clock shows at that moment in the zone `z`.
CREATE MACRO fn.timestamp_in(x, z) AS CASE WHEN fn.has_offset(x) THEN fn.from_utc(fn.utc_of_text(x), z) ELSE CAST(x AS TIMESTAMP) END;
CREATE MACRO fn.try_timestamp_in(x, z) AS CASE WHEN fn.has_offset(x) THEN fn.from_utc(timezone('UTC', TRY_CAST(fn.offset_text(x) AS TIMESTAMPTZ)), z) ELSE TRY_CAST(x AS TIMESTAMP) END;
-- The number of a moment, YYYYMMDDhhmmss.
CREATE MACRO fn.yyyymm(t) AS year(t) * 100 + month(t);
CREATE MACRO fn.yyyymmdd(t) AS year(t) * 10000 + month(t) * 100 + day(t);
CREATE MACRO fn.yyyymmddhhmmss(t) AS CAST(strftime(t, '%Y%m%d%H%M%S') AS BIGINT);
-- A format in Databend's words in MySQL's.
CREATE MACRO fn.mysql_format(f) AS replace(replace(replace(f, '%M', '%i'), '%B', '%M'), '%A', '%W');
-- An integer is a number of seconds, milliseconds or microseconds by its size.
CREATE MACRO fn.timestamp_of_count(x) AS CASE WHEN abs(x) < 31536000000 THEN make_timestamp(x * 1000000) WHEN abs(x) < 31536000000000 THEN make_timestamp(x * 1000) ELSE make_timestamp(x) END;
CREATE MACRO fn.timestamp_from(x) AS CAST(x AS TIMESTAMP), (x VARCHAR) AS fn.timestamp_of_text(x), (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS fn.utc_of(x),
  (x BIGINT) AS fn.timestamp_of_count(x), (x UBIGINT) AS fn.timestamp_of_count(CAST(x AS BIGINT)), (x HUGEINT) AS fn.timestamp_of_count(CAST(x AS BIGINT)), (x DOUBLE) AS fn.timestamp_of_count(CAST(x AS BIGINT));
CREATE MACRO fn.timestamp_from_in(x, z) AS CAST(x AS TIMESTAMP), (x VARCHAR, z) AS fn.timestamp_in(x, z), (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL), z) AS fn.utc_of(x),
  (x BIGINT, z) AS fn.timestamp_of_count(x), (x UBIGINT, z) AS fn.timestamp_of_count(CAST(x AS BIGINT)), (x HUGEINT, z) AS fn.timestamp_of_count(CAST(x AS BIGINT)), (x DOUBLE, z) AS fn.timestamp_of_count(CAST(x AS BIGINT));
CREATE MACRO fn.date_from(x) AS CAST(x AS DATE), (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS CAST(fn.utc_of(x) AS DATE), (x VARCHAR) AS CAST(x AS DATE), (x BIGINT) AS DATE '1970-01-01' + CAST(x AS INTEGER), (x UBIGINT) AS DATE '1970-01-01' + CAST(x AS INTEGER), (x HUGEINT) AS DATE '1970-01-01' + CAST(x AS INTEGER);
CREATE MACRO fn.time_slice(width, t) AS time_bucket(width, CAST(t AS TIMESTAMP), TIMESTAMP '1970-01-01 00:00:00'), (width, t STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS time_bucket(width, fn.utc_of(t), TIMESTAMP '1970-01-01 00:00:00'), (width, t DATE) AS CAST(time_bucket(width, t, DATE '1970-01-01') AS DATE), (width, t VARCHAR) AS time_bucket(width, fn.text_time(t), TIMESTAMP '1970-01-01 00:00:00');
CREATE MACRO fn.zoned_from(x) AS fn.zoned(CAST(x AS TIMESTAMP), 0), (x VARCHAR) AS fn.zoned_of_text(x), (x BIGINT) AS fn.zoned(fn.timestamp_of_count(x), 0), (x UBIGINT) AS fn.zoned(fn.timestamp_of_count(CAST(x AS BIGINT)), 0), (x HUGEINT) AS fn.zoned(fn.timestamp_of_count(CAST(x AS BIGINT)), 0), (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS x;
-- In UTC, of a text by its offset.
CREATE MACRO fn.moment_from(x) AS CAST(x AS TIMESTAMP), (x VARCHAR) AS fn.utc_of_text(x), (x STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)) AS fn.utc_of(x);
CREATE MACRO fn.months_between(a, b) AS CASE WHEN day(a) = day(b) OR (CAST(a AS DATE) = last_day(a) AND CAST(b AS DATE) = last_day(b)) THEN CAST((year(a) - year(b)) * 12 + month(a) - month(b) AS DOUBLE)
  ELSE (year(a) - year(b)) * 12 + month(a) - month(b) + (day(a) - day(b) + (epoch(a) % 86400 - epoch(b) % 86400) / 86400) / 31 END;

