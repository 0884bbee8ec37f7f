import type { Socket } from 'node:net';
import { StagewireError } from '../../errors/index.js';
import { readCommand, type Command } from '../../protocol/commands.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import { maskSecrets } from '../../sql/mask-secrets.js';
import type { ClientProcess, ConnectionType, Execution, ProcessCommand } from '../processes/process-list.js';
import type { Session } from '../session.js';
import { clientTranscoding, resultText } from './client-text.js';
import { hostText, UNIX_SOCKET_ORIGIN, type ClientOrigin } from './client-origin.js';
import { CommandLoop, type Answerer } from './command-loop.js';
import { runCommand } from './commands.js';
import { Conversation } from './conversation.js';
import type { ConnectionEnvironment } from './environment.js';
import { IdleTimer } from './idle-timer.js';
import { agreedCodec, logIn, type Arrival } from './log-in.js';
import { ConnectionLost, PacketChannel } from './packet-channel.js';
import { countCommand, PROCESS_COMMANDS } from './process-command.js';
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
  command: ProcessCommand = 'Connect';
  readonly socket: Socket;
  readonly origin: ClientOrigin;
  readonly environment: ConnectionEnvironment;
  readonly channel: PacketChannel;
  /** Null until the client has logged in. */
  private conversation: Conversation | null = null;
  /** When it began what it does, in milliseconds of `performance.now()`; no clock is read for what is over within a turn. */
  private began = performance.now();
  /** The client said that it goes (COM_QUIT). */
  private saidGoodbye = false;
  private loop: CommandLoop | null = null;

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

  get since(): number {
    return Date.now() - (performance.now() - this.began);
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
    this.command = 'Killed';
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
    const idle = new IdleTimer(() => waitTimeoutMs(conversation.session), () => { this.expire(conversation); });
    const answerer: Answerer = {
      isLeaving: () => conversation.isLeaving,
      answer: (payload) => this.answer(conversation, payload),
      rest: (now) => { this.rest(conversation, now); },
    };
    this.loop = new CommandLoop(this.channel, answerer, idle);
    try {
      await this.loop.run();
    } finally {
      idle.stop();
      service.activity.disconnected();
      if (!this.saidGoodbye) service.activity.abortedClients += 1;
      await conversation.end();
    }
  }

  /** One command; a promise if it takes longer than this turn. Only what is wrong with the connection itself is thrown. */
  private answer(conversation: Conversation, payload: Buffer): Promise<void> | void {
    try {
      const command = readCommand(payload, conversation.capabilities, clientTranscoding(conversation.session));
      this.doing(PROCESS_COMMANDS[command.kind]);
      conversation.text = textOf(command);
      countCommand(conversation.session.counters, command.kind);
      this.saidGoodbye ||= command.kind === 'COM_QUIT';
      const running = runCommand(conversation, command);
      if (!running) return;
      this.began = performance.now();
      return this.answerLater(conversation, running);
    } catch (error) {
      this.answerFailure(error);
    }
  }

  private async answerLater(conversation: Conversation, running: Promise<void>): Promise<void> {
    try {
      await running;
    } catch (error) {
      this.answerFailure(error);
    } finally {
      conversation.endStatement();
      this.noteSlowness(conversation.session);
      this.rest(conversation, performance.now());
    }
  }

  private noteSlowness(session: Session): void {
    const took = Math.floor(performance.now() - this.began);
    if (took > 0 && took > this.environment.slowAfterMs(session)) session.counters.slowQueries += 1;
  }

  /** Nothing is done for the client from `now` on, in milliseconds of `performance.now()`. */
  private rest(conversation: Conversation, now: number): void {
    this.doing('Sleep');
    conversation.text = null;
    this.began = now;
  }

  private doing(command: ProcessCommand): void {
    if (this.command !== 'Killed') this.command = command;
  }

  /** The client was silent for too long: ER_CLIENT_INTERACTION_TIMEOUT. */
  private expire(conversation: Conversation): void {
    conversation.quit();
    this.respondError(
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
    if (!(error instanceof ConnectionLost)) this.respondError(error);
  }

  /** A command has failed: its client is told, unless there is none any more. */
  private answerFailure(error: unknown): void {
    if (error instanceof ConnectionLost) throw error;
    this.respondError(error);
  }

  private respondError(error: unknown): void {
    const transcoding = this.session === null ? null : resultText(this.session).transcoding;
    respondErr(this.channel, toErrPacket(error, this.environment.log, this.id), transcoding);
  }
}

function textOf(command: Command): string | null {
  return command.kind === 'COM_QUERY' || command.kind === 'COM_STMT_PREPARE' ? command.sql : null;
}
