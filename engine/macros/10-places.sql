-- Places on the earth and in the plane.

-- A geometry, also of well-known text.
CREATE MACRO fn.geometry_of(x) AS x, (x VARCHAR) AS stagewire_st_from_text(x, 0, '');
-- Pairs of numbers in JSON as tuples.
CREATE MACRO fn.places(j) AS list_transform(CAST(CAST(j AS JSON) AS DOUBLE[][]), lambda p : row(p[1], p[2]));
-- The way from one place to another over a sphere, in kilometres.
CREATE MACRO fn.haversine(lat1, lon1, lat2, lon2) AS 2 * 6371.0::DOUBLE * asin(least(1.0::DOUBLE, sqrt(pow(sin(radians(lat2 - lat1) / 2), 2) + cos(radians(lat1)) * cos(radians(lat2)) * pow(sin(radians(lon2 - lon1) / 2), 2))));
-- A ray from the point to the right crosses the sides of a polygon an odd number of times if it begins within.
CREATE MACRO fn.crosses(x, y, ax, ay, bx, by_) AS (ay > y) <> (by_ > y) AND x < (bx - ax) * (y - ay) / (by_ - ay) + ax;
CREATE MACRO fn.side_crosses(p, a, b) AS fn.crosses((p).x, (p).y, (a).x, (a).y, (b).x, (b).y);
CREATE MACRO fn.ray_crosses(p, ring) AS len(list_filter(range(1, len(ring) + 1), lambda i : fn.side_crosses(p, ring[i], ring[i % len(ring) + 1]))) % 2 = 1;
CREATE MACRO fn.in_polygon(p, ring) AS fn.ray_crosses(CAST(p AS STRUCT(x DOUBLE, y DOUBLE)), CAST(ring AS STRUCT(x DOUBLE, y DOUBLE)[]));
