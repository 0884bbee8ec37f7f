import type { ClientFiles } from './client-files.js';
import type { Result, ResultColumn } from './result.js';
import type { Identity, Session } from './session.js';

export interface SessionOpening {
  readonly id: number;
  readonly identity: Identity;
  readonly publicUrl: string;
  readonly database: string | null;
}

/** Counts that COM_STATISTICS and SHOW STATUS report. */
export interface Activity {
  readonly startedAt: Date;
  questions: number;
  threadsConnected: number;
}

/** One statement's answer within the text of a command, and whether more statements follow it. */
export interface StatementAnswer {
  readonly result: Result;
  readonly more: boolean;
}

export interface ExecuteOptions {
  /** Whether the client asked to be allowed several statements in one text. */
  readonly multiStatements: boolean;
  /** Absent where the door has no way to ask its client for a file. */
  readonly clientFiles?: ClientFiles;
  readonly signal: AbortSignal;
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
  /** Columns of a table, for COM_FIELD_LIST. Throws 1146. */
  describeTable(session: Session, table: string, signal: AbortSignal): Promise<readonly ResultColumn[]>;
}
