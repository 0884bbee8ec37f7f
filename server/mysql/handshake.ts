import { Capability, type Capabilities } from '../../protocol/capabilities.js';
import { Collation } from '../../protocol/collations.js';
import { NATIVE_PASSWORD } from '../../protocol/auth/native-password.js';
import { writeHandshakeV10 } from '../../protocol/packets/handshake-v10.js';
import { readHandshakeResponse, type HandshakeResponse41 } from '../../protocol/packets/handshake-response-41.js';
import { badHandshake } from '../../protocol/protocol-error.js';
import { StatusFlag } from '../../protocol/status-flags.js';
import { describeTransport, type SecureTransport, type TlsDoor } from '../tls/tls-door.js';
import type { PacketChannel } from './packet-channel.js';
import { Scrambles } from './scrambles.js';

/** What this server can do, and so the most that it agrees on with any client. */
export const SERVER_CAPABILITIES =
  Capability.LONG_PASSWORD |
  Capability.FOUND_ROWS |
  Capability.LONG_FLAG |
  Capability.CONNECT_WITH_DB |
  Capability.COMPRESS |
  Capability.ODBC |
  Capability.LOCAL_FILES |
  Capability.IGNORE_SPACE |
  Capability.PROTOCOL_41 |
  Capability.INTERACTIVE |
  Capability.IGNORE_SIGPIPE |
  Capability.TRANSACTIONS |
  Capability.SECURE_CONNECTION |
  Capability.MULTI_STATEMENTS |
  Capability.MULTI_RESULTS |
  Capability.PS_MULTI_RESULTS |
  Capability.PLUGIN_AUTH |
  Capability.CONNECT_ATTRS |
  Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA |
  Capability.CAN_HANDLE_EXPIRED_PASSWORDS |
  Capability.SESSION_TRACK |
  Capability.DEPRECATE_EOF |
  Capability.OPTIONAL_RESULTSET_METADATA |
  Capability.ZSTD_COMPRESSION_ALGORITHM |
  Capability.QUERY_ATTRIBUTES;

export interface Handshake {
  readonly response: HandshakeResponse41;
  /** The last is that of the greeting. */
  readonly scrambles: Scrambles;
  /** What both sides can do. */
  readonly capabilities: Capabilities;
  /** Null without TLS. */
  readonly transport: SecureTransport | null;
}

export interface Greeting {
  readonly serverVersion: string;
  readonly connectionId: number;
  /** Null: TLS is not offered. */
  readonly tls: TlsDoor | null;
}

/**
 * Greets a client and reads its answer, over TLS if it asks for that first. The plugin in the greeting is the one
 * that every client has. Throws ER_HANDSHAKE_ERROR (1043) and ConnectionLost.
 */
export async function shakeHands(channel: PacketChannel, { serverVersion, connectionId, tls }: Greeting): Promise<Handshake> {
  const scrambles = new Scrambles();
  const offered = tls === null ? SERVER_CAPABILITIES : SERVER_CAPABILITIES | Capability.SSL;
  writeHandshakeV10(channel.packets.begin(), {
    serverVersion,
    connectionId,
    scramble: scrambles.last,
    capabilities: offered,
    collation: Collation.UTF8MB4_0900_AI_CI,
    statusFlags: StatusFlag.AUTOCOMMIT,
    authPlugin: NATIVE_PASSWORD,
  });
  channel.packets.end();
  channel.flush();
  let response = readHandshakeResponse(await channel.readExpected());
  let transport: SecureTransport | null = null;
  if (response.kind === 'ssl-request') {
    if (tls === null) throw badHandshake('this server has no TLS');
    transport = await startTls(channel, tls);
    response = readHandshakeResponse(await channel.readExpected());
    if (response.kind === 'ssl-request') throw badHandshake('TLS was asked for twice');
  }
  return { response, scrambles, capabilities: response.capabilities & offered, transport };
}

async function startTls(channel: PacketChannel, tls: TlsDoor): Promise<SecureTransport> {
  return describeTransport(await channel.exchangeSocket((socket) => tls.secure(socket)));
}
