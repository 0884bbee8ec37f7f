import type { Capabilities } from '../../protocol/capabilities.js';
import { writeErr, type ErrPacket } from '../../protocol/packets/err.js';
import { writeOk } from '../../protocol/packets/ok.js';
import { writeResultSetEnd, writeResultSetStart } from '../../protocol/result-set.js';
import type { Result, RowsResult } from '../result.js';
import type { Session } from '../session.js';
import type { PacketChannel } from './packet-channel.js';
import { serverStatus } from './server-status.js';
import { wireColumn } from './wire-columns.js';
import { cellWriter, type BinaryFormat } from './wire-values.js';

/** Where an answer goes and what decides about its form. */
export interface AnswerTarget {
  readonly channel: PacketChannel;
  readonly capabilities: Capabilities;
  readonly session: Session;
}

/** Writes one result at the speed of the reader. The last bytes wait for a flush. */
export async function respondResult(target: AnswerTarget, result: Result, more: boolean): Promise<void> {
  if (result.kind === 'rows') await respondRows(target, result, more);
  else respondOk(target, result.affectedRows, result.info, more);
}

/** Writes an OK packet. */
export function respondOk(target: AnswerTarget, affectedRows = 0, info = '', more = false): void {
  const status = serverStatus(target.session, more);
  const { packets } = target.channel;
  writeOk(packets.begin(), { affectedRows, lastInsertId: 0, statusFlags: status.flags, warnings: status.warnings, info });
  packets.end();
}

/** Writes an ERR packet, in place of whatever packet was being written. */
export function respondErr(channel: PacketChannel, packet: ErrPacket): void {
  channel.packets.abandon();
  writeErr(channel.packets.begin(), packet);
  channel.packets.end();
}

async function respondRows(target: AnswerTarget, result: RowsResult, more: boolean): Promise<void> {
  const { channel, capabilities, session } = target;
  const { packets } = channel;
  const definitions = result.columns.map((column) => wireColumn(column));
  writeResultSetStart(packets, capabilities, definitions, serverStatus(session));
  const format = binaryFormat(session);
  const writers = result.columns.map((column) => cellWriter(column.type, format));
  for await (const batch of result.batches) {
    const cells = writers.map((write, index) => ({ write, values: batch.columns[index] ?? [] }));
    for (let row = 0; row < batch.rowCount; row++) {
      const bytes = packets.begin();
      for (const { write, values } of cells) write(bytes, values[row]);
      packets.end();
      const room = channel.makeRoom();
      if (room !== null) await room;
    }
  }
  writeResultSetEnd(packets, capabilities, serverStatus(session, more));
}

function binaryFormat(session: Session): BinaryFormat {
  const setting = session.variables.get('binary_output_format');
  switch (typeof setting === 'string' ? setting.toUpperCase() : 'HEX') {
    case 'BASE64':
      return 'base64';
    case 'UTF-8':
    case 'UTF-8-LOSSY':
      return 'raw';
    default:
      return 'hex';
  }
}
