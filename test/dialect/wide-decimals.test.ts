import { expect, it } from 'vitest';
import { dialectForFile } from '../support/dialect-for-file.js';

const { dialect, cases } = await dialectForFile();

const LARGE = '12345678901234567890123456789012345678901234567890.12';
/** The large one twice. */
const NUMBERS = `(SELECT n, x::DECIMAL(60,2) AS w FROM (VALUES (1, '${LARGE}'), (2, '-5.5'), (3, '5.505'), (4, NULL), (5, '${LARGE}')) t(n, x)) m`;

cases('DECIMALs of more than 38 digits keep all of them', [
  [`SELECT '${LARGE}'::DECIMAL(76,2), CAST('1e60' AS DECIMAL(76)), to_decimal(50,2)('1.005'), TRY_CAST('x' AS DECIMAL(50,2)), NULL::DECIMAL(50,1), 1.5::DECIMAL(50,3), 7::DECIMAL(40)`, [[LARGE, `1${'0'.repeat(60)}`, '1.01', null, null, '1.500', '7']]],
  [`SELECT ${LARGE} AS a, -${LARGE} AS b, ${LARGE} + 1, typeof(${LARGE}), ${'9'.repeat(39)} + 1 FROM (SELECT 1) x`, [[LARGE, `-${LARGE}`, '12345678901234567890123456789012345678901234567891.12', 'DECIMAL(52, 2)', `1${'0'.repeat(39)}`]]],
  [`SELECT w, w::STRING, typeof(w), [w], concat(w, '') FROM ${NUMBERS} WHERE n = 1`, [[LARGE, LARGE, 'DECIMAL(60, 2)', `[${LARGE}]`, LARGE]]],
  [`SELECT to_variant(w), json_object('w', w), to_variant(w)::DECIMAL(60,2), parse_json('{"a": ${LARGE}}'):a::DECIMAL(60,1) FROM ${NUMBERS} WHERE n = 1`, [[`"${LARGE}"`, `{"w":"${LARGE}"}`, LARGE, LARGE.slice(0, -1)]]],
  [`SELECT w::DOUBLE, w::DECIMAL(10,1), w::INT, w::DECIMAL(50,1) FROM ${NUMBERS} WHERE n = 3`, [[5.51, '5.5', 6, '5.5']]],
]);

cases('they are compared and ordered as numbers, whatever their scales', [
  [`SELECT n FROM ${NUMBERS} ORDER BY w DESC, n`, [[1], [5], [3], [2], [4]]],
  [`SELECT w, count(*) FROM ${NUMBERS} GROUP BY w ORDER BY w`, [['-5.50', 1], ['5.51', 1], [LARGE, 2], [null, 1]]],
  [`SELECT min(w), max(w), count(DISTINCT w) FROM ${NUMBERS}`, [['-5.50', LARGE, 3]]],
  [`SELECT 1.5::DECIMAL(50,1) = 1.50::DECIMAL(60,2), 1.5::DECIMAL(50,1) < 1.50::DECIMAL(60,2), 2::DECIMAL(40) > 1.5, 1 < 2::DECIMAL(40), ${LARGE} > 1e20, 2::DECIMAL(40) = '2.0'`, [[true, false, true, true, true, true]]],
  [`SELECT n FROM ${NUMBERS} WHERE w > 0 ORDER BY n`, [[1], [3], [5]]],
  [`SELECT n FROM ${NUMBERS} WHERE w BETWEEN -10 AND 5.6 AND w < n`, [[2]]],
  [`SELECT n FROM ${NUMBERS} WHERE w BETWEEN '-10' AND '5.6' ORDER BY n`, [[2], [3]]],
  [`SELECT n FROM ${NUMBERS} WHERE w IN (5.51, ${LARGE}) ORDER BY n`, [[1], [3], [5]]],
  [`SELECT n FROM ${NUMBERS} WHERE w = '${LARGE}' ORDER BY n`, [[1], [5]]],
  [`WITH m AS (SELECT * FROM ${NUMBERS}) SELECT count(*) FROM m a JOIN m b ON a.w = b.w::DECIMAL(70,5)`, [[6]]],
  [`WITH m AS (SELECT * FROM ${NUMBERS}) SELECT a.n, b.n FROM m a JOIN m b ON a.w < b.w ORDER BY 1, 2`, [[2, 1], [2, 3], [2, 5], [3, 1], [3, 5]]],
  [`SELECT n, if(w > 3, 'more', 'less') FROM ${NUMBERS} WHERE w IS NOT NULL AND w > (SELECT min(w) FROM ${NUMBERS.replace(/m$/, 'o')}) ORDER BY n`, [[1, 'more'], [3, 'more'], [5, 'more']]],
]);

cases('they are added, multiplied and summed exactly, a DOUBLE counting as it is shown', [
  [`SELECT w + 0.00001, w * 0.0000001::DECIMAL(38,20), 1e-5 + w, w > 5.5099999, w < 5.510000001, w < 1e300, w > -1e300 FROM ${NUMBERS} WHERE n = 3`, [['5.51001', '0.0000005510000000000000', '5.51001', true, true, true, true]]],
  [`SELECT sum(n * 1.25), sum(n), sum(n * 0.5e0), sum(w) FROM ${NUMBERS} WHERE n < 4`, [['7.50', 6, 3, '12345678901234567890123456789012345678901234567890.13']]],
  [`SELECT w + 1, w - 0.005, w * 2, -w, 1 + w, w + w, w - w, w * 0.5, w * w, n - w FROM ${NUMBERS} WHERE n = 3`, [['6.51', '5.505', '11.02', '-5.51', '6.51', '11.02', '0.00', '2.755', '30.3601', '-2.51']]],
  [`SELECT w + w, w - w, w - 1, w * 1000000000000, n * w FROM ${NUMBERS} WHERE n = 1`, [['24691357802469135780246913578024691357802469135780.24', '0.00', '12345678901234567890123456789012345678901234567889.12', '12345678901234567890123456789012345678901234567890120000000000.00', LARGE]]],
  [`SELECT w * 2e0, w + 1e0 FROM ${NUMBERS} WHERE n = 3`, [['11.02', '6.51']]],
  [`SELECT sum(w), sum(DISTINCT w), sum(w) FILTER (WHERE n < 4), sum(n), sum(w + 1) FROM ${NUMBERS} HAVING sum(w) > 0`, [['24691357802469135780246913578024691357802469135780.25', '12345678901234567890123456789012345678901234567890.13', '12345678901234567890123456789012345678901234567890.13', 15, '24691357802469135780246913578024691357802469135784.25']]],
  [`SELECT n, sum(w) OVER (ORDER BY n) FROM ${NUMBERS} WHERE n < 4 ORDER BY n`, [[1, LARGE], [2, '12345678901234567890123456789012345678901234567884.62'], [3, '12345678901234567890123456789012345678901234567890.13']]],
  [`SELECT w + 0.001 FROM ${NUMBERS} WHERE n = 3 UNION ALL SELECT ${LARGE}`, [['5.511'], [LARGE]]],
]);

cases('they are divided, averaged and rounded exactly', [
  [`SELECT w / 3, w / 0.5, 1 / w, w % 7, w DIV 7, w // 2, mod(w, 10), div(w, 100) FROM ${NUMBERS} WHERE n = 1`,
    [['4115226300411522630041152263004115226300411522630.04000000', '24691357802469135780246913578024691357802469135780.24000000', '0.000000', '1.12', '1763668414462081127160493827001763668414462081127', '6172839450617283945061728394506172839450617283945', '0.12', '123456789012345678901234567890123456789012345678']]],
  [`SELECT w / 4, w % 2, w DIV 2, -w % 2, w / w, w / 1e1, n / w, 7 % w FROM ${NUMBERS} WHERE n = 2`, [['-1.37500000', '-1.50', '-2', '1.50', '1.00000000', '-0.55000000', '-0.363636', '1.50']]],
  [`SELECT avg(w), avg(DISTINCT w), avg(n), avg(n * 1.5), sum(w) / count(w) FROM ${NUMBERS} WHERE n < 5`, [['4115226300411522630041152263004115226300411522630.0433', '4115226300411522630041152263004115226300411522630.0433', 2.5, '3.7500', '4115226300411522630041152263004115226300411522630.04333333']]],
  [`SELECT n, avg(w) OVER (ORDER BY n), avg(n) OVER (ORDER BY n) FROM ${NUMBERS} WHERE n < 3 ORDER BY n`, [[1, `${LARGE}00`, 1], [2, '6172839450617283945061728394506172839450617283942.3100', 1.5]]],
  [`SELECT round(w), round(w, 1), round(w, -1), truncate(w, 1), trunc(w), ceil(w), floor(w), abs(w), sign(w), round(w, 5) FROM ${NUMBERS} WHERE n = 3`, [['6', '5.5', '10', '5.5', '5', '6', '5', '5.51', 1, '5.51']]],
  [`SELECT round(w), truncate(w, 0), ceil(w), floor(w), abs(w), sign(w), sign(w - w), round(w, -50), round(n), round(avg(w), 1) FROM ${NUMBERS} WHERE n = 2 GROUP BY w, n`, [['-6', '-5', '-5', '-6', '5.50', -1, 0, '0', 2, '-5.5']]],
  [`SELECT ['1.005', NULL, '${LARGE}']::ARRAY(DECIMAL(60,2)), [w]::ARRAY(DECIMAL(50,1)), TRY_CAST(['x'] AS ARRAY(DECIMAL(50,1))) FROM ${NUMBERS} WHERE n = 2`, [[`[1.01,NULL,${LARGE}]`, '[-5.5]', null]]],
]);

cases('they may be within arrays, tuples and maps', [
  [`SELECT (1.005, 2)::TUPLE(DECIMAL(50,2), INT), (w, [w])::TUPLE(a DECIMAL(50,1), b ARRAY(DECIMAL(60,3))), map(['k'], [w])::MAP(STRING, DECIMAL(50,3)), [[1], NULL]::ARRAY(ARRAY(DECIMAL(40,1))) FROM ${NUMBERS} WHERE n = 2`, [['(1.01,2)', '(-5.5,[-5.500])', '{"k":-5.500}', '[[1.0],NULL]']]],
  [`SELECT t.a + 1, m['k'] * 2, l[1] = t.a, to_variant(t), [t]::STRING, TRY_CAST(('x', 1) AS TUPLE(DECIMAL(50,2), INT)) FROM (SELECT (${LARGE}, 1)::TUPLE(a DECIMAL(70,2), b INT) AS t, map(['k'], ['1.5'])::MAP(STRING, DECIMAL(50,3)) AS m, ['${LARGE}']::ARRAY(DECIMAL(60,2)) AS l) x`,
    [['12345678901234567890123456789012345678901234567891.12', '3.000', true, `{"a":"${LARGE}","b":1}`, `[{"a":"${LARGE}","b":1}]`, null]]],
]);

cases('beside other numbers all are such DECIMALs', [
  [`SELECT CASE WHEN n > 2 THEN w ELSE 1 END, coalesce(w, 1.5), greatest(w, 6, 1e0), least(1, w), [w, 1] FROM ${NUMBERS} WHERE n IN (2, 3) ORDER BY n`, [['1', '-5.50', '6', '-5.50', '[-5.50,1]'], ['5.51', '5.51', '6', '1', '[5.51,1]']]],
  [`SELECT w FROM ${NUMBERS} WHERE n = 1 UNION ALL SELECT 1 UNION ALL SELECT 0.5e0`, [[LARGE], ['1'], ['0.5']]],
  [`SELECT n FROM ${NUMBERS} WHERE w IN (SELECT -5.5 UNION ALL SELECT 3) ORDER BY n`, [[2]]],
]);

it.each([
  [`SELECT w * w FROM ${NUMBERS} WHERE n = 1`, 'does not fit DECIMAL(76, 4)'],
  ["SELECT '1e60'::DECIMAL(50,2)", 'does not fit DECIMAL(50, 2)'],
  [`SELECT w::DECIMAL(38,2) FROM ${NUMBERS}`, 'at most 38 digits'],
  [`SELECT sqrt(w) FROM ${NUMBERS}`, "'sqrt(DECIMAL)'"],
  [`SELECT w / 0 FROM ${NUMBERS}`, 'divided by zero'],
  [`SELECT w % (n - n) FROM ${NUMBERS}`, 'divided by zero'],
  [`SELECT ${'1'.repeat(77)} + 1 FROM (SELECT 1) x`, 'more than the 76 digits'],
])('%s is refused', async (sql, message) => {
  await expect(dialect.rows(sql)).rejects.toThrow(message);
});

it('a parameter with so many digits keeps them', async () => {
  expect(await dialect.rows('SELECT ? + 1, ? > 5 FROM (SELECT 1) x', [{ type: { name: 'decimal', precision: 52, scale: 2 }, value: LARGE }, { type: { name: 'decimal', precision: 52, scale: 2 }, value: LARGE }])).toEqual([['12345678901234567890123456789012345678901234567891.12', true]]);
});

it('columns are of type DECIMAL', async () => {
  expect(await dialect.columns('SELECT 1::DECIMAL(50,2) a, 1::DECIMAL(50,2) + 1 b')).toEqual(['a: decimal', 'b: decimal']);
});
