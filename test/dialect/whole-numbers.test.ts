import { expect, it } from 'vitest';
import { dialectForFile } from '../support/dialect-for-file.js';

const { dialect, cases } = await dialectForFile();

cases('arithmetic of small integers has room for its results', [
  ['SELECT a + b, a - b, a * b, a % b FROM (VALUES (2147483647::INT, 2::INT)) t(a, b)', [[2147483649, 2147483645, 4294967294, 1]]],
  ['SELECT a + a, a * a, 1 - a FROM (VALUES (200::TINYINT UNSIGNED)) t(a)', [[400, 40000, -199]]],
  ['SELECT a - b FROM (VALUES (1::INT UNSIGNED, 2::INT UNSIGNED)) t(a, b)', [[-1]]],
  ['SELECT 2147483647 + 1, 2147483647 * 2, 2147483647::INT + 1::INT, 100::TINYINT * 2::TINYINT', [[2147483648, 4294967294, 2147483648, 200]]],
  ['SELECT n % 7 * 1000000000, a[1] * a[1] FROM (VALUES (6, [2147483647::INT])) t(n, a)', [[6000000000, Number('4611686014132420609')]]],
  ['SELECT max(a) * 1000000000, sum(a) * 2 FROM (VALUES (2000000)) t(a)', [[2000000000000000, 4000000]]],
  ['SELECT a AS x, x * 1000000000 FROM (VALUES (7)) t(a)', [[7, 7000000000]]],
  ['SELECT if(a > 1, a, 0) * 2, ifnull(a, 0) + a FROM (VALUES (2147483647)) t(a)', [[4294967294, 4294967294]]],
]);

cases('days are added to dates', [
  ["SELECT CAST(d + n AS STRING), CAST(n + d AS STRING), CAST(d - n AS STRING), CAST(d + 1 AS STRING), d - d FROM (VALUES (1, to_date('2024-02-29'))) t(n, d)", [['2024-03-01', '2024-03-01', '2024-02-28', '2024-03-01', 0]]],
  ["SELECT CAST(max(d) + 1 AS STRING) FROM (VALUES (to_date('2024-02-29'))) t(d)", [['2024-03-01']]],
]);

it('what is beyond a BIGINT is an error', async () => {
  await expect(dialect.rows('SELECT a + 1 FROM (VALUES (9223372036854775807)) t(a)')).rejects.toThrow('Overflow');
});
