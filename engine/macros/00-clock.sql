-- A TIME of MySQL reaches beyond a day and below zero, for which the engine has no type: it is a tuple of one field whose name no file has,
-- its microseconds. Tuples are compared and ordered by their fields. Of seconds; what is beyond MySQL's bounds becomes the bound.
CREATE MACRO fn.clock(s) AS CASE WHEN s IS NOT NULL THEN {'mysql_time_micros': CAST(round(greatest(-3020399, least(3020399, CAST(s AS DOUBLE))) * 1000000) AS BIGINT)} END;
CREATE MACRO fn.clock_seconds_of(c) AS struct_extract(c, 'mysql_time_micros') / 1000000;
-- Digits of a time as a number, HHMMSS.
CREATE MACRO fn.clock_digits(s) AS sign(s) * (floor(abs(s) / 3600) * 10000 + floor(abs(s) / 60) % 60 * 100 + abs(s) % 60);
-- Seconds as the text of a TIME.
CREATE MACRO fn.text_of_seconds(s) AS
  printf('%02d:%02d:%02d', CAST(floor(s / 3600) AS BIGINT), CAST(floor(s / 60) AS BIGINT) % 60, CAST(floor(s) AS BIGINT) % 60)
  || CASE WHEN round(s - floor(s), 6) = 0 THEN '' ELSE '.' || printf('%06d', CAST(round((s - floor(s)) * 1000000) AS BIGINT)) END;
CREATE MACRO fn.seconds_text(s) AS list_transform([CAST(s AS DOUBLE)], lambda s1 : (CASE WHEN s1 < 0 THEN '-' ELSE '' END) || fn.text_of_seconds(abs(s1)))[1];
