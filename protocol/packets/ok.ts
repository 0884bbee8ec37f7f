import type { ByteWriter } from '../byte-writer.js';
import type { ResultTranscoding } from '../charsets/text-codec.js';
import { PayloadReader } from '../payload-reader.js';
import { StatusFlag } from '../status-flags.js';

const HEADER = 0x00;
const HEADER_IN_PLACE_OF_EOF = 0xfe;

export interface OkPacket {
  readonly affectedRows: number;
  readonly lastInsertId: number;
  readonly statusFlags: number;
  readonly warnings: number;
  /** Text for people; empty where there is nothing to say. */
  readonly info: string;
  /** What {@link encodeSessionState} made, for a client with SESSION_TRACK; absent where nothing changed. */
  readonly sessionState?: Buffer | undefined;
}

/** Manual page "OK_Packet", of a client with PROTOCOL_41. */
export function writeOk(bytes: ByteWriter, packet: OkPacket, transcoding: ResultTranscoding = null): void {
  writeFields(bytes, HEADER, packet, transcoding);
}

/** The OK packet that ends a result set when DEPRECATE_EOF was agreed. */
export function writeOkInPlaceOfEof(bytes: ByteWriter, packet: OkPacket): void {
  writeFields(bytes, HEADER_IN_PLACE_OF_EOF, packet, null);
}

function writeFields(bytes: ByteWriter, header: number, packet: OkPacket, transcoding: ResultTranscoding): void {
  bytes.uint8(header);
  bytes.lenencInteger(packet.affectedRows);
  bytes.lenencInteger(packet.lastInsertId);
  const { sessionState } = packet;
  bytes.uint16(sessionState === undefined ? packet.statusFlags : packet.statusFlags | StatusFlag.SESSION_STATE_CHANGED);
  bytes.uint16(Math.min(packet.warnings, 0xffff));
  // string<EOF>, but every client reads a length here when there is any text.
  if (packet.info !== '' || sessionState !== undefined) bytes.lenencTextIn(transcoding, packet.info);
  if (sessionState !== undefined) bytes.lenencBytes(sessionState);
}

/** Manual page "OK_Packet". */
export function readOk(payload: Buffer): OkPacket {
  const reader = new PayloadReader(payload);
  reader.skip(1);
  const affectedRows = reader.lenencInteger();
  const lastInsertId = reader.lenencInteger();
  const statusFlags = reader.uint16();
  const warnings = reader.uint16();
  const info = reader.remaining > 0 ? reader.lenencText() : '';
  const hasState = (statusFlags & StatusFlag.SESSION_STATE_CHANGED) !== 0 && reader.remaining > 0;
  return { affectedRows, lastInsertId, statusFlags, warnings, info, ...(hasState ? { sessionState: reader.lenencBytes() } : {}) };
}
