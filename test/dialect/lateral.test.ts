import { dialectForFile } from '../support/dialect-for-file.js';

const { cases } = await dialectForFile();

cases('a LATERAL subquery may compare its columns with those of the tables before it', [
  ['SELECT t.a, s.n FROM (VALUES (1), (3)) t(a), LATERAL (SELECT count(*) AS n FROM (VALUES (1), (2), (3)) u(b) WHERE b <= t.a) s ORDER BY t.a', [[1, 1], [3, 3]]],
  ['SELECT t.a, s.b FROM (VALUES (1), (3)) t(a) LEFT JOIN LATERAL (SELECT max(b) AS b FROM (VALUES (1), (2)) u(b) WHERE b < t.a AND b + t.a > 0) s ON TRUE ORDER BY t.a', [[1, null], [3, 2]]],
  ["SELECT t.d, s.n FROM (VALUES ('2024-01-02')) t(d), LATERAL (SELECT t.d > '2024-01-01' AS n, upper(t.d) AS u) s", [['2024-01-02', true]]],
]);
