import { CACHING_SHA2_PASSWORD, CachingSha2 } from '../../protocol/auth/caching-sha2-password.js';
import { CLEAR_PASSWORD, clearPassword } from '../../protocol/auth/clear-password.js';
import { NATIVE_PASSWORD } from '../../protocol/auth/native-password.js';
import { writeAuthMoreData } from '../../protocol/packets/auth-more-data.js';
import { writeAuthSwitchRequest } from '../../protocol/packets/auth-switch-request.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import { accessDeniedText, isLoopback, type Account, type Authenticator } from '../authentication.js';
import type { SecureTransport } from '../tls/tls-door.js';
import { UNIX_SOCKET_ORIGIN, type ClientOrigin } from './client-origin.js';
import type { PacketChannel } from './packet-channel.js';

type WirePlugin = typeof NATIVE_PASSWORD | typeof CACHING_SHA2_PASSWORD | typeof CLEAR_PASSWORD;

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
  readonly origin: ClientOrigin;
  /** Null without TLS. */
  readonly transport: SecureTransport | null;
  /** The client has no code for native passwords any more. */
  readonly lacksNative: boolean;
  /** What it is asked with when it is switched to another plugin. */
  readonly nextScramble: () => Buffer;
}

interface Response {
  readonly plugin: string;
  readonly response: Buffer;
  readonly scramble: Buffer;
}

/**
 * Finds out whether a client is the user that it says, by the plugin that both can: a client that names another one is
 * switched. A user without a plugin of his own is asked for a native password, unless the client can prove the password by
 * caching_sha2_password without an exchange of keys that many clients refuse.
 * Leaves the answer, OK or ERR, to the caller. Throws ER_ACCESS_DENIED_ERROR (1045),
 * ER_NOT_SUPPORTED_AUTH_MODE (1251) and ConnectionLost.
 */
export async function authenticate(visitor: Visitor, credentials: Credentials): Promise<Account> {
  const dialogue = new Dialogue(visitor, credentials);
  const recent = visitor.authenticator.recentAccount(credentials.user);
  if (recent !== null && (await opensAtOnce(visitor, recent, dialogue))) return recent;
  const account = await visitor.authenticator.findAccount(credentials.user);
  await prove(visitor, account, dialogue);
  if (!fulfils(account, visitor.transport)) throw denied(visitor, account, true);
  return account;
}

/** What a client has answered so far. Nothing is asked of it twice. */
class Dialogue {
  readonly #visitor: Visitor;
  readonly #credentials: Credentials;
  #last: Response | null;

  constructor(visitor: Visitor, credentials: Credentials) {
    this.#visitor = visitor;
    this.#credentials = credentials;
    const { plugin, response, scramble } = credentials;
    this.#last = response === null ? null : { plugin: plugin ?? NATIVE_PASSWORD, response, scramble };
  }

  /** Its last response; null if there is none yet that can be checked. */
  get last(): Response | null {
    return this.#last;
  }

  get speaksPlugins(): boolean {
    return this.#credentials.plugin !== null;
  }

  /** The plugin by which the client is to prove an account. */
  requiredPlugin(account: Account): WirePlugin {
    return requiredPlugin(this.#visitor, account, this.#credentials);
  }

  /** Its response by a plugin to which it is switched. */
  async switchTo(plugin: WirePlugin): Promise<Response> {
    if (!this.speaksPlugins) throw clientTooOld();
    return (this.#last = await switchPlugin(this.#visitor, plugin));
  }
}

/**
 * Whether a client proves an account as it was a moment ago, without the catalog being asked. What it can't prove so says
 * nothing against it: the account may have changed, and the full way decides.
 */
async function opensAtOnce(visitor: Visitor, account: Account, dialogue: Dialogue): Promise<boolean> {
  if (!fulfils(account, visitor.transport)) return false;
  const { last } = dialogue;
  if (last !== null && opens(visitor, account, last, dialogue)) return true;
  const required = dialogue.requiredPlugin(account);
  if (last?.plugin === required || !dialogue.speaksPlugins || (last !== null && isKnown(last.plugin) && isEmpty(last))) return false;
  return opens(visitor, account, await dialogue.switchTo(required), dialogue);
}

/** Whether a response is proof enough by itself: no password, the native one, or one that was seen before. */
function opens(visitor: Visitor, account: Account, given: Response, dialogue: Dialogue): boolean {
  const { authenticator, origin } = visitor;
  if (isEmpty(given)) return authenticator.acceptsEmptyPassword(account, origin.address);
  if (given.plugin === NATIVE_PASSWORD) return dialogue.requiredPlugin(account) === NATIVE_PASSWORD && authenticator.checkNative(account, given.response, given.scramble);
  return passesFast(visitor, account, given);
}

async function prove(visitor: Visitor, account: Account, dialogue: Dialogue): Promise<void> {
  const required = dialogue.requiredPlugin(account);
  const { last } = dialogue;
  if (last !== null) {
    if (opens(visitor, account, last, dialogue)) return;
    if (isKnown(last.plugin) && isEmpty(last)) throw denied(visitor, account, false);
    if (last.plugin === required) return check(visitor, account, last);
  }
  return check(visitor, account, await dialogue.switchTo(required));
}

function requiredPlugin(visitor: Visitor, account: Account, { plugin }: Credentials): WirePlugin {
  if (plugin === CLEAR_PASSWORD && isConfidential(visitor)) return CLEAR_PASSWORD;
  if (account.plugin !== 'default') return account.plugin === CACHING_SHA2_PASSWORD ? CACHING_SHA2_PASSWORD : NATIVE_PASSWORD;
  const saysSha2 = plugin === CACHING_SHA2_PASSWORD && isConfidential(visitor);
  return saysSha2 || visitor.lacksNative ? CACHING_SHA2_PASSWORD : NATIVE_PASSWORD;
}

/** Whether nobody but the client and we can read what it says. */
function isConfidential({ transport, origin }: Visitor): boolean {
  return transport !== null || origin === UNIX_SOCKET_ORIGIN;
}

function fulfils({ requires }: Account, transport: SecureTransport | null): boolean {
  return requires === 'none' || (transport !== null && (requires === 'ssl' || transport.clientCertified));
}

const isKnown = (plugin: string): boolean => plugin === NATIVE_PASSWORD || plugin === CACHING_SHA2_PASSWORD || plugin === CLEAR_PASSWORD;

/** Clients of caching_sha2_password and of mysql_clear_password send an empty password as one NUL. */
function isEmpty({ plugin, response }: Response): boolean {
  if (response.length === 0) return true;
  return plugin !== NATIVE_PASSWORD && response.length === 1 && response[0] === 0;
}

async function check(visitor: Visitor, account: Account, given: Response): Promise<void> {
  const { authenticator } = visitor;
  if (isEmpty(given)) {
    if (authenticator.acceptsEmptyPassword(account, visitor.origin.address)) return;
    throw denied(visitor, account, false);
  }
  if (!(await accepts(visitor, account, given))) throw denied(visitor, account, true);
}

async function accepts(visitor: Visitor, account: Account, given: Response): Promise<boolean> {
  const { authenticator } = visitor;
  switch (given.plugin) {
    case NATIVE_PASSWORD:
      return authenticator.checkNative(account, given.response, given.scramble);
    case CLEAR_PASSWORD:
      return authenticator.checkClear(account, clearPassword(given.response));
    default:
      return passesFast(visitor, account, given) || (await passesFull(visitor, account, given.scramble));
  }
}

/** The fast path of caching_sha2_password: a password that was seen before. */
function passesFast({ authenticator, channel }: Visitor, account: Account, given: Response): boolean {
  if (given.plugin !== CACHING_SHA2_PASSWORD) return false;
  if (!authenticator.checkSha2Fast(account, given.response, given.scramble)) return false;
  sendMoreData(channel, Buffer.of(CachingSha2.FAST_AUTH_SUCCESS));
  return true;
}

/**
 * Full authentication of caching_sha2_password: the password, in clear over TLS and the Unix socket, else encrypted with our
 * public key. On the loopback interface a clear password is fine too: the MariaDB client sends it so, unasked.
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
  } else if (isConfidential(visitor)) {
    return await authenticator.checkClear(account, clearPassword(answer));
  } else if (isLoopback(visitor.origin.address) && answer.at(-1) === 0) {
    if (await authenticator.checkClear(account, clearPassword(answer))) return true;
  }
  const password = await authenticator.decrypt(answer, scramble);
  return password !== null && (await authenticator.checkClear(account, password));
}

async function switchPlugin({ channel, nextScramble }: Visitor, plugin: WirePlugin): Promise<Response> {
  const scramble = nextScramble();
  writeAuthSwitchRequest(channel.packets.begin(), { plugin, scramble });
  channel.packets.end();
  channel.flush();
  return { plugin, scramble, response: await channel.readExpected() };
}

function sendMoreData(channel: PacketChannel, data: Buffer): void {
  writeAuthMoreData(channel.packets.begin(), data);
  channel.packets.end();
}

function denied({ origin }: Visitor, account: Account, usingPassword: boolean): ProtocolError {
  return new ProtocolError(1045, '28000', accessDeniedText(account.name, origin.address, usingPassword));
}

function clientTooOld(): ProtocolError {
  return new ProtocolError(
    1251,
    '08004',
    'Client does not support authentication protocol requested by server; consider upgrading MySQL client',
  );
}
