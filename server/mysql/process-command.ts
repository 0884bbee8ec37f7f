import type { CommandKind } from '../../protocol/commands.js';
import type { ProcessCommand } from '../processes/process-list.js';
import type { Counters } from '../status/counters.js';

/** What SHOW PROCESSLIST calls each command while it runs. */
export const PROCESS_COMMANDS: Readonly<Record<CommandKind, ProcessCommand>> = {
  COM_QUIT: 'Quit',
  COM_INIT_DB: 'Init DB',
  COM_QUERY: 'Query',
  COM_FIELD_LIST: 'Field List',
  COM_STATISTICS: 'Statistics',
  COM_PROCESS_INFO: 'Processlist',
  COM_PROCESS_KILL: 'Kill',
  COM_DEBUG: 'Debug',
  COM_PING: 'Ping',
  COM_CHANGE_USER: 'Change user',
  COM_STMT_PREPARE: 'Prepare',
  COM_STMT_EXECUTE: 'Execute',
  COM_STMT_SEND_LONG_DATA: 'Long Data',
  COM_STMT_CLOSE: 'Close stmt',
  COM_STMT_RESET: 'Reset stmt',
  COM_SET_OPTION: 'Set option',
  COM_STMT_FETCH: 'Fetch',
  COM_RESET_CONNECTION: 'Reset Connection',
  COM_SLEEP: 'Error',
  COM_CREATE_DB: 'Error',
  COM_DROP_DB: 'Error',
  COM_REFRESH: 'Refresh',
  COM_SHUTDOWN: 'Error',
  COM_CONNECT: 'Error',
  COM_TIME: 'Error',
  COM_DELAYED_INSERT: 'Error',
  COM_BINLOG_DUMP: 'Error',
  COM_TABLE_DUMP: 'Error',
  COM_CONNECT_OUT: 'Error',
  COM_REGISTER_SLAVE: 'Error',
  COM_DAEMON: 'Error',
  COM_BINLOG_DUMP_GTID: 'Error',
  COM_CLONE: 'Error',
  unknown: 'Error',
};

/** The `Com_` variables that count commands which are no statements. */
const VARIABLES: Readonly<Partial<Record<CommandKind, string>>> = {
  COM_INIT_DB: 'Com_change_db',
  COM_FIELD_LIST: 'Com_show_fields',
  COM_STATISTICS: 'Com_show_status',
  COM_STMT_PREPARE: 'Com_stmt_prepare',
  COM_STMT_EXECUTE: 'Com_stmt_execute',
  COM_STMT_FETCH: 'Com_stmt_fetch',
  COM_STMT_RESET: 'Com_stmt_reset',
  COM_STMT_CLOSE: 'Com_stmt_close',
  COM_STMT_SEND_LONG_DATA: 'Com_stmt_send_long_data',
  COM_PING: 'Com_admin_commands',
  COM_DEBUG: 'Com_admin_commands',
  COM_QUIT: 'Com_admin_commands',
  COM_SET_OPTION: 'Com_admin_commands',
  COM_CHANGE_USER: 'Com_admin_commands',
  COM_RESET_CONNECTION: 'Com_admin_commands',
};

/** Commands that are no questions (MySQL manual, "Questions"); the first two are no queries either. */
const NO_QUERIES: readonly CommandKind[] = ['COM_PING', 'COM_STATISTICS'];
const NO_QUESTIONS: readonly CommandKind[] = [...NO_QUERIES, 'COM_STMT_PREPARE', 'COM_STMT_CLOSE', 'COM_STMT_RESET'];

/** What SHOW STATUS counts of a command, so that it need not be found out of lists for each. */
interface Counting {
  readonly questions: 0 | 1;
  readonly queries: 0 | 1;
  readonly variable: string | null;
}

const COUNTING = Object.fromEntries(
  (Object.keys(PROCESS_COMMANDS) as CommandKind[]).map((kind): [CommandKind, Counting] => [
    kind,
    { questions: NO_QUESTIONS.includes(kind) ? 0 : 1, queries: NO_QUERIES.includes(kind) ? 0 : 1, variable: VARIABLES[kind] ?? null },
  ]),
) as Readonly<Record<CommandKind, Counting>>;

/** Counts a command of a session for SHOW STATUS; the statement that it brings is counted elsewhere. */
export function countCommand(counters: Counters, kind: CommandKind): void {
  const { questions, queries, variable } = COUNTING[kind];
  counters.questions += questions;
  counters.queries += queries;
  if (variable !== null) counters.count(variable);
}

/** Counts a statement that follows another in the same text. */
export function countFollowing(counters: Counters): void {
  counters.questions += 1;
  counters.queries += 1;
}
