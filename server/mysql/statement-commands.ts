import { Capability, hasCapability } from '../../protocol/capabilities.js';
import type { CommandOf } from '../../protocol/commands.js';
import { writeColumnDefinition41 } from '../../protocol/packets/column-definition-41.js';
import { CursorType, readStmtExecute } from '../../protocol/packets/stmt-execute.js';
import { writeStmtPrepareOk } from '../../protocol/packets/stmt-prepare-ok.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import { NO_QUERY_ATTRIBUTES, type QueryAttributes } from '../../protocol/query-attributes.js';
import { StatusFlag } from '../../protocol/status-flags.js';
import type { Parameter } from '../../sql/parameter.js';
import type { ResultColumn } from '../result.js';
import { parameterOf } from './bind-parameters.js';
import { clientTranscoding, resultText } from './client-text.js';
import type { CommandContext, Outcome } from './commands.js';
import { linkAbort, OpenCursor } from './open-cursor.js';
import { closeCursor, type StatementHandle } from './prepared-statements.js';
import { leavesMetadataOut, respondAtOnce, respondColumns, respondEnd, respondOk, respondResult } from './respond.js';
import { wireColumn } from './wire-columns.js';

/** What a parameter is announced as, whatever is bound to it later. */
const PARAMETER: ResultColumn = { name: '?', type: { name: 'varchar' }, nullable: true };

/** Manual page "COM_STMT_PREPARE": number of columns and parameters, then their definitions. */
export async function prepare(context: CommandContext, { sql }: CommandOf<'COM_STMT_PREPARE'>): Promise<void> {
  const { service, session, statements, channel, capabilities } = context;
  const prepared = await service.prepare(session, sql, context.startStatement());
  const { id } = statements.add(prepared);
  const { columns, text: { parameterCount } } = prepared;
  const isOptional = hasCapability(capabilities, Capability.OPTIONAL_RESULTSET_METADATA);
  const metadataFollows = !isOptional || !leavesMetadataOut(session);
  writeStmtPrepareOk(channel.packets.begin(), {
    statementId: id,
    columnCount: columns.length,
    parameterCount,
    warnings: session.warnings.length,
    metadataFollows: isOptional ? metadataFollows : null,
  });
  channel.packets.end();
  if (!metadataFollows) return;
  announce(context, Array.from({ length: parameterCount }, () => PARAMETER));
  announce(context, columns);
}

/** Definitions, and an EOF for older clients; nothing where there is none. */
function announce(context: CommandContext, columns: readonly ResultColumn[]): void {
  const { packets } = context.channel;
  if (columns.length === 0) return;
  const text = resultText(context.session);
  for (const column of columns) {
    writeColumnDefinition41(packets.begin(), wireColumn(column, text), text.transcoding);
    packets.end();
  }
  if (!hasCapability(context.capabilities, Capability.DEPRECATE_EOF)) respondEnd(context);
}

/** Manual page "COM_STMT_EXECUTE": rows in binary, or a cursor over them. */
export function execute(context: CommandContext, command: CommandOf<'COM_STMT_EXECUTE'>): Outcome {
  const handle = context.statements.get(command.statementId, 'mysqld_stmt_execute');
  context.showText(handle.prepared.text.sql);
  // Nothing is waited for that need not be: what is known at once is answered in this turn.
  return handle.cursor === null ? executeClosed(context, handle, command) : closeCursor(handle).then(async () => { await executeClosed(context, handle, command); });
}

function executeClosed(context: CommandContext, handle: StatementHandle, command: CommandOf<'COM_STMT_EXECUTE'>): Outcome {
  const { service, session } = context;
  const bound = bind(context, handle, command);
  if ((command.flags & CursorType.READ_ONLY) !== 0) return openCursor(context, handle, bound);
  const known = bound.attributes.size > 0 ? null : service.answerPreparedAtOnce(session, handle.prepared, bound.parameters);
  return known === null ? runBound(context, handle, bound) : respondAtOnce(context, known, 'binary');
}

async function runBound(context: CommandContext, handle: StatementHandle, { parameters, attributes }: Bound): Promise<void> {
  context.showExecution({ text: handle.prepared.text, parameters });
  for await (const { result, more } of context.service.executePrepared(context.session, handle.prepared, parameters, { signal: context.startStatement(), attributes })) {
    await respondResult(context, result, { more, rows: 'binary' });
  }
}

interface Bound {
  readonly parameters: readonly Parameter[];
  readonly attributes: QueryAttributes;
}

const NOTHING_BOUND: Bound = { parameters: [], attributes: NO_QUERY_ATTRIBUTES };

function bind(context: CommandContext, handle: StatementHandle, { flags, body }: CommandOf<'COM_STMT_EXECUTE'>): Bound {
  const { parameterCount } = handle.prepared.text;
  const longData = handle.longData.take();
  if (parameterCount === 0 && (flags & CursorType.PARAMETER_COUNT_AVAILABLE) === 0) return NOTHING_BOUND;
  const form = { parameterCount, types: handle.types, longData };
  const transcoding = clientTranscoding(context.session);
  const { values, attributes } = readStmtExecute(body, flags, context.capabilities, form, transcoding);
  handle.types = values.map(({ type }) => type);
  return { parameters: values.map((value) => parameterOf(value, transcoding)), attributes };
}

/** Starts the statement and announces its columns; rows wait for COM_STMT_FETCH. What has no rows is answered as without a cursor. */
async function openCursor(context: CommandContext, handle: StatementHandle, { parameters, attributes }: Bound): Promise<void> {
  const { service, session } = context;
  context.showExecution({ text: handle.prepared.text, parameters });
  const abort = new AbortController();
  const unlink = linkAbort(context.startStatement(), abort);
  try {
    for await (const { result, more } of service.executePrepared(session, handle.prepared, parameters, { signal: abort.signal, attributes })) {
      if (result.kind !== 'rows' || more) {
        await respondResult(context, result, { more, rows: 'binary' });
        continue;
      }
      handle.cursor = await OpenCursor.open(context, result, abort);
      // One packet ends the answer, which older clients too must not take for the end of the definitions.
      const { channel, capabilities } = context;
      respondColumns({ channel, session, capabilities: capabilities | Capability.DEPRECATE_EOF }, result.columns);
      respondEnd(context, false, StatusFlag.CURSOR_EXISTS);
    }
  } finally {
    unlink();
  }
}

/** Manual page "COM_STMT_FETCH". A cursor whose end was reached is closed. */
export async function fetch(context: CommandContext, { statementId, rowCount }: CommandOf<'COM_STMT_FETCH'>): Promise<void> {
  const handle = context.statements.get(statementId, 'mysqld_stmt_fetch');
  const { cursor } = handle;
  if (cursor === null) throw new ProtocolError(1421, 'HY000', `The statement (${statementId}) has no open cursor.`);
  try {
    const hasMore = await cursor.fetch(context, rowCount, context.startStatement());
    respondEnd(context, false, hasMore ? StatusFlag.CURSOR_EXISTS : StatusFlag.LAST_ROW_SENT);
    if (!hasMore) await closeCursor(handle);
  } catch (error) {
    await closeCursor(handle);
    throw error;
  }
}

export async function reset(context: CommandContext, { statementId }: CommandOf<'COM_STMT_RESET'>): Promise<void> {
  await context.statements.reset(context.statements.get(statementId, 'mysqld_stmt_reset'));
  respondOk(context);
}

/** The manual: "no response is sent back to the client". */
export async function close({ statements }: CommandContext, { statementId }: CommandOf<'COM_STMT_CLOSE'>): Promise<void> {
  await statements.close(statementId);
}

/** The manual: no response, not even an error; that comes with the execution. */
export function sendLongData({ statements }: CommandContext, { statementId, parameter, data }: CommandOf<'COM_STMT_SEND_LONG_DATA'>): undefined {
  statements.appendLongData(statementId, parameter, data);
}
