import type { ScopedStatement } from '../../sql/parse.js';
import type { StatementKind, StatementOf } from '../../sql/statements/index.js';
import type { ClientFiles } from '../client-files.js';
import type { AuthorizedStages } from '../privileges/authorize.js';
import type { Result } from '../result.js';
import type { Services } from '../services.js';
import type { PreparedStatement } from '../statement-service.js';
import type { Session } from '../session.js';
import { stagePlace, type StagePlace } from '../stages/stage-place.js';

/** One statement on its way: who asks, with what, and until when. */
export interface StatementContext {
  readonly session: Session;
  readonly services: Services;
  readonly stages: AuthorizedStages;
  readonly signal: AbortSignal;
  /** Null where the client can't be asked for files at all. */
  readonly clientFiles: ClientFiles | null;
  readonly startedAt: Date;
  readonly nested: NestedStatements;
}

/** What a statement may do with others that it names. */
export interface NestedStatements {
  /** Checks privileges and carries out. */
  carryOut(scoped: ScopedStatement): Promise<Result>;
  prepare(sql: string): Promise<PreparedStatement>;
  /** Must be called for each that was prepared. */
  release(prepared: PreparedStatement): void;
}

/** Carries a statement out; its privileges have been checked. */
export type Handler<Kind extends StatementKind> = (statement: StatementOf<Kind>, context: StatementContext) => Promise<Result>;

/** The place of a stage that the statement names. */
export function placeOf(name: string, { services, session, stages }: StatementContext): Promise<StagePlace> {
  return stagePlace(services.stores, session.identity.user, name, stages.get(name));
}

export const DONE: Result = { kind: 'ok', affectedRows: 0 };
