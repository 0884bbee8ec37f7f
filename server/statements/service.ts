import { KINDS, StagewireError } from '../../errors/index.js';
import { parseStatement } from '../../sql/parse.js';
import type { Statement } from '../../sql/statements/index.js';
import { databaseNamed, DEFAULT_DATABASE } from '../databases.js';
import { existingObject } from '../metadata/objects.js';
import type { MetadataContext } from '../metadata/schema-object.js';
import { authorize } from '../privileges/authorize.js';
import { requirementsOf } from '../privileges/requirements.js';
import type { Result, ResultColumn } from '../result.js';
import type { Services } from '../services.js';
import type { Session } from '../session.js';
import { syntaxError } from '../../sql/syntax-error.js';
import type { ExecuteOptions, SessionOpening, StatementAnswer, StatementService } from '../statement-service.js';
import { rulesOf } from '../variables/session-rules.js';
import { handle } from './handlers.js';

/** The one way of a statement: parsed, its privileges checked, carried out. */
export function createStatementService(services: Services): StatementService {
  return {
    activity: services.activity,
    openSession,
    resetSession,
    closeSession: () => undefined,
    useDatabase(session, database) {
      session.database = databaseNamed(database);
    },
    execute: (session, sql, options) => executeAll(services, session, sql, options),
    describeTable: (session, table, signal) => describeTable({ services, session, signal }, table),
  };
}

function openSession({ id, identity, publicUrl, database }: SessionOpening): Session {
  return {
    id,
    identity,
    publicUrl,
    database: database === null || database === '' ? DEFAULT_DATABASE : databaseNamed(database),
    variables: new Map(),
    userVariables: new Map(),
    warnings: [],
    inTransaction: false,
    autocommit: true,
  };
}

function resetSession(session: Session): void {
  session.variables.clear();
  session.userVariables.clear();
  session.warnings = [];
  session.inTransaction = false;
  session.autocommit = true;
}

async function* executeAll(services: Services, session: Session, sql: string, options: ExecuteOptions): AsyncGenerator<StatementAnswer> {
  let offset: number | null = 0;
  while (offset !== null) {
    const answer: Answer | null = await executeOne(services, session, sql, offset, options);
    if (!answer) return;
    yield { result: answer.result, more: answer.next !== null };
    offset = answer.next;
  }
}

interface Answer {
  readonly result: Result;
  readonly next: number | null;
}

/** Null when there is no statement. */
async function executeOne(services: Services, session: Session, sql: string, offset: number, options: ExecuteOptions): Promise<Answer | null> {
  try {
    const parsed = parseStatement(sql, offset, 'none', rulesOf(session, services.variables));
    if (!parsed) return null;
    if (parsed.next !== null && !options.multiStatements) {
      throw syntaxError(sql, { start: parsed.next, end: parsed.next + 1 }, 'a second statement; the client did not ask for multi-statements');
    }
    if (parsed.statement.kind !== 'show-warnings') session.warnings = [];
    return { result: await carryOut(services, session, parsed.statement, options), next: parsed.next };
  } catch (error) {
    session.warnings = [asWarning(error)];
    throw error;
  }
}

async function carryOut(services: Services, session: Session, statement: Statement, { signal, clientFiles }: ExecuteOptions): Promise<Result> {
  const stages = await authorize(services.catalog, session.identity.user, requirementsOf(statement));
  return handle(statement, { session, services, stages, signal, clientFiles: clientFiles ?? null, startedAt: new Date() });
}

/** An error that ended a statement is the first of its warnings. */
function asWarning(error: unknown): Session['warnings'][number] {
  const known = error instanceof StagewireError ? error : null;
  return { level: 'Error', code: known?.mysql.errno ?? KINDS.Internal.mysql.errno, message: known?.message ?? 'internal error' };
}

async function describeTable(context: MetadataContext, table: string): Promise<readonly ResultColumn[]> {
  const object = await existingObject(context, context.session.database ?? DEFAULT_DATABASE, table);
  return object.columns(context);
}
