import { Capability, hasCapability } from '../../protocol/capabilities.js';
import type { CommandKind, CommandOf, ComChangeUser } from '../../protocol/commands.js';
import { writeFieldListColumn } from '../../protocol/packets/column-definition-41.js';
import { ProtocolError, unknownCommand } from '../../protocol/protocol-error.js';
import type { Execution } from '../processes/process-list.js';
import type { StatementService } from '../statement-service.js';
import { compileLike } from '../../sql/like.js';
import { resultText } from './client-text.js';
import { LocalInfile, type LocalInfileTarget } from './local-infile.js';
import type { PreparedStatements } from './prepared-statements.js';
import { countFollowing } from './process-command.js';
import type { EncodedAnswer } from './repeated-commands.js';
import { respondAtOnce, respondEnd, respondOk, respondResult, type RegularTarget } from './respond.js';
import * as statementCommands from './statement-commands.js';
import { wireColumn } from './wire-columns.js';

/** What a command may do to its connection. */
export interface CommandContext extends LocalInfileTarget, RegularTarget {
  readonly service: StatementService;
  readonly statements: PreparedStatements;
  /** A signal that is aborted when the client goes away, the statement is killed or time is up. */
  startStatement(): AbortSignal;
  /** The text of a statement that the command itself does not hold, for SHOW PROCESSLIST. */
  showText(text: string): void;
  /** The same for EXPLAIN FOR CONNECTION, as long as the statement runs. */
  showExecution(execution: Execution): void;
  allowMultiStatements(allowed: boolean): void;
  changeUser(command: ComChangeUser): Promise<void>;
}

/** How a command is answered: later, or at once, perhaps with what may be written again when the same command comes again. */
export type Outcome = Promise<void> | EncodedAnswer | undefined;

type Handler<K extends CommandKind> = (context: CommandContext, command: CommandOf<K>) => Outcome;

/** Every command of the manual page "Command Phase", the refused ones too. Answers wait for a flush. */
const HANDLERS: { readonly [K in CommandKind]: Handler<K> } = {
  COM_QUIT: (context) => {
    context.quit();
  },
  COM_INIT_DB: (context, { database }) => {
    context.service.useDatabase(context.session, database);
    respondOk(context);
  },
  COM_QUERY: query,
  COM_FIELD_LIST: fieldList,
  COM_STATISTICS: statistics,
  COM_PING: (context) => {
    respondOk(context);
  },
  COM_DEBUG: async (context) => {
    await context.service.logState(context.session);
    respondEnd(context);
  },
  COM_SET_OPTION: (context, { multiStatements }) => {
    context.allowMultiStatements(multiStatements);
    respondEnd(context);
  },
  COM_RESET_CONNECTION: async (context) => {
    await context.statements.closeAll();
    context.service.resetSession(context.session);
    respondOk(context);
  },
  COM_CHANGE_USER: (context, command) => context.changeUser(command),
  COM_STMT_PREPARE: statementCommands.prepare,
  COM_STMT_EXECUTE: statementCommands.execute,
  COM_STMT_SEND_LONG_DATA: statementCommands.sendLongData,
  COM_STMT_FETCH: statementCommands.fetch,
  COM_STMT_RESET: statementCommands.reset,
  COM_STMT_CLOSE: statementCommands.close,
  COM_PROCESS_KILL: (context, { connectionId }) => answerAs(context, `KILL ${connectionId}`),
  COM_SLEEP: refuse,
  COM_CREATE_DB: refuse,
  COM_DROP_DB: refuse,
  COM_REFRESH: (context, { status }) => answerAs(context, status ? 'FLUSH STATUS' : 'FLUSH PRIVILEGES'),
  COM_SHUTDOWN: refuse,
  COM_PROCESS_INFO: (context) => answerAs(context, 'SHOW PROCESSLIST'),
  COM_CONNECT: refuse,
  COM_TIME: refuse,
  COM_DELAYED_INSERT: refuse,
  COM_BINLOG_DUMP: refuse,
  COM_TABLE_DUMP: refuse,
  COM_CONNECT_OUT: refuse,
  COM_REGISTER_SLAVE: refuse,
  COM_DAEMON: refuse,
  COM_BINLOG_DUMP_GTID: refuse,
  COM_CLONE: refuse,
  unknown: refuse,
};

/** Runs a command. What it throws is the answer to the client. */
export function runCommand<K extends CommandKind>(context: CommandContext, command: CommandOf<K>): Outcome {
  const handler: Handler<K> = HANDLERS[command.kind];
  return handler(context, command);
}

function refuse(): never {
  throw unknownCommand();
}

function query(context: CommandContext, command: CommandOf<'COM_QUERY'>): Outcome {
  const { service, session } = context;
  const known = command.attributes.size > 0 ? null : service.answerAtOnce(session, command.sql);
  return known === null ? execute(context, command) : respondAtOnce(context, known);
}

async function execute(context: CommandContext, { sql, attributes }: CommandOf<'COM_QUERY'>): Promise<void> {
  const { service, session, channel } = context;
  let answered = false;
  const multiStatements = hasCapability(context.capabilities, Capability.MULTI_STATEMENTS);
  const clientFiles = new LocalInfile(context);
  try {
    for await (const { result, more } of service.execute(session, sql, { multiStatements, clientFiles, attributes, signal: context.startStatement() })) {
      answered = true;
      await clientFiles.drain();
      await respondResult(context, result, { more });
      clientFiles.answered();
      if (result.kind === 'ok' && result.endsConnection) {
        context.quit();
        return;
      }
      if (!more) continue;
      countFollowing(session.counters);
      channel.flush();
    }
  } catch (error) {
    await clientFiles.drain();
    if (clientFiles.abandoned) return;
    throw error;
  }
  if (!answered) throw new ProtocolError(1065, '42000', 'Query was empty');
}

/** A command that says what a statement says too. */
async function answerAs(context: CommandContext, sql: string): Promise<void> {
  for await (const { result, more } of context.service.execute(context.session, sql, { multiStatements: false, signal: context.startStatement() })) {
    await respondResult(context, result, { more });
  }
}

/** Manual page "COM_FIELD_LIST": the columns of a table whose names match a LIKE pattern. */
async function fieldList(context: CommandContext, { table, wildcard }: CommandOf<'COM_FIELD_LIST'>): Promise<void> {
  const { service, session, channel } = context;
  const columns = await service.describeTable(session, table, context.startStatement());
  const text = resultText(session);
  const matches = compileLike(wildcard === '' ? '%' : wildcard);
  for (const column of columns) {
    if (!matches(column.name)) continue;
    writeFieldListColumn(channel.packets.begin(), wireColumn(column, text), text.transcoding);
    channel.packets.end();
  }
  respondEnd(context);
}

/** Manual page "COM_STATISTICS": one line of text, in no packet type. */
function statistics({ service, channel }: CommandContext): undefined {
  const { startedAt, threadsConnected } = service.activity;
  const { questions, slowQueries } = service.activity.total();
  const uptime = Math.max(1, Math.round((Date.now() - startedAt.getTime()) / 1000));
  const perSecond = (questions / uptime).toFixed(3);
  channel.packets
    .begin()
    .text(
      `Uptime: ${uptime}  Threads: ${threadsConnected}  Questions: ${questions}  Slow queries: ${slowQueries}  Opens: 0  ` +
        `Flush tables: 0  Open tables: 0  Queries per second avg: ${perSecond}`,
    );
  channel.packets.end();
}
