-- A TIMESTAMP_TZ is a moment and the offset that it was written with. The engine has no such type, so it is a tuple: microseconds since
-- 1970 UTC, and an INTERVAL of no length in which the offset hides, as many days as it has seconds and as many hours back. The
-- engine compares and hashes intervals by their length, so that moments are equal, in groups, DISTINCT and joins too, whatever their offsets are.
CREATE MACRO fn.zoned(utc, seconds) AS CASE WHEN utc IS NOT NULL THEN {'zoned_micros': epoch_us(utc), 'zoned_offset': to_days(CAST(seconds AS INTEGER)) + to_hours(-24 * CAST(seconds AS BIGINT))} END;
CREATE MACRO fn.utc_of(z) AS make_timestamp(struct_extract(z, 'zoned_micros'));
-- Seconds east of UTC.
CREATE MACRO fn.offset_of(z) AS date_part('day', struct_extract(z, 'zoned_offset'));
-- What the clock showed there.
CREATE MACRO fn.local_of(z) AS fn.utc_of(z) + to_seconds(fn.offset_of(z));
CREATE MACRO fn.zoned_moved(z, i) AS fn.zoned(fn.local_of(z) + i - to_seconds(fn.offset_of(z)), fn.offset_of(z));
-- A point in time with its offset behind it, as `+08`, `+0800` or `+08:00`, with a blank or without, as the engine reads it.
CREATE MACRO fn.offset_text(x) AS regexp_replace(regexp_replace(x, '\s*([+-]\d\d):?(\d\d)$', '\1:\2'), '\s+([+-]\d\d)$', '\1');
-- In UTC; of a text with neither offset nor zone as it is.
CREATE MACRO fn.utc_of_text(x) AS timezone('UTC', CAST(fn.offset_text(x) AS TIMESTAMPTZ));
-- The engine leaves an offset out of account in a TIMESTAMP, but takes no name of a zone behind it.
CREATE MACRO fn.local_of_text(x) AS CAST(regexp_replace(fn.offset_text(x), '\s*[A-Za-z_/]{2,}$', '') AS TIMESTAMP);
CREATE MACRO fn.zoned_of_text(x) AS list_transform([{'utc': fn.utc_of_text(x), 'local': fn.local_of_text(x)}], lambda t : fn.zoned((t).utc, epoch_us((t).local - (t).utc) // 1000000))[1];
-- A TIMESTAMP in UTC: of a text with an offset behind the time of day by that, of another as it is. (By `strlen` most texts are known to have none.)
CREATE MACRO fn.has_offset(x) AS strlen(x) > 19 AND regexp_matches(x, ':\d\d(\.\d+)?\s*[+-]\d\d(:?\d\d)?$');
CREATE MACRO fn.timestamp_of_text(x) AS CASE WHEN fn.has_offset(x) THEN fn.utc_of_text(x) ELSE CAST(x AS TIMESTAMP) END;
CREATE MACRO fn.try_timestamp_of_text(x) AS CASE WHEN fn.has_offset(x) THEN timezone('UTC', TRY_CAST(fn.offset_text(x) AS TIMESTAMPTZ)) ELSE TRY_CAST(x AS TIMESTAMP) END;
