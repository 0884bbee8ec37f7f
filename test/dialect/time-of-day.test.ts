import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDialect, type Dialect } from '../support/dialect.js';

let dialect: Dialect;

beforeAll(async () => {
  dialect = await openDialect();
});

afterAll(() => dialect.close());

const cases = (name: string, table: readonly (readonly [string, unknown[][]])[]): void => {
  describe(name, () => {
    it.each(table)('%s', async (sql, expected) => {
      expect(await dialect.rows(sql)).toEqual(expected);
    });
  });
};

const TIMES = "(SELECT CAST('10:00:00' AS TIME) t UNION ALL SELECT CAST('-12:00:00' AS TIME) UNION ALL SELECT CAST('100:00:00' AS TIME)) x";

cases('a TIME reaches beyond a day and below zero', [
  ["SELECT CAST('838:59:59' AS TIME), CAST('-12:00:00' AS TIME), CAST('12:34:56.789' AS TIME(3)), TIME('10:11:12'), TIME '10:11:12', CAST('900:00:00' AS TIME), CAST('1 10:00:00' AS TIME)", [['838:59:59', '-12:00:00', '12:34:56.789000', '10:11:12', '10:11:12', '838:59:59', '34:00:00']]],
  ["SELECT TIMEDIFF('10:00:00', '12:00:00'), SEC_TO_TIME(100000), MAKETIME(100, 1, 2), SEC_TO_TIME(-1.5), TIMEDIFF('2000-12-31 23:59:59.000001', '2000-12-30 01:01:01.000002')", [['-02:00:00', '27:46:40', '100:01:02', '-00:00:01.500000', '46:58:57.999999']]],
  ["SELECT CAST(123456 AS TIME), CAST(CAST('2020-01-01 10:11:12' AS DATETIME) AS TIME), CAST(NULL AS TIME), TRY_CAST('abc' AS TIME), TRY_CAST('10:00' AS TIME)", [['12:34:56', '10:11:12', null, null, '10:00:00']]],
  [`SELECT t FROM ${TIMES} ORDER BY t DESC`, [['100:00:00'], ['10:00:00'], ['-12:00:00']]],
  [`SELECT max(t), min(t), count(DISTINCT t), any_value(typeof(t)) FROM ${TIMES}`, [['100:00:00', '-12:00:00', 3, 'TIME']]],
]);

it('says which text is no TIME', async () => {
  await expect(dialect.rows("SELECT CAST('abc' AS TIME)")).rejects.toThrow('"abc"');
});

it('columns are of type TIME', async () => {
  expect(await dialect.columns("SELECT TIMEDIFF('10:00:00', '12:00:00') a, SEC_TO_TIME(1) b, MAKETIME(1, 2, 3) c, CAST('1:00:00' AS TIME) d, CURTIME() e, max(TIME '1:00:00') f, STR_TO_DATE('10:11', '%H:%i') g")).toEqual(['a: time', 'b: time', 'c: time', 'd: time', 'e: time', 'f: time', 'g: time']);
});

cases('a TIME beside others', [
  [`SELECT t FROM ${TIMES} WHERE t BETWEEN '-20:00:00' AND '99:00:00' AND t IN ('10:00:00', '11:00:00') AND t > '9:00:00' AND t = TIME '10:00:00' AND t < 110000`, [['10:00:00']]],
  ["SELECT TIME '10:00:00' + INTERVAL 1 HOUR, TIME '10:00:00' + 0, ADDTIME(TIME '10:00:00', '15:00:00'), SUBTIME(TIME '10:00:00', TIME '11:00:00'), CAST(TIME '10:11:12' AS SIGNED)", [['11:00:00', 100000, '25:00:00', '-01:00:00', 101112]]],
  ["SELECT CONCAT(t, '!'), IFNULL(t, 'x'), COALESCE(NULL, t), JSON_OBJECT('t', t), LENGTH(t), CAST(t AS CHAR), IF(t, 1, 0), [t] FROM (SELECT TIME '10:00:00' t) x", [['10:00:00!', '10:00:00', '10:00:00', '{"t":"10:00:00"}', 8, '10:00:00', 1, '["10:00:00"]']]],
  ["SELECT TIMESTAMP(CAST('2020-01-01' AS DATE), CAST('25:00:00' AS TIME)), ADDTIME(CAST('2020-01-01' AS DATETIME), '1:00:00')", [['2020-01-02 01:00:00.000000', '2020-01-01 01:00:00.000000']]],
  [`SELECT GROUP_CONCAT(t ORDER BY t SEPARATOR ' '), GROUP_CONCAT(DISTINCT t ORDER BY t DESC), SEC_TO_TIME(AVG(TIME_TO_SEC(t))) FROM ${TIMES}`, [['-12:00:00 10:00:00 100:00:00', '100:00:00,10:00:00,-12:00:00', '32:40:00']]],
]);

cases('bounds of columns', [
  ["SELECT t FROM (SELECT SEC_TO_TIME(number * 600) t FROM numbers(300)) x WHERE t BETWEEN '10:00:00' AND '10:10:00' AND t >= '09:00:00' AND t <= '11:00:00' ORDER BY t", [['10:00:00'], ['10:10:00']]],
  ["SELECT count(*) FROM (SELECT CAST('2024-01-01 10:00:00' AS DATETIME) + INTERVAL number SECOND ts FROM numbers(7200)) x WHERE TIME(ts) BETWEEN '10:30:00' AND '11:00:00' AND TIME(ts) <> '10:45:00.5'", [[1801]]],
  ["SELECT count(*) FROM (SELECT number, SEC_TO_TIME(number / 1000) t, CAST(SEC_TO_TIME(number / 1000) AS CHAR) s FROM numbers(5000)) x WHERE t = TIME(s) AND TIME(s) = s", [[5000]]],
  ['SELECT count(*), min(hex(t)) FROM (SELECT SEC_TO_TIME(number) t, SEC_TO_TIME(2) lo, SEC_TO_TIME(4) hi FROM numbers(10)) x WHERE t BETWEEN lo AND hi', [[3, '30303A30303A3032']]],
  ["SELECT '09:00:00' < t, t IN ('10:00:00'), t > '09:00', '10:00' BETWEEN '09:00' AND '11:00' FROM (SELECT '10:00:00' t) x", [[true, true, true, true]]],
]);

cases('a TIME as a point in time, and the text of one moved', [["SELECT CAST(TIME '10:11:12' AS DATE) = CAST(TIME '1:00:00' AS DATE), CAST(TIME '26:00:00' AS DATETIME) = CAST(TIME '2:00:00' AS DATETIME) + INTERVAL 1 DAY, DATE_ADD('10:00:00', INTERVAL 90 MINUTE), DATE_SUB('0:30:00', INTERVAL 1 HOUR)", [[true, true, '11:30:00', '-00:30:00']]]]);

cases('parts of a TIME', [
  ["SELECT HOUR(t), MINUTE(t), SECOND(t), MICROSECOND(t), TIME_TO_SEC(t), TIME_FORMAT(t, '%H-%i') FROM (SELECT TIME '100:11:12.25' t) x", [[100, 11, 12, 250000, 360672, '100-11']]],
  ["SELECT EXTRACT(HOUR FROM '100:00:00'), EXTRACT(HOUR FROM TIMEDIFF('1:00:00', '5:00:00')), EXTRACT(HOUR_MINUTE FROM TIME '10:11:12'), EXTRACT(MINUTE_SECOND FROM '10:11:12'), EXTRACT(SECOND_MICROSECOND FROM '2020-01-01 10:11:12.5'), EXTRACT(HOUR FROM CAST('2020-01-01 10:11:12' AS DATETIME)), EXTRACT(DAY_HOUR FROM '2020-01-01 10:11:12')", [[100, -4, 1011, 1112, 12500000, 10, 110]]],
]);

it('a TIME is bound as one', async () => {
  expect(await dialect.rows("SELECT ?, t FROM (SELECT TIME '-30:00:00' t) x WHERE t = ?", [{ type: { name: 'time' }, value: '100:00:00.5' }, { type: { name: 'varchar' }, value: '-30:00:00' }])).toEqual([['100:00:00.500000', '-30:00:00']]);
});

cases('numbers of 64 bits in other bases', [["SELECT CONV('c4ca4238a0b92382', 16, 10), CONV('ffffffffffffffff', 16, 10), CONV('18446744073709551615', 10, 16), CONV('-1', 10, 16), CONV('a', 16, 2)", [['14180219187711517570', '18446744073709551615', 'FFFFFFFFFFFFFFFF', 'FFFFFFFFFFFFFFFF', '1010']]]]);

cases('GROUPING as a condition', [["SELECT IF(GROUPING(a), 'total', a) AS a, SUM(n) FROM (SELECT 'x' a, 1 n UNION ALL SELECT 'y', 2) t GROUP BY a WITH ROLLUP", [['x', 1], ['y', 2], ['total', 3]]]]);
