import type { Parameter } from '../sql/parameter.js';
import type { PreparedText } from '../sql/prepare.js';
import type { ClientFiles } from './client-files.js';
import type { Result, ResultBatch, ResultColumn, Value } from './result.js';
import type { ClientInfo, Identity, Session } from './session.js';
import type { Activity } from './status/activity.js';
import type { Traffic } from './status/counters.js';

export interface SessionOpening {
  readonly id: number;
  readonly identity: Identity;
  readonly publicUrl: string;
  readonly database: string | null;
  readonly client: ClientInfo;
  /** Bytes of its connection so far. */
  readonly traffic: () => Traffic;
}

/** One statement's answer within the text of a command, and whether more statements follow it. */
export interface StatementAnswer {
  readonly result: Result;
  readonly more: boolean;
}

/** A result that is there already. */
export interface AnswerAtOnce {
  readonly columns: readonly ResultColumn[];
  readonly batch: ResultBatch;
  /** The same object is the answer again and again, so that it is worth while to keep what is made of it. */
  readonly isLasting: boolean;
}

export interface ExecutePreparedOptions {
  readonly signal: AbortSignal;
  /** Values by name that came along with the statement. */
  readonly attributes?: ReadonlyMap<string, Value>;
}

export interface ExecuteOptions extends ExecutePreparedOptions {
  /** Whether the client asked to be allowed several statements in one text. */
  readonly multiStatements: boolean;
  /** Absent where the door has no way to ask its client for a file. */
  readonly clientFiles?: ClientFiles;
}

/** A statement that can be executed any number of times with other values. */
export interface PreparedStatement {
  readonly text: PreparedText;
  /** The columns of its result; none where it has no rows, or where they depend on the values. */
  readonly columns: readonly ResultColumn[];
}

/** The door to the statements: what the listeners ask for, and nothing else. */
export interface StatementService {
  readonly activity: Activity;
  /** Throws 1049 for an unknown database. */
  openSession(opening: SessionOpening): Session;
  /** Back to the state after login: variables, database, warnings, transaction. */
  resetSession(session: Session): void;
  closeSession(session: Session): void;
  /** USE, also by COM_INIT_DB. Throws 1049. */
  useDatabase(session: Session, database: string): void;
  /**
   * Runs the statements of a text one after the other; each answer must be read (its batches
   * exhausted or returned) before the next is asked for. Throws what the failing statement throws; unless
   * `multiStatements`, 1064 for a text of more than one, before anything runs.
   */
  execute(session: Session, sql: string, options: ExecuteOptions): AsyncIterable<StatementAnswer>;
  /** What all sessions share and answers may depend on (SET GLOBAL): `values` is another object after each change. */
  readonly shared: { readonly values: object };
  /** The answer to a question that needs nothing but the session, such as `SELECT 1`; null for any text that `execute` must see to. */
  answerAtOnce(session: Session, sql: string): AnswerAtOnce | null;
  /**
   * Prepares one statement, without running it; `release` must be called for it. Throws 1064 and 1065 for its text, 1461
   * beyond `max_prepared_stmt_count`, and what is wrong with the names in it.
   */
  prepare(session: Session, sql: string, signal: AbortSignal): Promise<PreparedStatement>;
  /** As `execute`, with values for the parameters: 1210 where they do not fit. */
  executePrepared(session: Session, prepared: PreparedStatement, parameters: readonly Parameter[], options: ExecutePreparedOptions): AsyncIterable<StatementAnswer>;
  /** The same for a prepared statement: its answer to these values, or null where `executePrepared` must see to it. */
  answerPreparedAtOnce(session: Session, prepared: PreparedStatement, parameters: readonly Parameter[]): AnswerAtOnce | null;
  /** Notes that a session is given an answer again, for which nothing was done since but to give it such, and with the same `shared`. */
  answerAgain(session: Session, answer: AnswerAtOnce): void;
  release(prepared: PreparedStatement): void;
  /** COM_DEBUG: writes what goes on to the log. Throws 1063 (1227) without SUPER. */
  logState(session: Session): Promise<void>;
  /** Columns of a table, for COM_FIELD_LIST. Throws 1146. */
  describeTable(session: Session, table: string, signal: AbortSignal): Promise<readonly ResultColumn[]>;
}
