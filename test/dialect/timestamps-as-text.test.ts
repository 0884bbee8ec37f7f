import { dialectForFile } from '../support/dialect-for-file.js';

const { cases } = await dialectForFile();

const T = "(SELECT TIMESTAMP '2024-01-02 10:00:00' AS t, TIMESTAMP '2024-01-02 10:00:00.25' AS u, '2024-01-02 10:00:00' AS s) x";
const SHOWN = '2024-01-02 10:00:00.000000';

cases('a TIMESTAMP as a text has six digits of fraction, as it is shown', [
  [`SELECT t, t::STRING, to_string(t), CAST(t AS CHAR), concat(t), t || '', upper(t), length(t), left(t, 10), CAST(t AS CHAR(19)), concat(u) FROM ${T}`, [[SHOWN, SHOWN, SHOWN, SHOWN, SHOWN, SHOWN, SHOWN, 26, '2024-01-02', '2024-01-02 10:00:00', '2024-01-02 10:00:00.250000']]],
  [`SELECT group_concat(t), string_agg(t, '|'), group_concat(DISTINCT t ORDER BY t), max(t)::STRING, concat(max(u)) FROM ${T}`, [[SHOWN, SHOWN, SHOWN, SHOWN, '2024-01-02 10:00:00.250000']]],
  [`SELECT coalesce(t, 'x'), if(t > '2020-01-01', t, 'x'), hex(t) = hex(t::STRING), md5(t) = md5(t::STRING), array_to_string([t, NULL, u], ' ') FROM ${T}`, [[SHOWN, SHOWN, true, true, `${SHOWN} 2024-01-02 10:00:00.250000`]]],
  ["SELECT concat(now()), now()::STRING, concat(str_to_date('2024-01-02 10:00:00', '%Y-%m-%d %H:%i:%s')), concat(DATE '2024-01-02'), concat(TIME '10:00:00')", [['2024-03-05 07:08:09.010000', '2024-03-05 07:08:09.010000', SHOWN, '2024-01-02', '10:00:00']]],
  ["SELECT date_add('2024-01-02 10:00:00', INTERVAL 1 HOUR), '2024-01-02' + INTERVAL 1 HOUR", [['2024-01-02 11:00:00', '2024-01-02 01:00:00']]],
]);

cases('and so it has in JSON and in what holds it', [
  [`SELECT to_variant(t), json_object('a', t), json_array(t, [u]), json_array_agg(t), json_object_agg('k', u) FROM ${T} GROUP BY t, u`, [[`"${SHOWN}"`, `{"a":"${SHOWN}"}`, `["${SHOWN}",["2024-01-02 10:00:00.250000"]]`, `["${SHOWN}"]`, '{"k":"2024-01-02 10:00:00.250000"}']]],
  [`SELECT [t]::STRING, [[t], NULL, []]::STRING, {'a': u}::STRING, (1, t)::STRING, to_variant(map([t], [u])), to_variant((t, TIME '10:00:00', s, NULL)) FROM ${T}`,
    [[`["${SHOWN}"]`, `[["${SHOWN}"],null,[]]`, '{"a":"2024-01-02 10:00:00.250000"}', `(1,"${SHOWN}")`, `{"${SHOWN}":"2024-01-02 10:00:00.250000"}`, `{"1":"${SHOWN}","2":"10:00:00","3":"2024-01-02 10:00:00","4":null}`]]],
  // Texts that look alike, and brackets and quotes in them, are left as they are.
  [`SELECT [(s, '{"["', t), ('2024-01-01 00:00:00', '\\\\",', u)]::STRING FROM ${T}`, [[`[{"":"2024-01-02 10:00:00","":"{\\"[\\"","":"${SHOWN}"},{"":"2024-01-01 00:00:00","":"\\\\\\",","":"2024-01-02 10:00:00.250000"}]`]]],
]);

cases('comparisons with texts are those of points in time', [
  [`SELECT t = s, t = '2024-01-02 10:00', t IN ('2024-01-02 10:00:00.0'), s = t, to_variant(t) = to_variant(t::STRING) FROM ${T}`, [[true, true, true, true, true]]],
]);
