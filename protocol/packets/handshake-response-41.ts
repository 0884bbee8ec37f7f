import type { ByteWriter } from '../byte-writer.js';
import { Capability, hasCapability, type Capabilities } from '../capabilities.js';
import { collationWithId } from '../charsets/collations.js';
import { transcodingOf, type Transcoding } from '../charsets/text-codec.js';
import { PayloadReader } from '../payload-reader.js';
import { badHandshake } from '../protocol-error.js';
import { NO_ATTRIBUTES, readConnectAttributes, writeConnectAttributes, type ConnectAttributes } from './connect-attributes.js';

/** Everything before the user name: what an SSL request consists of. */
const FIXED_PART = 32;

/** What the client answers to the handshake. */
export interface HandshakeResponse41 {
  readonly kind: 'response';
  /** The client's own flags; those that count are the ones that the server offered too. */
  readonly capabilities: Capabilities;
  readonly maxPacketSize: number;
  readonly collation: number;
  readonly user: string;
  readonly authResponse: Buffer;
  readonly database: string | null;
  /** Null when the client does not speak of plugins at all (no PLUGIN_AUTH). */
  readonly authPlugin: string | null;
  readonly attributes: ConnectAttributes;
  /** The level that a client with ZSTD_COMPRESSION_ALGORITHM asks for; 0 when it doesn't. */
  readonly zstdLevel: number;
}

/** Manual page "Protocol::SSLRequest": the client wants TLS first, and answers properly after that. */
export interface SslRequest {
  readonly kind: 'ssl-request';
  readonly capabilities: Capabilities;
}

/**
 * Manual page "Protocol::HandshakeResponse41", also "Protocol::SSLRequest".
 * A "Protocol::HandshakeResponse320", from before MySQL 4.1, and any other bytes end in
 * ER_HANDSHAKE_ERROR (1043). Names are in the character set of the collation.
 */
export function readHandshakeResponse(payload: Buffer): HandshakeResponse41 | SslRequest {
  if (payload.length < 2) throw badHandshake('the client did not answer the handshake');
  if (!hasCapability(payload.readUInt16LE(0), Capability.PROTOCOL_41)) {
    throw badHandshake('the client does not speak protocol 4.1');
  }
  if (payload.length < FIXED_PART) throw badHandshake('the response of the client is cut short');
  const fixed = new PayloadReader(payload);
  const capabilities = fixed.uint32() | 0;
  const maxPacketSize = fixed.uint32();
  const collation = fixed.uint8();
  const reader = new PayloadReader(payload.subarray(FIXED_PART), transcodingOfCollation(collation));
  if (reader.remaining === 0 && hasCapability(capabilities, Capability.SSL)) return { kind: 'ssl-request', capabilities };
  const user = reader.nulTerminatedText();
  const authResponse = readAuthResponse(reader, capabilities);
  const database = has(reader, capabilities, Capability.CONNECT_WITH_DB) ? reader.lastText() : '';
  const authPlugin = hasCapability(capabilities, Capability.PLUGIN_AUTH) ? reader.lastText() : null;
  const attributes = has(reader, capabilities, Capability.CONNECT_ATTRS) ? readConnectAttributes(reader) : NO_ATTRIBUTES;
  const zstdLevel = has(reader, capabilities, Capability.ZSTD_COMPRESSION_ALGORITHM) ? reader.uint8() : 0;
  return {
    kind: 'response',
    capabilities,
    maxPacketSize,
    collation,
    user,
    authResponse,
    database: database === '' ? null : database,
    authPlugin,
    attributes,
    zstdLevel,
  };
}

/** UTF-8 for a set that nobody knows or that can't be had: the login refuses the second. */
function transcodingOfCollation(id: number): Transcoding {
  return transcodingOf(collationWithId(id)?.characterSet ?? 'utf8mb4') ?? null;
}

/** The client's side of {@link readHandshakeResponse}. */
export function writeHandshakeResponse41(bytes: ByteWriter, packet: HandshakeResponse41): void {
  bytes.uint32(packet.capabilities);
  bytes.uint32(packet.maxPacketSize);
  bytes.uint8(packet.collation);
  bytes.zeros(23);
  bytes.nulTerminatedText(packet.user);
  if (hasCapability(packet.capabilities, Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA)) {
    bytes.lenencBytes(packet.authResponse);
  } else if (hasCapability(packet.capabilities, Capability.SECURE_CONNECTION)) {
    bytes.uint8(packet.authResponse.length);
    bytes.bytes(packet.authResponse);
  } else {
    bytes.bytes(packet.authResponse);
    bytes.uint8(0);
  }
  if (hasCapability(packet.capabilities, Capability.CONNECT_WITH_DB)) bytes.nulTerminatedText(packet.database ?? '');
  if (hasCapability(packet.capabilities, Capability.PLUGIN_AUTH)) bytes.nulTerminatedText(packet.authPlugin ?? '');
  if (hasCapability(packet.capabilities, Capability.CONNECT_ATTRS)) writeConnectAttributes(bytes, packet.attributes);
  if (hasCapability(packet.capabilities, Capability.ZSTD_COMPRESSION_ALGORITHM)) bytes.uint8(packet.zstdLevel);
}

function readAuthResponse(reader: PayloadReader, capabilities: Capabilities): Buffer {
  if (hasCapability(capabilities, Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA)) return reader.lenencBytes();
  if (hasCapability(capabilities, Capability.SECURE_CONNECTION)) return reader.bytes(reader.uint8());
  return reader.nulTerminatedBytes();
}

/** Clients leave out optional fields at the end although they set the flag. */
function has(reader: PayloadReader, capabilities: Capabilities, flag: number): boolean {
  return reader.remaining > 0 && hasCapability(capabilities, flag);
}
