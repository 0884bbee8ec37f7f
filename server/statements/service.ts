import { KINDS, StagewireError } from '../../errors/index.js';
import type { ScopedStatement } from '../../sql/parse.js';
import type { Parameter } from '../../sql/parameter.js';
import type { Statement, StatementKind } from '../../sql/statements/index.js';
import type { Batch } from '../../sql/relation.js';
import { databaseNamed, DEFAULT_DATABASE } from '../databases.js';
import { columnFacts } from '../metadata/known-tables.js';
import { existingObject } from '../metadata/objects.js';
import type { MetadataContext } from '../metadata/schema-object.js';
import { authorize, type AuthorizedStages } from '../privileges/authorize.js';
import { requirementsOf } from '../privileges/requirements.js';
import type { Result, ResultColumn, RowsResult } from '../result.js';
import { keepsFastResults } from '../results/limits.js';
import { expandViews } from '../views/expand-views.js';
import type { Services } from '../services.js';
import type { Session } from '../session.js';
import { observed, parseObserved } from '../statement-events/observed.js';
import { keptText } from '../statement-events/statement-event.js';
import { commandVariable, eventName } from '../status/command-counts.js';
import { syntaxError } from '../../sql/syntax-error.js';
import type { AnswerAtOnce, ExecuteOptions, ExecutePreparedOptions, PreparedStatement, StatementAnswer, StatementService } from '../statement-service.js';
import type { StatementContext } from './context.js';
import { applySettings } from '../variables/statement-settings.js';
import { addWarning } from '../warnings.js';
import { rulesOf } from '../variables/session-rules.js';
import { enterStatement } from '../transactions.js';
import { ConstantAnswers } from './constant-answers.js';
import { readVariable } from '../variables/session-variables.js';
import { handle } from './handlers.js';
import { variablesOf } from './user-variables.js';
import { bindExecutable, prepareStatement, releaseStatement } from './preparing.js';
import { closeSession, NO_ATTRIBUTES, openSession, resetSession } from './session-lifetime.js';
import { refuseUnresolved } from './unresolved.js';
import { withinTime } from './time-limit.js';

/** The one way of a statement: parsed, its privileges checked, carried out. */
export function createStatementService(services: Services): StatementService {
  const constants = new ConstantAnswers(services);
  return {
    activity: services.activity,
    openSession: (opening) => openSession(services, opening),
    resetSession: (session) => { resetSession(services, session); },
    closeSession: (session) => { closeSession(services, session); },
    useDatabase(session, database) {
      session.database = databaseNamed(database);
    },
    shared: services.variables,
    answerAgain: noteAnswer,
    answerAtOnce: (session, sql) => atOnce(services, session, () => constants.answer(session, sql)),
    answerPreparedAtOnce: (session, { text }, parameters) => atOnce(services, session, () => constants.answerPrepared(session, text, parameters)),
    execute: (session, sql, options) => executeAll(services, session, sql, options),
    prepare: (session, sql, signal) => remembered(services, session, () => { session.warnings = []; return prepare(services, session, sql, signal); }),
    executePrepared: (session, prepared, parameters, options) => executePrepared(services, session, prepared, parameters, options),
    release: () => { releaseStatement(services); },
    logState: (session) => logState(services, session),
    describeTable: (session, table, signal) => describeTable({ services, session, signal }, table),
  };
}

async function* executeAll(services: Services, session: Session, sql: string, options: ExecuteOptions): AsyncGenerator<StatementAnswer> {
  let offset: number | null = 0;
  while (offset !== null) {
    const undo: Undo[] = [];
    try {
      const answer: Answer | null = await executeOne(services, session, sql, offset, { ...options, undo });
      if (!answer) return;
      yield { result: answer.result, more: answer.next !== null };
      offset = answer.next;
    } finally {
      undoAll(undo);
    }
  }
}

interface Answer {
  readonly result: Result;
  readonly next: number | null;
}

/** Null when there is no statement. */
async function executeOne(services: Services, session: Session, sql: string, offset: number, options: ExecuteOptions & BeginOptions): Promise<Answer | null> {
  const rules = rulesOf(session, services.variables);
  return remembered(services, session, async () => {
    const parsed = parseObserved(services, session, sql, offset, rules);
    if (!parsed) return null;
    if (parsed.next !== null && !options.multiStatements) {
      throw syntaxError(sql, { start: parsed.next, end: parsed.next + 1 }, 'a second statement; the client did not ask for multi-statements');
    }
    const running = services.statements.begin(session, keptText(sql, offset, parsed.next ?? undefined), rules);
    return { result: await observed(running, eventName(parsed.statement), () => begin(services, session, parsed, options)), next: parsed.next };
  });
}

async function* executePrepared(services: Services, session: Session, { text }: PreparedStatement, parameters: readonly Parameter[], options: ExecutePreparedOptions): AsyncGenerator<StatementAnswer> {
  const undo: Undo[] = [];
  try {
    const running = services.statements.begin(session, keptText(text.sql), text.rules);
    const work = (): Promise<Result> => begin(services, session, bindExecutable(text, parameters, variablesOf(session)), { ...options, undo });
    yield { result: await remembered(services, session, () => observed(running, 'statement/com/Execute', work)), more: false };
  } finally {
    undoAll(undo);
  }
}

/** An error that ends the work is the session's only warning from then on. */
async function remembered<T>(services: Services, session: Session, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    session.warnings = [];
    addWarning(session, services.variables, asWarning(error));
    throw error;
  }
}

/** Asks for the answer that is there already, and notes in the session what holds after it. */
function atOnce({ variables }: Services, session: Session, ask: () => AnswerAtOnce | null): AnswerAtOnce | null {
  // Who has warnings may ask for their number, which the slower way knows; and it keeps results.
  if (session.warnings.length > 0 || keepsFastResults(session, variables)) return null;
  session.previousWarnings = session.warnings;
  session.queryAttributes = NO_ATTRIBUTES;
  const answer = ask();
  if (!answer) return null;
  noteAnswer(session, answer);
  return answer;
}

function noteAnswer(session: Session, { batch }: AnswerAtOnce): void {
  session.rowCount = -1;
  session.foundRows = batch.rowCount;
  session.counters.count('Com_select');
}

function countStatement({ counters }: Session, statement: Statement): void {
  const variable = commandVariable(statement);
  if (variable !== null) counters.count(variable);
}

/** Ends what holds for one statement alone, when its answer has been read. */
type Undo = () => void;

interface BeginOptions extends Omit<ExecuteOptions, 'multiStatements'> {
  readonly undo: Undo[];
}

function undoAll(undo: Undo[]): void {
  for (const one of undo.reverse()) one();
}

/** A statement of the client itself, which forgets the warnings of the one before. */
async function begin(services: Services, session: Session, scoped: ScopedStatement, options: BeginOptions): Promise<Result> {
  if (!DIAGNOSTIC.has(scoped.statement.kind)) clearWarnings(session);
  session.queryAttributes = options.attributes ?? NO_ATTRIBUTES;
  return counted(await carryOut(services, session, scoped, options), session);
}

/** Statements that ask for the warnings of the one before, and leave them. */
const DIAGNOSTIC: ReadonlySet<StatementKind> = new Set(['show-warnings']);

function clearWarnings(session: Session): void {
  session.previousWarnings = session.warnings;
  session.warnings = [];
}

async function carryOut(services: Services, session: Session, { statement: written, settings }: ScopedStatement, options: BeginOptions): Promise<Result> {
  countStatement(session, written);
  if (settings.length > 0) options.undo.push(applySettings(settings, session, services.variables));
  const statement = await expandViews(written, services.catalog, session);
  const stages = await authorizedStages(statement, statementScope(services, session, options));
  enterStatement(session, services.variables, statement.kind);
  const limitMs = statement.kind === 'query' ? Number(readVariable(services.variables, session, null, 'max_execution_time')) : 0;
  return withinTime(limitMs, options.signal, (signal) => handle(statement, { ...statementScope(services, session, { ...options, signal }), stages }));
}

async function authorizedStages(statement: Statement, scope: Omit<StatementContext, 'stages'>): Promise<AuthorizedStages> {
  try {
    return await authorize(scope.services.catalog, scope.session.identity.user, requirementsOf(statement));
  } catch (error) {
    if (error instanceof StagewireError && error.kind === 'PermissionDenied') await refuseUnresolved(statement, scope);
    throw error;
  }
}

/** What a statement works with, apart from the stages that it names. */
function statementScope(services: Services, session: Session, options: BeginOptions): Omit<StatementContext, 'stages'> {
  return {
    session,
    services,
    signal: options.signal,
    clientFiles: options.clientFiles ?? null,
    startedAt: new Date(),
    nested: {
      carryOut: (scoped) => carryOut(services, session, scoped, options),
      prepare: (sql) => prepare(services, session, sql, options.signal),
      release: () => { releaseStatement(services); },
    },
  };
}

function prepare(services: Services, session: Session, sql: string, signal: AbortSignal): Promise<PreparedStatement> {
  return prepareStatement(sql, statementScope(services, session, { signal, undo: [] }));
}

/** The result, with its rows noted for `found_rows()` and `row_count()`. */
function counted(result: Result, session: Session): Result {
  session.rowCount = result.kind === 'ok' ? result.affectedRows : -1;
  if (result.kind === 'ok') return result;
  session.foundRows = 0;
  return { ...result, batches: countedBatches(result, session) };
}

async function* countedBatches({ batches, foundRows }: RowsResult, session: Session): AsyncGenerator<Batch> {
  let rows = 0;
  for await (const batch of batches) {
    rows += batch.rowCount;
    yield batch;
  }
  session.foundRows = foundRows ?? rows;
}

/** An error that ended a statement is the first of its warnings. */
function asWarning(error: unknown): Session['warnings'][number] {
  const known = error instanceof StagewireError ? error : null;
  return { level: 'Error', code: known?.mysql.errno ?? KINDS.Internal.mysql.errno, message: known?.message ?? 'internal error' };
}

async function logState({ catalog, activity, processes, log }: Services, session: Session): Promise<void> {
  await authorize(catalog, session.identity.user, [{ on: 'global', anyOf: ['SUPER'] }]);
  const connections = processes.all().map(({ id, user, host, command, state, since }) => ({ id, user, host, command, state, since: new Date(since) }));
  log.info({ connections, preparedStatements: activity.preparedStatements, memory: process.memoryUsage() }, 'state of the server, as a client asked for it');
}

async function describeTable(context: MetadataContext, table: string): Promise<readonly ResultColumn[]> {
  const object = await existingObject(context, context.session.database ?? DEFAULT_DATABASE, table);
  const columns = await object.columns(context);
  const from = { database: object.database, table, originalTable: object.name };
  return columns.map((column) => ({ ...column, origin: { ...from, originalName: column.name, ...columnFacts(column) } }));
}
