import { CACHING_SHA2_PASSWORD, CachingSha2 } from '../../protocol/auth/caching-sha2-password.js';
import { NATIVE_PASSWORD } from '../../protocol/auth/native-password.js';
import { createScramble } from '../../protocol/auth/scramble.js';
import { writeAuthMoreData } from '../../protocol/packets/auth-more-data.js';
import { writeAuthSwitchRequest } from '../../protocol/packets/auth-switch-request.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import { accessDeniedText, isLoopback, type Account, type Authenticator } from '../authentication.js';
import type { PacketChannel } from './packet-channel.js';

type WirePlugin = typeof NATIVE_PASSWORD | typeof CACHING_SHA2_PASSWORD;

/** What a client said about itself so far. */
export interface Credentials {
  readonly user: string;
  /** The plugin that it named; null when it cannot speak of plugins, which means native passwords. */
  readonly plugin: string | null;
  /** Null when its response cannot be checked and it must be asked anew. */
  readonly response: Buffer | null;
  /** The scramble that the response was made with. */
  readonly scramble: Buffer;
}

/** One client at the door. */
export interface Visitor {
  readonly channel: PacketChannel;
  readonly authenticator: Authenticator;
  readonly remoteAddress: string;
}

interface Response {
  readonly plugin: string;
  readonly response: Buffer;
  readonly scramble: Buffer;
}

/**
 * Finds out whether a client is the user that it says, by the plugin that both can: a client that names
 * another one is switched. Everybody but users of caching_sha2_password alone ends with native
 * passwords, because that plugin needs TLS or a key exchange that many clients refuse.
 * Leaves the answer, OK or ERR, to the caller. Throws ER_ACCESS_DENIED_ERROR (1045),
 * ER_NOT_SUPPORTED_AUTH_MODE (1251) and ConnectionLost.
 */
export async function authenticate(visitor: Visitor, credentials: Credentials): Promise<Account> {
  const account = await visitor.authenticator.findAccount(credentials.user);
  const required = account.plugin === CACHING_SHA2_PASSWORD ? CACHING_SHA2_PASSWORD : NATIVE_PASSWORD;
  const first = firstResponse(credentials);
  if (first !== null) {
    if (isEmpty(first) && visitor.authenticator.acceptsEmptyPassword(account, visitor.remoteAddress)) return account;
    if (isKnown(first.plugin) && isEmpty(first)) throw denied(visitor, account, false);
    if (passesFast(visitor, account, first)) return account;
    if (first.plugin === required) return await check(visitor, account, first);
  }
  if (credentials.plugin === null) throw clientTooOld();
  return await check(visitor, account, await switchPlugin(visitor.channel, required));
}

function firstResponse({ plugin, response, scramble }: Credentials): Response | null {
  return response === null ? null : { plugin: plugin ?? NATIVE_PASSWORD, response, scramble };
}

const isKnown = (plugin: string): plugin is WirePlugin => plugin === NATIVE_PASSWORD || plugin === CACHING_SHA2_PASSWORD;

/** Clients of caching_sha2_password send an empty password as one NUL. */
function isEmpty({ plugin, response }: Response): boolean {
  if (response.length === 0) return true;
  return plugin === CACHING_SHA2_PASSWORD && response.length === 1 && response[0] === 0;
}

async function check(visitor: Visitor, account: Account, given: Response): Promise<Account> {
  const { authenticator } = visitor;
  if (isEmpty(given)) {
    if (authenticator.acceptsEmptyPassword(account, visitor.remoteAddress)) return account;
    throw denied(visitor, account, false);
  }
  const accepted =
    given.plugin === NATIVE_PASSWORD
      ? authenticator.checkNative(account, given.response, given.scramble)
      : passesFast(visitor, account, given) || (await passesFull(visitor, account, given.scramble));
  if (!accepted) throw denied(visitor, account, true);
  return account;
}

/** The fast path of caching_sha2_password: a password that was seen before. */
function passesFast({ authenticator, channel }: Visitor, account: Account, given: Response): boolean {
  if (given.plugin !== CACHING_SHA2_PASSWORD) return false;
  if (!authenticator.checkSha2Fast(account, given.response, given.scramble)) return false;
  sendMoreData(channel, Buffer.of(CachingSha2.FAST_AUTH_SUCCESS));
  return true;
}

/**
 * Full authentication of caching_sha2_password without TLS: the password, encrypted with our public key.
 * On the loopback interface a clear password is fine too: the MariaDB client sends it so, unasked.
 */
async function passesFull(visitor: Visitor, account: Account, scramble: Buffer): Promise<boolean> {
  const { authenticator, channel } = visitor;
  sendMoreData(channel, Buffer.of(CachingSha2.PERFORM_FULL_AUTHENTICATION));
  channel.flush();
  let answer = await channel.readExpected();
  if (answer.length === 1 && answer[0] === CachingSha2.REQUEST_PUBLIC_KEY) {
    sendMoreData(channel, Buffer.from(await authenticator.publicKeyPem()));
    channel.flush();
    answer = await channel.readExpected();
  } else if (isLoopback(visitor.remoteAddress) && answer.at(-1) === 0) {
    if (await authenticator.checkClear(account, answer.subarray(0, -1))) return true;
  }
  const password = await authenticator.decrypt(answer, scramble);
  return password !== null && (await authenticator.checkClear(account, password));
}

async function switchPlugin(channel: PacketChannel, plugin: WirePlugin): Promise<Response> {
  const scramble = createScramble();
  writeAuthSwitchRequest(channel.packets.begin(), { plugin, scramble });
  channel.packets.end();
  channel.flush();
  return { plugin, scramble, response: await channel.readExpected() };
}

function sendMoreData(channel: PacketChannel, data: Buffer): void {
  writeAuthMoreData(channel.packets.begin(), data);
  channel.packets.end();
}

function denied({ remoteAddress }: Visitor, account: Account, usingPassword: boolean): ProtocolError {
  return new ProtocolError(1045, '28000', accessDeniedText(account.name, remoteAddress, usingPassword));
}

function clientTooOld(): ProtocolError {
  return new ProtocolError(
    1251,
    '08004',
    'Client does not support authentication protocol requested by server; consider upgrading MySQL client',
  );
}
