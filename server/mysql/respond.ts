import { Capability, hasCapability, type Capabilities } from '../../protocol/capabilities.js';
import type { ResultTranscoding } from '../../protocol/charsets/text-codec.js';
import { writeErr, type ErrPacket } from '../../protocol/packets/err.js';
import { writeOk } from '../../protocol/packets/ok.js';
import { writeResultSetEnd, writeResultSetStart } from '../../protocol/result-set.js';
import { displayFormat } from '../display-format.js';
import type { Relation, Result, ResultColumn } from '../result.js';
import type { Session } from '../session.js';
import type { AnswerAtOnce } from '../statement-service.js';
import { resultText } from './client-text.js';
import type { PacketChannel } from './packet-channel.js';
import type { ReadyAnswers } from './ready-answers.js';
import type { EncodedAnswer } from './repeated-commands.js';
import { RowEncoder, type RowFormat } from './rows/row-encoder.js';
import type { StateTracker } from './state-tracker.js';
import { serverStatus } from './server-status.js';
import { wireColumn } from './wire-columns.js';

/** Where an answer goes and what decides about its form. */
export interface AnswerTarget {
  readonly channel: PacketChannel;
  readonly capabilities: Capabilities;
  readonly session: Session;
  /** Absent for a client that takes no news of its session. */
  readonly tracker?: StateTracker | undefined;
}

export interface ResultOptions {
  /** Another result of the same command follows. */
  readonly more?: boolean;
  /** `text` unless told. */
  readonly rows?: RowFormat;
}

/** Writes one result at the speed of the reader. The last bytes wait for a flush. */
export async function respondResult(target: AnswerTarget, result: Result, { more = false, rows = 'text' }: ResultOptions = {}): Promise<void> {
  const following = result.kind === 'rows' ? result : takesRowsBehindOk(target) ? result.rows : undefined;
  if (result.kind === 'ok') respondOk(target, result.affectedRows, result.info, more || following !== undefined);
  if (!following) return;
  respondColumns(target, following.columns);
  await respondRows(target, following, rows);
  respondEnd(target, more);
}

/** PHP's driver does not look for a result behind the OK that ends a local file, and takes its packets for the answer to the next statement. */
function takesRowsBehindOk({ capabilities, session }: AnswerTarget): boolean {
  return hasCapability(capabilities, Capability.MULTI_RESULTS) && session.client.attributes.get('_client_name') !== 'mysqlnd';
}

/** A client for whom encoded answers are kept. */
export interface RegularTarget extends AnswerTarget {
  readonly ready: ReadyAnswers;
}

/** Larger answers are encoded anew each time. */
const LARGEST_KEPT = 1024;

/** Writes a result that is there already: its packets of the last time, if they were the same. Returns what may be written once more for the same command. */
export function respondAtOnce(target: RegularTarget, answer: AnswerAtOnce, rows: RowFormat = 'text'): EncodedAnswer | undefined {
  const { channel: { packets }, session, capabilities } = target;
  if (!answer.isLasting || !packets.canRepeat) {
    encodeAnswer(target, answer, rows);
    return undefined;
  }
  const encoded = target.ready.of(session, capabilities, serverStatus(session).flags, rows);
  const known = encoded.get(answer);
  if (known !== undefined) {
    packets.repeat(known.packets);
    return known;
  }
  const place = packets.pending;
  encodeAnswer(target, answer, rows);
  if (packets.pending - place > LARGEST_KEPT) return undefined;
  const kept = { answer, packets: packets.copyFrom(place) };
  encoded.set(answer, kept);
  return kept;
}

function encodeAnswer(target: AnswerTarget, { columns, batch }: AnswerAtOnce, rows: RowFormat): void {
  respondColumns(target, columns);
  const { packets } = target.channel;
  const encoder = new RowEncoder(columns, rows, displayFormat(target.session), resultText(target.session).transcoding);
  encoder.load(batch);
  for (let row = 0; row < batch.rowCount; row++) {
    encoder.writeRow(packets.begin(), row);
    packets.end();
  }
  respondEnd(target);
}

/** Writes an OK packet. */
export function respondOk(target: AnswerTarget, affectedRows = 0, info = '', more = false): void {
  const status = serverStatus(target.session, more);
  const { packets } = target.channel;
  const packet = { affectedRows, lastInsertId: 0, statusFlags: status.flags, warnings: status.warnings, info, sessionState: target.tracker?.news(target.session) };
  writeOk(packets.begin(), packet, resultText(target.session).transcoding);
  packets.end();
}

/** Writes an ERR packet, in place of whatever packet was being written. */
export function respondErr(channel: PacketChannel, packet: ErrPacket, transcoding: ResultTranscoding = null): void {
  channel.packets.abandon();
  writeErr(channel.packets.begin(), packet, transcoding);
  channel.packets.end();
}

/** Whether a client that can do without them wants no column definitions. */
export function leavesMetadataOut({ variables }: Session): boolean {
  return variables.get('resultset_metadata') === 'NONE';
}

/** The packets of a result set before its first row. */
export function respondColumns({ channel, capabilities, session }: AnswerTarget, columns: readonly ResultColumn[]): void {
  const metadata = leavesMetadataOut(session) ? 'none' : 'full';
  const text = resultText(session);
  writeResultSetStart(channel.packets, capabilities, columns.map((column) => wireColumn(column, text)), serverStatus(session), metadata, text.transcoding);
}

/** The packet after the last row: an EOF, or the OK in its place; `cursor` is what it says of an open cursor, a StatusFlag. */
export function respondEnd({ channel, capabilities, session }: AnswerTarget, more = false, cursor = 0): void {
  const { flags, warnings } = serverStatus(session, more);
  writeResultSetEnd(channel.packets, capabilities, { flags: flags | cursor, warnings });
}

async function respondRows({ channel, session }: AnswerTarget, { columns, batches }: Relation, rows: RowFormat): Promise<void> {
  const { packets } = channel;
  const encoder = new RowEncoder(columns, rows, displayFormat(session), resultText(session).transcoding);
  for await (const batch of batches) {
    encoder.load(batch);
    for (let row = 0; row < batch.rowCount; row++) {
      encoder.writeRow(packets.begin(), row);
      packets.end();
      const room = channel.makeRoom();
      if (room !== null) await room;
    }
  }
}
