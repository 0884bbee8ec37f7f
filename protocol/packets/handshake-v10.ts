import type { ByteWriter } from '../byte-writer.js';
import type { Capabilities } from '../capabilities.js';
import type { PayloadReader } from '../payload-reader.js';

const PROTOCOL_VERSION = 10;

/** What the server says first. */
export interface HandshakeV10 {
  readonly serverVersion: string;
  readonly connectionId: number;
  /** 20 bytes without NUL. */
  readonly scramble: Buffer;
  readonly capabilities: Capabilities;
  readonly collation: number;
  readonly statusFlags: number;
  readonly authPlugin: string;
}

/** Manual page "Protocol::HandshakeV10", with SECURE_CONNECTION and PLUGIN_AUTH. */
export function writeHandshakeV10(bytes: ByteWriter, packet: HandshakeV10): void {
  bytes.uint8(PROTOCOL_VERSION);
  bytes.nulTerminatedText(packet.serverVersion);
  bytes.uint32(packet.connectionId);
  bytes.bytes(packet.scramble.subarray(0, 8));
  bytes.uint8(0); // filler
  bytes.uint16(packet.capabilities & 0xffff);
  bytes.uint8(packet.collation);
  bytes.uint16(packet.statusFlags);
  bytes.uint16(packet.capabilities >>> 16);
  bytes.uint8(packet.scramble.length + 1);
  bytes.zeros(10);
  bytes.bytes(packet.scramble.subarray(8));
  bytes.uint8(0);
  bytes.nulTerminatedText(packet.authPlugin);
}

/** Manual page "Protocol::HandshakeV10". */
export function readHandshakeV10(reader: PayloadReader): HandshakeV10 {
  reader.skip(1); // protocol version
  const serverVersion = reader.nulTerminatedText();
  const connectionId = reader.uint32();
  const scrambleStart = reader.bytes(8);
  reader.skip(1);
  const lowCapabilities = reader.uint16();
  const collation = reader.uint8();
  const statusFlags = reader.uint16();
  const capabilities = lowCapabilities | (reader.uint16() << 16);
  const scrambleLength = reader.uint8() - 1;
  reader.skip(10);
  const scramble = Buffer.concat([scrambleStart, reader.bytes(scrambleLength - 8)]);
  reader.skip(1);
  return { serverVersion, connectionId, scramble, capabilities, collation, statusFlags, authPlugin: reader.lastText() };
}
