import { Capability, hasCapability, type Capabilities } from './capabilities.js';
import type { Transcoding } from './charsets/text-codec.js';
import { NO_ATTRIBUTES, readConnectAttributes, type ConnectAttributes } from './packets/connect-attributes.js';
import { PayloadReader } from './payload-reader.js';
import { malformedPacket } from './protocol-error.js';
import { NO_QUERY_ATTRIBUTES, readQueryAttributes, type QueryAttributes } from './query-attributes.js';

/** First byte of a command, manual page "Command Phase". */
const COMMAND_CODES = [
  'COM_SLEEP',
  'COM_QUIT',
  'COM_INIT_DB',
  'COM_QUERY',
  'COM_FIELD_LIST',
  'COM_CREATE_DB',
  'COM_DROP_DB',
  'COM_REFRESH',
  'COM_SHUTDOWN',
  'COM_STATISTICS',
  'COM_PROCESS_INFO',
  'COM_CONNECT',
  'COM_PROCESS_KILL',
  'COM_DEBUG',
  'COM_PING',
  'COM_TIME',
  'COM_DELAYED_INSERT',
  'COM_CHANGE_USER',
  'COM_BINLOG_DUMP',
  'COM_TABLE_DUMP',
  'COM_CONNECT_OUT',
  'COM_REGISTER_SLAVE',
  'COM_STMT_PREPARE',
  'COM_STMT_EXECUTE',
  'COM_STMT_SEND_LONG_DATA',
  'COM_STMT_CLOSE',
  'COM_STMT_RESET',
  'COM_SET_OPTION',
  'COM_STMT_FETCH',
  'COM_DAEMON',
  'COM_BINLOG_DUMP_GTID',
  'COM_RESET_CONNECTION',
  'COM_CLONE',
] as const;

type CommandName = (typeof COMMAND_CODES)[number];

export interface ComChangeUser {
  readonly kind: 'COM_CHANGE_USER';
  readonly user: string;
  readonly authResponse: Buffer;
  readonly database: string | null;
  /** Null where the client does not say. */
  readonly collation: number | null;
  readonly authPlugin: string | null;
  readonly attributes: ConnectAttributes;
}

export interface ComStmtExecute {
  readonly kind: 'COM_STMT_EXECUTE';
  readonly statementId: number;
  /** CursorType bits. */
  readonly flags: number;
  /** From parameter_count on, for `readStmtExecute`: its form depends on the statement. */
  readonly body: Buffer;
}

/** Commands whose fields are read. */
type CommandWithFields =
  | { readonly kind: 'COM_INIT_DB'; readonly database: string }
  | { readonly kind: 'COM_QUERY'; readonly sql: string; readonly attributes: QueryAttributes }
  | { readonly kind: 'COM_FIELD_LIST'; readonly table: string; readonly wildcard: string }
  | { readonly kind: 'COM_PROCESS_KILL'; readonly connectionId: number }
  | { readonly kind: 'COM_SET_OPTION'; readonly multiStatements: boolean }
  | { readonly kind: 'COM_REFRESH'; readonly status: boolean }
  | { readonly kind: 'COM_STMT_PREPARE'; readonly sql: string }
  | ComStmtExecute
  | { readonly kind: 'COM_STMT_SEND_LONG_DATA'; readonly statementId: number; readonly parameter: number; readonly data: Buffer }
  | { readonly kind: 'COM_STMT_CLOSE' | 'COM_STMT_RESET'; readonly statementId: number }
  | { readonly kind: 'COM_STMT_FETCH'; readonly statementId: number; readonly rowCount: number }
  | ComChangeUser;

/** Commands that say all by their name, or whose fields nobody asks for. */
interface BareCommand {
  readonly kind: Exclude<CommandName, CommandWithFields['kind']>;
}

/** A command that this list does not have, such as those of other servers. */
interface UnknownCommand {
  readonly kind: 'unknown';
  readonly code: number;
}

/** One command of a client, under the name of its manual page. */
export type Command = CommandWithFields | BareCommand | UnknownCommand;

export type CommandKind = Command['kind'];

/** The command of one kind. */
export type CommandOf<K extends CommandKind> = Command & { readonly kind: K };

/**
 * Reads the payload of a command. `capabilities` are the agreed ones: they decide about query
 * attributes and the fields of COM_CHANGE_USER. Text is in the client's character set. Throws ER_MALFORMED_PACKET (1835).
 */
export function readCommand(payload: Buffer, capabilities: Capabilities, transcoding: Transcoding = null): Command {
  const reader = new PayloadReader(payload, transcoding);
  const code = reader.uint8();
  const kind = COMMAND_CODES[code];
  switch (kind) {
    case undefined:
      return { kind: 'unknown', code };
    case 'COM_QUERY': {
      const withAttributes = hasCapability(capabilities, Capability.QUERY_ATTRIBUTES);
      const attributes = withAttributes ? readQueryAttributes(reader) : NO_QUERY_ATTRIBUTES;
      return { kind, attributes, sql: reader.restText() };
    }
    case 'COM_INIT_DB':
      return { kind, database: reader.restText() };
    case 'COM_FIELD_LIST': {
      const table = reader.nulTerminatedText();
      return { kind, table, wildcard: reader.restText() };
    }
    case 'COM_PROCESS_KILL':
      return { kind, connectionId: reader.uint32() };
    case 'COM_REFRESH':
      return { kind, status: (reader.uint8() & REFRESH_STATUS) !== 0 };
    case 'COM_SET_OPTION':
      return { kind, multiStatements: readMultiStatements(reader) };
    case 'COM_STMT_PREPARE':
      return { kind, sql: reader.restText() };
    case 'COM_STMT_EXECUTE':
      return readExecute(reader);
    case 'COM_STMT_SEND_LONG_DATA':
      return { kind, statementId: idIfThere(reader), parameter: reader.remaining < 2 ? NO_PARAMETER : reader.uint16(), data: reader.rest() };
    case 'COM_STMT_CLOSE':
      return { kind, statementId: idIfThere(reader) };
    case 'COM_STMT_RESET':
      return { kind, statementId: reader.uint32() };
    case 'COM_STMT_FETCH':
      return { kind, statementId: reader.uint32(), rowCount: reader.uint32() };
    case 'COM_CHANGE_USER':
      return readChangeUser(reader, capabilities);
    default:
      return { kind };
  }
}

/** The flag of COM_REFRESH that means counters; the others mean what is kept in memory, such as privileges. */
const REFRESH_STATUS = 0x10;

/** More parameters than a statement can have. */
const NO_PARAMETER = 0xffff;

/** Of a command without an answer, so that nobody can be told that it is cut short; 0 is no statement's. */
function idIfThere(reader: PayloadReader): number {
  return reader.remaining < 4 ? 0 : reader.uint32();
}

/** Manual page "COM_STMT_EXECUTE", up to iteration_count, which is always 1. */
function readExecute(reader: PayloadReader): ComStmtExecute {
  const statementId = reader.uint32();
  const flags = reader.uint8();
  reader.skip(4);
  return { kind: 'COM_STMT_EXECUTE', statementId, flags, body: reader.rest() };
}

/** Manual page "COM_SET_OPTION": 0 is MYSQL_OPTION_MULTI_STATEMENTS_ON, 1 is …_OFF. */
function readMultiStatements(reader: PayloadReader): boolean {
  const option = reader.uint16();
  if (option > 1) throw malformedPacket();
  return option === 0;
}

/** Manual page "COM_CHANGE_USER". */
function readChangeUser(reader: PayloadReader, capabilities: Capabilities): ComChangeUser {
  const user = reader.nulTerminatedText();
  const authResponse = hasCapability(capabilities, Capability.SECURE_CONNECTION)
    ? reader.bytes(reader.uint8())
    : reader.nulTerminatedBytes();
  const database = reader.lastText();
  const collation = reader.remaining >= 2 ? reader.uint16() : null;
  const hasPlugin = reader.remaining > 0 && hasCapability(capabilities, Capability.PLUGIN_AUTH);
  const authPlugin = hasPlugin ? reader.lastText() : null;
  const hasAttributes = reader.remaining > 0 && hasCapability(capabilities, Capability.CONNECT_ATTRS);
  return {
    kind: 'COM_CHANGE_USER',
    user,
    authResponse,
    database: database === '' ? null : database,
    collation,
    authPlugin,
    attributes: hasAttributes ? readConnectAttributes(reader) : NO_ATTRIBUTES,
  };
}
