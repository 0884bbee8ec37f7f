import type { ByteWriter } from '../byte-writer.js';
import { PayloadReader } from '../payload-reader.js';

const HEADER = 0xfe;

export interface EofPacket {
  readonly statusFlags: number;
  readonly warnings: number;
}

/** Manual page "EOF_Packet": ends column definitions and rows when DEPRECATE_EOF was not agreed. */
export function writeEof(bytes: ByteWriter, packet: EofPacket): void {
  bytes.uint8(HEADER);
  bytes.uint16(Math.min(packet.warnings, 0xffff));
  bytes.uint16(packet.statusFlags);
}

/** Manual page "EOF_Packet". */
export function readEof(payload: Buffer): EofPacket {
  const reader = new PayloadReader(payload);
  reader.skip(1);
  const warnings = reader.uint16();
  return { warnings, statusFlags: reader.uint16() };
}
