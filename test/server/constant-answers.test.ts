import { beforeEach, expect, test } from 'vitest';
import type { Services } from '../../server/services.js';
import type { Session } from '../../server/session.js';
import type { AnswerAtOnce } from '../../server/statement-service.js';
import { ConstantAnswers } from '../../server/statements/constant-answers.js';
import { GlobalVariables } from '../../server/variables/global-variables.js';
import { columnValues } from '../../sql/cell-value.js';
import { prepareText } from '../../sql/prepare.js';
import type { Value } from '../../sql/relation.js';
import { FakeService } from './mysql/fake-service.js';

/** Neither an engine nor a catalog is there to be asked. */
const nobody = new Proxy({}, {
  get: (_target, name) => { throw new Error(`was asked for ${String(name)}`); },
});

let variables: GlobalVariables;
let answers: ConstantAnswers;
let session: Session;

beforeEach(() => {
  variables = new GlobalVariables({ version: '8.4.0', hostname: 'here', mysqlPort: 3307, dataDir: '/data', maxConnections: 10, maxAllowedPacket: 1024, mysqlSocket: null, tls: { enabled: false, required: false, files: null, ca: null } });
  answers = new ConstantAnswers({ variables, version: '8.4.0', engine: nobody, catalog: nobody, stores: nobody } as unknown as Services);
  session = newSession();
});

function newSession(): Session {
  const session = new FakeService().openSession({
    id: 7, identity: { user: 'ann', account: '1' }, publicUrl: '', database: 'default', traffic: () => ({ received: 0, sent: 0 }),
    client: { host: 'localhost', attributes: new Map(), transport: null, compression: null, collationId: 45, isInteractive: false, countsFoundRows: false, tracksState: false, takesOptionalMetadata: false },
  });
  session.defaults = variables.values;
  return session;
}

function valuesOf(answer: AnswerAtOnce | null): Value[] {
  return answer === null ? ['no answer'] : answer.columns.map((_, index) => columnValues(answer.batch, answer.columns, index)[0] ?? null);
}

test('a question of literals has one answer for everybody', () => {
  const first = answers.answer(session, 'SELECT 1');
  expect(valuesOf(first)).toEqual([1]);
  expect(first?.isLasting).toBe(true);
  expect(answers.answer(newSession(), 'SELECT 1')).toBe(first);
  const text = prepareText('SELECT 1');
  const prepared = answers.answerPrepared(session, text, []);
  expect(answers.answerPrepared(newSession(), text, [])).toBe(prepared);
});

test('a question to a session has the same answer until something of the session changes', () => {
  const sql = 'SELECT @@sql_mode, @@autocommit, database(), connection_id()';
  const ask = (): AnswerAtOnce | null => answers.answer(session, sql);
  const first = ask();
  expect(first?.isLasting).toBe(true);
  expect(ask()).toBe(first);
  expect(answers.answer(newSession(), sql)).not.toBe(first);
  session.variables.set('sql_mode', 'ANSI_QUOTES');
  expect(valuesOf(ask())).toEqual(['ANSI_QUOTES', 1, 'default', 7]);
  session.autocommit = false;
  expect(valuesOf(ask())[1]).toBe(0);
  session.database = 'other';
  expect(valuesOf(ask())[2]).toBe('other');
  session.variables.delete('sql_mode');
  expect(valuesOf(ask())[0]).toBe(variables.get('sql_mode'));
});

test('a question for a global value follows it', () => {
  const ask = (): Value[] => valuesOf(answers.answer(session, 'SELECT @@global.max_connections'));
  expect(ask()).toEqual([10]);
  variables.set('max_connections', 11);
  expect(ask()).toEqual([11]);
});

test('what changes from one statement to the next is asked each time', () => {
  const ask = (sql: string): Value => valuesOf(answers.answer(session, sql))[0] ?? null;
  session.userVariables.set('x', { type: { name: 'int64' }, value: 1 });
  expect(ask('SELECT @x, @@sql_mode')).toBe(1);
  session.userVariables.set('x', { type: { name: 'int64' }, value: 2 });
  expect(ask('SELECT @x, @@sql_mode')).toBe(2);
  session.foundRows = 3;
  expect(ask('SELECT found_rows()')).toBe(3);
  session.foundRows = 4;
  expect(ask('SELECT found_rows()')).toBe(4);
  for (const clock of ['SELECT now()', 'SELECT @@timestamp', 'SELECT @@session.timestamp']) {
    const first = answers.answer(session, clock);
    expect(first?.isLasting).toBe(false);
    expect(answers.answer(session, clock)).not.toBe(first);
  }
});

test('values of parameters are not kept', () => {
  const text = prepareText('SELECT ?, @@sql_mode');
  const ask = (value: number): Value => valuesOf(answers.answerPrepared(session, text, [{ type: { name: 'int64' }, value }]))[0] ?? null;
  expect([ask(1), ask(2), ask(1)]).toEqual([1, 2, 1]);
});

test('what needs the engine is left to it', () => {
  for (const sql of ['SELECT 1 + 1', 'SELECT * FROM t', 'SHOW TABLES', 'SELECT 1; SELECT 2', 'no SQL']) expect(answers.answer(session, sql)).toBeNull();
});
