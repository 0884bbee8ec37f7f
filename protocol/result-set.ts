import { Capability, hasCapability, type Capabilities } from './capabilities.js';
import type { ResultTranscoding } from './charsets/text-codec.js';
import type { PacketWriter } from './framing/packet-writer.js';
import { writeColumnDefinition41, type ColumnDefinition } from './packets/column-definition-41.js';
import { writeEof } from './packets/eof.js';
import { writeOkInPlaceOfEof } from './packets/ok.js';

/** What every packet that ends something tells about the session. */
export interface ServerStatus {
  /** StatusFlag bits. */
  readonly flags: number;
  readonly warnings: number;
}

/**
 * Manual page "Text Resultset" up to the first row: column count, definitions and, for older clients, EOF. With OPTIONAL_RESULTSET_METADATA a
 * flag follows the count, and `none` leaves the definitions out. (The page has the flag in front; MySQL and its clients have it behind.)
 */
export function writeResultSetStart(
  packets: PacketWriter,
  capabilities: Capabilities,
  columns: readonly ColumnDefinition[],
  status: ServerStatus,
  metadata: 'full' | 'none' = 'full',
  transcoding: ResultTranscoding = null,
): void {
  const isOptional = hasCapability(capabilities, Capability.OPTIONAL_RESULTSET_METADATA);
  const first = packets.begin();
  first.lenencInteger(columns.length);
  if (isOptional) first.uint8(metadata === 'full' ? 1 : 0);
  packets.end();
  for (const column of isOptional && metadata === 'none' ? [] : columns) {
    writeColumnDefinition41(packets.begin(), column, transcoding);
    packets.end();
  }
  if (!hasCapability(capabilities, Capability.DEPRECATE_EOF)) writeEofPacket(packets, status);
}

/** The packet after the last row: an OK with the header of an EOF, or the EOF of older clients. */
export function writeResultSetEnd(packets: PacketWriter, capabilities: Capabilities, status: ServerStatus): void {
  if (!hasCapability(capabilities, Capability.DEPRECATE_EOF)) {
    writeEofPacket(packets, status);
    return;
  }
  writeOkInPlaceOfEof(packets.begin(), {
    affectedRows: 0,
    lastInsertId: 0,
    statusFlags: status.flags,
    warnings: status.warnings,
    info: '',
  });
  packets.end();
}

function writeEofPacket(packets: PacketWriter, status: ServerStatus): void {
  writeEof(packets.begin(), { statusFlags: status.flags, warnings: status.warnings });
  packets.end();
}
