import type { Socket } from 'node:net';
import { Capability, hasCapability, type Capabilities } from '../../protocol/capabilities.js';
import type { ComChangeUser } from '../../protocol/commands.js';
import type { HandshakeResponse41 } from '../../protocol/packets/handshake-response-41.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import type { Account } from '../authentication.js';
import type { ClientInfo, Session } from '../session.js';
import { authenticate, type Credentials } from './authenticate.js';
import { hostText, UNIX_SOCKET_ORIGIN, type ClientOrigin } from './client-origin.js';
import { openZstd, ZLIB, type Codec } from './compression.js';
import type { ConnectionEnvironment } from './environment.js';
import { shakeHands, type Handshake } from './handshake.js';
import type { PacketChannel } from './packet-channel.js';

/** One connection that is about to log in, or to do so again. */
export interface Arrival {
  readonly id: number;
  readonly socket: Socket;
  readonly origin: ClientOrigin;
  readonly channel: PacketChannel;
  readonly environment: ConnectionEnvironment;
}

/** A connection that is logged in. */
export interface Login {
  readonly session: Session;
  readonly handshake: Handshake;
}

/** The exchange up to the OK of the login, which is left to the caller. Throws what the client is refused with. */
export async function logIn(arrival: Arrival): Promise<Login> {
  const { id, channel, environment, origin } = arrival;
  const { serverVersion, tls } = environment;
  const handshake = await shakeHands(channel, { serverVersion, connectionId: id, tls });
  const { response, scrambles, capabilities } = handshake;
  if (environment.requiresSecureTransport() && handshake.transport === null && origin !== UNIX_SOCKET_ORIGIN) throw insecureTransport();
  const account = await admit(arrival, handshake, response.attributes, () => scrambles.fresh(), {
    user: response.user,
    plugin: hasCapability(capabilities, Capability.PLUGIN_AUTH) ? response.authPlugin : null,
    response: response.authResponse,
    scramble: scrambles.last,
  });
  return { session: openSession(arrival, handshake, account, response), handshake };
}

/** COM_CHANGE_USER: a new login on the old connection. */
export async function changeUser(arrival: Arrival, handshake: Handshake, command: ComChangeUser): Promise<Session> {
  const speaksPlugins = hasCapability(handshake.capabilities, Capability.PLUGIN_AUTH);
  const attributes = command.attributes.size > 0 ? command.attributes : handshake.response.attributes;
  const { scrambles } = handshake;
  // MariaDB's library uses the last one whatever it is sent here.
  const account = await admit(arrival, handshake, attributes, () => scrambles.last, {
    user: command.user,
    plugin: speaksPlugins ? (command.authPlugin ?? '') : null,
    // Clients disagree on which scramble they use unasked, and MySQL's own sends nothing before it is asked.
    response: speaksPlugins ? null : command.authResponse,
    scramble: scrambles.last,
  });
  const collation = command.collation ?? handshake.response.collation;
  return openSession(arrival, handshake, account, { database: command.database, attributes, collation });
}

/** How both sides agreed to compress what follows the login; null: not at all. If a client can do both it is zlib. */
export async function agreedCodec({ capabilities, response }: Handshake): Promise<Codec | null> {
  if (hasCapability(capabilities, Capability.COMPRESS)) return ZLIB;
  if (hasCapability(capabilities, Capability.ZSTD_COMPRESSION_ALGORITHM)) return openZstd(response.zstdLevel);
  return null;
}

function admit({ channel, environment, origin }: Arrival, { transport }: Handshake, attributes: ReadonlyMap<string, string>, nextScramble: () => Buffer, credentials: Credentials): Promise<Account> {
  const { authenticator, guard } = environment;
  const visitor = { channel, authenticator, origin, transport, lacksNative: lacksNative(attributes), nextScramble };
  return guard.attempt(origin.address, () => authenticate(visitor, credentials));
}

/** MySQL's client library has no mysql_native_password since version 9. */
function lacksNative(attributes: ReadonlyMap<string, string>): boolean {
  return attributes.get('_client_name') === 'libmysql' && Number.parseInt(attributes.get('_client_version') ?? '', 10) >= 9;
}

/** What a client says of itself and its wishes when it logs in. */
type Introduction = Pick<HandshakeResponse41, 'database' | 'attributes' | 'collation'>;

function openSession(arrival: Arrival, handshake: Handshake, account: Account, introduction: Introduction): Session {
  const { service, publicUrl } = arrival.environment;
  return service.openSession({
    id: arrival.id,
    identity: { user: account.name, account: account.id },
    publicUrl: publicUrl(arrival.socket),
    database: introduction.database,
    client: clientInfo(arrival.origin, handshake, introduction),
    traffic: () => arrival.channel.traffic,
  });
}

function clientInfo(origin: ClientOrigin, { capabilities, transport }: Handshake, { attributes, collation }: Introduction): ClientInfo {
  const can = (flag: number): boolean => hasCapability(capabilities, flag);
  return {
    host: hostText(origin),
    attributes,
    transport,
    compression: compressionName(capabilities),
    collationId: collation,
    isInteractive: can(Capability.INTERACTIVE),
    countsFoundRows: can(Capability.FOUND_ROWS),
    tracksState: can(Capability.SESSION_TRACK),
    takesOptionalMetadata: can(Capability.OPTIONAL_RESULTSET_METADATA),
  };
}

function compressionName(capabilities: Capabilities): ClientInfo['compression'] {
  if (hasCapability(capabilities, Capability.COMPRESS)) return 'zlib';
  return hasCapability(capabilities, Capability.ZSTD_COMPRESSION_ALGORITHM) ? 'zstd' : null;
}

/** ER_SECURE_TRANSPORT_REQUIRED */
function insecureTransport(): ProtocolError {
  return new ProtocolError(3159, 'HY000', 'Connections using insecure transport are prohibited while --require_secure_transport=ON.');
}
