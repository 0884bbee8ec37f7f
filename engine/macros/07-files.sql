-- The content of a file: `place` is the number of the call in its query, which the variable `statement` tells from others.
CREATE MACRO fn.read_file(place, path) AS stagewire_read_file(CAST(getvariable('statement') AS INTEGER), place, path);
