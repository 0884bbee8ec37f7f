import { describe, expect, it } from 'vitest';
import { StagewireError } from '../../errors/index.js';
import { parseStatement } from '../../sql/parse.js';
import { bindStatement, prepareText } from '../../sql/prepare.js';

const settingsOf = (sql: string): unknown =>
  parseStatement(sql)?.settings.map((setting) => (setting.origin === 'ignored-hint' ? [setting.code, setting.message] : [setting.name, setting.value, setting.origin]));
const fault = (near: string, line = 1): [number, string] => [1064, `Optimizer hint syntax error near '${near}' at line ${line}`];

describe('settings of one statement', () => {
  it.each([
    ['SETTINGS (max_threads = 2, timezone = \'UTC\') SELECT 1', [['max_threads', 2, 'clause'], ['timezone', 'UTC', 'clause']]],
    ['settings (a=TRUE) LIST @s', [['a', true, 'clause']]],
    ['SELECT /*+ SET_VAR(sql_mode = \'\') */ 1', [['sql_mode', '', 'hint']]],
    ['SELECT/*+ BKA(t1) SET_VAR(a=1) NO_ICP(t1@qb (x)) MAX_EXECUTION_TIME(1000) SET_VAR(b = 2)*/1', [['a', 1, 'hint'], ['max_execution_time', 1000, 'hint'], ['b', 2, 'hint']]],
    ['SETTINGS (a = 1) SELECT /*+ SET_VAR(b = 2) */ 1', [['a', 1, 'clause'], ['b', 2, 'hint']]],
    ['SELECT /*+ SET_VAR( */ 1', [fault('*/ 1')]],
    ['SELECT /*+ NO_SUCH_HINT */ 1', [fault('NO_SUCH_HINT */ 1')]],
    ['SELECT\n/*+ SET_VAR(a = 1)\n  NONSENSE(t) SET_VAR(b = 1) */ 1', [['a', 1, 'hint'], fault('NONSENSE(t) SET_VAR(b = 1) */ 1', 3)]],
    ['SELECT /*+ BKA */ 1', [fault('*/ 1')]],
    ['SELECT /*+ BKA(t */ 1', [fault('*/ 1')]],
    [`SELECT /*+ x */ '${'y'.repeat(100)}'`, [fault(`x */ '${'y'.repeat(74)}`)]],
    ['SELECT /*+ */ 1', []],
    ['SELECT /*+ SET_VAR(a = 16M) SET_VAR(a = 2) MAX_EXECUTION_TIME(1) MAX_EXECUTION_TIME(2) */ 1', [
      ['a', 16_777_216, 'hint'], [3126, 'Hint SET_VAR(a = 2) is ignored as conflicting/duplicated'],
      ['max_execution_time', 1, 'hint'], [3126, 'Hint MAX_EXECUTION_TIME(2) is ignored as conflicting/duplicated'],
    ]],
    ['SELECT 1 /*+ SET_VAR(a = 1) */', []],
    ['SHOW /*+ SET_VAR(a = 1) */ STAGES', []],
  ])('%s', (sql, settings) => {
    expect(settingsOf(sql)).toEqual(settings);
  });

  it.each(['SETTINGS (a = 1)', 'SETTINGS a = 1 SELECT 1', 'SETTINGS (a = (\'b\')) SELECT 1', 'SETTINGS (a = 1, a = 2) SELECT 1'])('%s is a syntax error', (sql) => {
    expect(() => parseStatement(sql)).toThrow(StagewireError);
  });

  it('take parameters', () => {
    const scoped = bindStatement(prepareText('SETTINGS (a = ?) SELECT ?'), [{ type: { name: 'int64' }, value: 5 }, { type: { name: 'int64' }, value: 6 }]);
    expect(scoped.settings).toMatchObject([{ name: 'a', value: 5 }]);
    expect(scoped.statement).toMatchObject({ kind: 'query', parameters: [{ value: 5 }, { value: 6 }] });
  });
});
