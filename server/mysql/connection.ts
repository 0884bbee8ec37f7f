import type { Socket } from 'node:net';
import { StagewireError } from '../../errors/index.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import { maskSecrets } from '../../sql/mask-secrets.js';
import type { ClientProcess, ConnectionType, Execution, ProcessCommand } from '../processes/process-list.js';
import type { Session } from '../session.js';
import { hostText, UNIX_SOCKET_ORIGIN, type ClientOrigin } from './client-origin.js';
import { CommandLoop } from './command-loop.js';
import { Conversation } from './conversation.js';
import type { ConnectionEnvironment } from './environment.js';
import { IdleTimer } from './idle-timer.js';
import { agreedCodec, logIn, type Arrival } from './log-in.js';
import { ConnectionLost, PacketChannel } from './packet-channel.js';
import { respondErr, respondOk } from './respond.js';
import { toErrPacket } from './wire-error.js';

/** Nobody who has not logged in has anything longer to say. */
const MAX_PAYLOAD_BEFORE_LOGIN = 128 * 1024;
/** Time for a killed connection to tell its client, before it is closed whatever it does. */
const TERMINATION_GRACE_MS = 500;

/** One client, from the greeting to the end. */
export class Connection implements ClientProcess, Arrival {
  readonly id: number;
  readonly host: string;
  readonly socket: Socket;
  readonly origin: ClientOrigin;
  readonly environment: ConnectionEnvironment;
  readonly channel: PacketChannel;
  private readonly arrivedAt = performance.now();
  /** Null until the client has logged in, as is the loop. */
  private conversation: Conversation | null = null;
  private loop: CommandLoop | null = null;
  private isKilled = false;

  constructor(id: number, socket: Socket, origin: ClientOrigin, environment: ConnectionEnvironment) {
    this.id = id;
    this.socket = socket;
    this.origin = origin;
    this.host = hostText(origin);
    this.environment = environment;
    this.channel = new PacketChannel(socket, MAX_PAYLOAD_BEFORE_LOGIN, () => {
      this.conversation?.abortStatement(new ConnectionLost());
    });
  }

  private get session(): Session | null {
    return this.conversation?.session ?? null;
  }

  get user(): string | null {
    return this.session?.identity.user ?? null;
  }

  get database(): string | null {
    return this.session?.database ?? null;
  }

  get attributes(): ReadonlyMap<string, string> {
    return this.session?.client.attributes ?? new Map<string, string>();
  }

  get connectionType(): ConnectionType {
    if (this.origin === UNIX_SOCKET_ORIGIN) return 'Socket';
    return this.session?.client.transport ? 'SSL/TLS' : 'TCP/IP';
  }

  get command(): ProcessCommand {
    return this.isKilled ? 'Killed' : (this.conversation?.doing ?? 'Connect');
  }

  get since(): number {
    return Date.now() - (performance.now() - (this.conversation?.began ?? this.arrivedAt));
  }

  get state(): string {
    if (this.conversation === null) return 'login';
    return this.conversation.text === null ? '' : 'executing';
  }

  get info(): string | null {
    const text = this.conversation?.text ?? null;
    return text === null ? null : maskSecrets(text);
  }

  get execution(): Execution | null {
    return this.conversation?.execution ?? null;
  }

  /** Serves the client to its end. Never rejects. */
  async run(): Promise<void> {
    this.environment.processes.add(this);
    try {
      this.conversation = await this.logIn();
      if (this.conversation === null) this.environment.service.activity.abortedConnects += 1;
      else await this.serve(this.conversation);
    } catch (error) {
      this.answerError(error);
    } finally {
      this.environment.processes.remove(this.id);
    }
    this.channel.close();
  }

  /** Lets a running statement finish and closes then; a connection without one is closed at once. */
  stop(): void {
    this.conversation?.quit();
    if (this.loop?.isWaiting ?? true) this.channel.close();
  }

  /** Ends the running statement, if there is one; `reason` is the error that it should end with. */
  abortStatement(reason: StagewireError): void {
    if (this.conversation?.abortStatement(reason) === true) this.channel.interrupt(reason);
  }

  /** Ends the connection: a running statement at once, with an error that its client may still read. */
  terminate(): void {
    this.isKilled = true;
    this.stop();
    this.abortStatement(new StagewireError('AbortedQuery', 'the connection was killed'));
    setTimeout(() => { this.channel.destroy(); }, TERMINATION_GRACE_MS).unref();
  }

  /** The exchange up to the OK of the login, under one deadline; null when it failed. */
  private async logIn(): Promise<Conversation | null> {
    const { connectTimeoutMs, maxAllowedPacket } = this.environment;
    const deadline = setTimeout(() => {
      this.channel.destroy();
    }, connectTimeoutMs);
    try {
      const login = await logIn(this);
      const codec = await agreedCodec(login.handshake);
      const conversation = new Conversation(this, login);
      respondOk({ channel: this.channel, capabilities: conversation.capabilities, session: login.session });
      this.channel.maxPayload = maxAllowedPacket;
      if (codec !== null) this.channel.startCompression(codec);
      return conversation;
    } catch (error) {
      this.answerError(error);
      return null;
    } finally {
      clearTimeout(deadline);
    }
  }

  private async serve(conversation: Conversation): Promise<void> {
    const { service, waitTimeoutMs, readTimeoutMs, writeTimeoutMs } = this.environment;
    service.activity.connected();
    this.channel.patience = { readMs: () => readTimeoutMs(conversation.session), writeMs: () => writeTimeoutMs(conversation.session) };
    const idle = new IdleTimer({
      limitMs: () => waitTimeoutMs(conversation.session),
      idleSince: () => conversation.idleSince,
      expired: () => { this.expire(conversation); },
    });
    this.loop = new CommandLoop(this.channel, conversation, idle);
    try {
      await this.loop.run();
    } finally {
      idle.stop();
      service.activity.disconnected();
      if (!conversation.saidGoodbye) service.activity.abortedClients += 1;
      await conversation.end();
    }
  }

  /** The client was silent for too long: ER_CLIENT_INTERACTION_TIMEOUT. */
  private expire(conversation: Conversation): void {
    conversation.quit();
    conversation.respondError(
      new ProtocolError(
        4031,
        'HY000',
        'The client was disconnected by the server because of inactivity. ' +
          'See wait_timeout and interactive_timeout for configuring this behavior.',
      ),
    );
    this.channel.close();
  }

  private answerError(error: unknown): void {
    if (error instanceof ConnectionLost) return;
    if (this.conversation === null) respondErr(this.channel, toErrPacket(error, this.environment.log, this.id));
    else this.conversation.respondError(error);
  }
}
