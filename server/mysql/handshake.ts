import { Capability } from '../../protocol/capabilities.js';
import { Collation } from '../../protocol/collations.js';
import { NATIVE_PASSWORD } from '../../protocol/auth/native-password.js';
import { createScramble } from '../../protocol/auth/scramble.js';
import { writeHandshakeV10 } from '../../protocol/packets/handshake-v10.js';
import { readHandshakeResponse, type HandshakeResponse41 } from '../../protocol/packets/handshake-response-41.js';
import { badHandshake } from '../../protocol/protocol-error.js';
import { StatusFlag } from '../../protocol/status-flags.js';
import type { PacketChannel } from './packet-channel.js';

/** What this server can do, and so the most that it agrees on with any client. */
export const SERVER_CAPABILITIES =
  Capability.LONG_PASSWORD |
  Capability.FOUND_ROWS |
  Capability.LONG_FLAG |
  Capability.CONNECT_WITH_DB |
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
  Capability.PLUGIN_AUTH |
  Capability.CONNECT_ATTRS |
  Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA |
  Capability.DEPRECATE_EOF |
  Capability.QUERY_ATTRIBUTES;

export interface Handshake {
  readonly response: HandshakeResponse41;
  readonly scramble: Buffer;
}

/**
 * Greets a client and reads its answer. The plugin in the greeting is the one that every client has.
 * Throws ER_HANDSHAKE_ERROR (1043) and ConnectionLost.
 */
export async function shakeHands(channel: PacketChannel, serverVersion: string, connectionId: number): Promise<Handshake> {
  const scramble = createScramble();
  writeHandshakeV10(channel.packets.begin(), {
    serverVersion,
    connectionId,
    scramble,
    capabilities: SERVER_CAPABILITIES,
    collation: Collation.UTF8MB4_0900_AI_CI,
    statusFlags: StatusFlag.AUTOCOMMIT,
    authPlugin: NATIVE_PASSWORD,
  });
  channel.packets.end();
  channel.flush();
  const response = readHandshakeResponse(await channel.readExpected());
  if (response.kind === 'ssl-request') throw badHandshake('this server has no TLS');
  return { response, scramble };
}
