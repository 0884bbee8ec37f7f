import type { ByteWriter } from '../byte-writer.js';
import type { ResultTranscoding } from '../charsets/text-codec.js';
import { PayloadReader } from '../payload-reader.js';

const HEADER = 0xff;

export interface ErrPacket {
  readonly errno: number;
  /** Five characters. */
  readonly sqlState: string;
  readonly message: string;
}

/** Manual page "ERR_Packet", of a client with PROTOCOL_41. */
export function writeErr(bytes: ByteWriter, packet: ErrPacket, transcoding: ResultTranscoding = null): void {
  bytes.uint8(HEADER);
  bytes.uint16(packet.errno);
  bytes.text(`#${packet.sqlState}`);
  bytes.textIn(transcoding, packet.message);
}

/** Manual page "ERR_Packet". */
export function readErr(payload: Buffer): ErrPacket {
  const reader = new PayloadReader(payload);
  reader.skip(1);
  const errno = reader.uint16();
  reader.skip(1); // '#'
  const sqlState = reader.bytes(5).toString('latin1');
  return { errno, sqlState, message: reader.restText() };
}
