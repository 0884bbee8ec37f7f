import type { Result, ResultColumn, RowsResult, Value } from '../../../server/result.js';
import type { Session } from '../../../server/session.js';
import type { Parameter } from '../../../sql/parameter.js';
import { prepareText } from '../../../sql/prepare.js';
import type { ExecuteOptions, ExecutePreparedOptions, PreparedStatement, SessionOpening, StatementAnswer, StatementService } from '../../../server/statement-service.js';
import { valueBatch } from '../../../sql/relation.js';
import { Activity } from '../../../server/status/activity.js';
import { QueryIds } from '../../../server/query-ids.js';
import { Counters } from '../../../server/status/counters.js';
import { StampedMap } from '../../../server/variables/stamped-map.js';
import { noTransaction } from '../../../server/transaction-state.js';
import { StagewireError } from '../../../errors/index.js';

export type Script = (signal: AbortSignal, session: Session, sql: string) => Result | Promise<Result>;

export function ok(affectedRows = 0, info?: string): Result {
  return info === undefined ? { kind: 'ok', affectedRows } : { kind: 'ok', affectedRows, info };
}

export function column(name: string, type: ResultColumn['type'] = { name: 'varchar' }, nullable = true): ResultColumn {
  return { name, type, nullable };
}

/** A result of one batch, given row by row. */
export function rows(columns: readonly ResultColumn[], ...cells: Value[][]): RowsResult {
  const batch = valueBatch(cells.length, columns.map((_, index) => cells.map((row) => row[index] ?? null)));
  return {
    kind: 'rows',
    columns,
    // eslint-disable-next-line @typescript-eslint/require-await
    batches: (async function* () {
      yield batch;
    })(),
  };
}

/**
 * A statement service for tests of the wire: it answers texts from a table, splits them at `;`, and knows
 * the databases `default` and `other`.
 */
export class FakeService implements StatementService {
  readonly activity = new Activity();
  readonly openings: SessionOpening[] = [];
  readonly executed: string[] = [];
  /** Parameters of every execution of a prepared statement. */
  readonly bound: (readonly Parameter[])[] = [];
  closedSessions = 0;
  private readonly scripts = new Map<string, Script>([
    ['SELECT 1', () => rows([column('1', { name: 'int64' }, false)], [1])],
    ['SELECT DATABASE()', (_signal, session) => rows([column('db')], [session.database])],
    ['SELECT USER()', (_signal, session) => rows([column('user')], [session.identity.user])],
  ]);

  on(sql: string, script: Script): this {
    this.scripts.set(sql, script);
    return this;
  }

  openSession(opening: SessionOpening): Session {
    this.openings.push(opening);
    const session: Session = {
      id: opening.id,
      identity: opening.identity,
      publicUrl: opening.publicUrl,
      client: opening.client,
      counters: new Counters(opening.traffic),
      queryIds: new QueryIds(),
      database: null,
      variables: StampedMap.of([]),
      defaults: new Map(),
      userVariables: StampedMap.of([]),
      sessionVariables: new Map(),
      warnings: [],
      prepared: StampedMap.of([]),
      queryAttributes: new Map(),
      foundRows: 0,
      rowCount: 0,
      previousWarnings: [],
      inTransaction: false,
      transaction: noTransaction(),
      autocommit: true,
    };
    this.activity.open(session);
    if (opening.database !== null) this.useDatabase(session, opening.database);
    return session;
  }

  resetSession(session: Session): void {
    session.database = null;
    session.variables.clear();
  }

  closeSession(session: Session): void {
    this.activity.close(session);
    this.closedSessions++;
  }

  useDatabase(session: Session, database: string): void {
    if (database !== 'default' && database !== 'other') {
      throw new StagewireError('UnknownDatabase', `Unknown database '${database}'`);
    }
    session.database = database;
  }

  async *execute(session: Session, sql: string, { multiStatements, signal }: ExecuteOptions): AsyncGenerator<StatementAnswer> {
    this.executed.push(sql);
    const statements = sql
      .split(';')
      .map((text) => text.trim())
      .filter((text) => text !== '');
    if (statements.length > 1 && !multiStatements) throw new StagewireError('SyntaxException', 'a second statement; the client did not ask for multi-statements');
    for (const [index, statement] of statements.entries()) {
      yield { result: await this.answer(statement, session, signal), more: index + 1 < statements.length };
    }
  }

  prepare(_session: Session, sql: string): Promise<PreparedStatement> {
    this.activity.preparedStatements++;
    return Promise.resolve({ text: prepareText(sql), columns: [] });
  }

  async *executePrepared(session: Session, { text }: PreparedStatement, parameters: readonly Parameter[], { signal }: ExecutePreparedOptions): AsyncGenerator<StatementAnswer> {
    this.bound.push(parameters);
    yield { result: await this.answer(text.sql, session, signal), more: false };
  }

  async logState(): Promise<void> {
    // Everybody may.
  }

  release(): void {
    this.activity.preparedStatements--;
  }

  readonly shared: { values: object } = { values: {} };
  answerAgain: StatementService['answerAgain'] = () => undefined;
  answerAtOnce: StatementService['answerAtOnce'] = () => null;
  answerPreparedAtOnce: StatementService['answerPreparedAtOnce'] = () => null;

  async describeTable({ database }: Session, table: string): Promise<readonly ResultColumn[]> {
    if (table !== 't') throw new StagewireError('UnknownTable', `Unknown table '${table}'`);
    const columns = [column('id', { name: 'int32' }, false), column('name')];
    const origin = { database: database ?? '', table, originalTable: table, characters: null };
    return Promise.resolve(columns.map((described) => ({ ...described, origin: { ...origin, originalName: described.name, isNotNull: !described.nullable } })));
  }

  private async answer(statement: string, session: Session, signal: AbortSignal): Promise<Result> {
    const script = this.scripts.get(statement);
    if (script !== undefined) return script(signal, session, statement);
    if (/^(set|select @@|show)/i.test(statement)) return rows([column('value')], ['']);
    throw new StagewireError('SyntaxException', `no script for '${statement.slice(0, 100)}'`);
  }
}
