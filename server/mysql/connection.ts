import type { Socket } from 'node:net';
import { StagewireError } from '../../errors/index.js';
import { Capability, type Capabilities } from '../../protocol/capabilities.js';
import { readCommand, type Command, type ComChangeUser } from '../../protocol/commands.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import { maskSecrets } from '../../sql/mask-secrets.js';
import type { ClientProcess, ConnectionType, Execution, ProcessCommand } from '../processes/process-list.js';
import type { Session } from '../session.js';
import { clientTranscoding, resultText } from './client-text.js';
import { hostText, UNIX_SOCKET_ORIGIN, type ClientOrigin } from './client-origin.js';
import { CommandLoop, type Answerer } from './command-loop.js';
import { runCommand, type CommandContext } from './commands.js';
import type { ConnectionEnvironment } from './environment.js';
import { IdleTimer } from './idle-timer.js';
import { agreedCodec, changeUser, logIn, type Arrival, type Login } from './log-in.js';
import { ConnectionLost, PacketChannel } from './packet-channel.js';
import { PreparedStatements } from './prepared-statements.js';
import { countCommand, PROCESS_COMMANDS } from './process-command.js';
import { ReadyAnswers } from './ready-answers.js';
import { respondErr, respondOk } from './respond.js';
import { StateTracker } from './state-tracker.js';
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
  private capabilities: Capabilities = 0;
  private session: Session | null = null;
  /** The text of the statement that runs now. */
  private text: string | null = null;
  execution: Execution | null = null;
  /** The statement that runs now, to be aborted from outside. */
  private statement: AbortController | null = null;
  /** When it began what it does, in milliseconds of `performance.now()`; no clock is read for what is over within a turn. */
  private began = performance.now();
  /** The last thing that the client asks for has been read, or is being answered. */
  private leaving = false;
  /** The client said that it goes (COM_QUIT). */
  private saidGoodbye = false;
  /** Null until the client has logged in. */
  private loop: CommandLoop | null = null;

  constructor(id: number, socket: Socket, origin: ClientOrigin, environment: ConnectionEnvironment) {
    this.id = id;
    this.socket = socket;
    this.origin = origin;
    this.host = hostText(origin);
    this.environment = environment;
    this.channel = new PacketChannel(socket, MAX_PAYLOAD_BEFORE_LOGIN, () => {
      this.statement?.abort(new ConnectionLost());
    });
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
    if (this.session === null) return 'login';
    return this.text === null ? '' : 'executing';
  }

  get info(): string | null {
    return this.text === null ? null : maskSecrets(this.text);
  }

  /** Serves the client to its end. Never rejects. */
  async run(): Promise<void> {
    this.environment.processes.add(this);
    try {
      const login = await this.logIn();
      if (login === null) this.environment.service.activity.abortedConnects += 1;
      else await this.serve(login);
    } catch (error) {
      this.answerError(error);
    } finally {
      this.environment.processes.remove(this.id);
    }
    this.channel.close();
  }

  /** Lets a running statement finish and closes then; a connection without one is closed at once. */
  stop(): void {
    this.leaving = true;
    if (this.loop?.isWaiting ?? true) this.channel.close();
  }

  /** Ends the running statement, if there is one; `reason` is the error that it should end with. */
  abortStatement(reason: StagewireError): void {
    if (this.statement === null) return;
    this.statement.abort(reason);
    this.channel.interrupt(reason);
  }

  /** Ends the connection: a running statement at once, with an error that its client may still read. */
  terminate(): void {
    this.command = 'Killed';
    this.stop();
    this.abortStatement(new StagewireError('AbortedQuery', 'the connection was killed'));
    setTimeout(() => { this.channel.destroy(); }, TERMINATION_GRACE_MS).unref();
  }

  /** The exchange up to the OK of the login, under one deadline; null when it failed. */
  private async logIn(): Promise<Login | null> {
    const { connectTimeoutMs, maxAllowedPacket } = this.environment;
    const deadline = setTimeout(() => {
      this.channel.destroy();
    }, connectTimeoutMs);
    try {
      const login = await logIn(this);
      const { session, handshake } = login;
      const codec = await agreedCodec(handshake);
      this.session = session;
      this.capabilities = handshake.capabilities;
      respondOk({ channel: this.channel, capabilities: this.capabilities, session });
      this.channel.maxPayload = maxAllowedPacket;
      if (codec !== null) this.channel.startCompression(codec);
      return login;
    } catch (error) {
      this.answerError(error);
      return null;
    } finally {
      clearTimeout(deadline);
    }
  }

  private async serve(login: Login): Promise<void> {
    const { service, waitTimeoutMs, readTimeoutMs, writeTimeoutMs } = this.environment;
    const context = this.commandContext(login);
    service.activity.connected();
    this.channel.patience = { readMs: () => readTimeoutMs(context.session), writeMs: () => writeTimeoutMs(context.session) };
    const idle = new IdleTimer(() => waitTimeoutMs(context.session), () => { this.expire(); });
    const answerer: Answerer = {
      isLeaving: () => this.leaving,
      answer: (payload) => this.answer(context, payload),
      rest: (now) => { this.rest(now); },
    };
    this.loop = new CommandLoop(this.channel, answerer, idle);
    try {
      await this.loop.run();
    } finally {
      idle.stop();
      service.activity.disconnected();
      if (!this.saidGoodbye) service.activity.abortedClients += 1;
      await context.statements.closeAll();
      service.closeSession(context.session);
    }
  }

  /** One command; a promise if it takes longer than this turn. Only what is wrong with the connection itself is thrown. */
  private answer(context: CommandContext, payload: Buffer): Promise<void> | void {
    try {
      const command = readCommand(payload, this.capabilities, clientTranscoding(context.session));
      this.doing(PROCESS_COMMANDS[command.kind], textOf(command));
      countCommand(context.session.counters, command.kind);
      this.saidGoodbye ||= command.kind === 'COM_QUIT';
      const running = runCommand(context, command);
      if (!running) return;
      this.began = performance.now();
      return this.answerLater(context, running);
    } catch (error) {
      this.answerFailure(error);
    }
  }

  private async answerLater(context: CommandContext, running: Promise<void>): Promise<void> {
    try {
      await running;
    } catch (error) {
      this.answerFailure(error);
    } finally {
      this.statement = null;
      this.execution = null;
      this.noteSlowness(context.session);
      this.rest(performance.now());
    }
  }

  private noteSlowness(session: Session): void {
    const took = Math.floor(performance.now() - this.began);
    if (took > 0 && took > this.environment.slowAfterMs(session)) session.counters.slowQueries += 1;
  }

  /** Nothing is done for the client from `now` on, in milliseconds of `performance.now()`. */
  private rest(now: number): void {
    this.doing('Sleep', null);
    this.began = now;
  }

  private doing(command: ProcessCommand, text: string | null): void {
    if (this.command !== 'Killed') this.command = command;
    this.text = text;
  }

  private commandContext({ handshake, session: first }: Login): CommandContext {
    const { channel, environment } = this;
    const capabilities = (): Capabilities => this.capabilities;
    const session = (): Session => this.session ?? first;
    const newTracker = (): StateTracker | undefined => (session().client.tracksState ? new StateTracker(session(), environment.shownVariable) : undefined);
    let tracker = newTracker();
    const statements = new PreparedStatements(environment.service, environment.maxAllowedPacket, environment.longDataBudget);
    return {
      channel,
      service: environment.service,
      statements,
      ready: new ReadyAnswers(),
      get capabilities() {
        return capabilities();
      },
      get session() {
        return session();
      },
      get tracker() {
        return tracker;
      },
      startStatement: () => {
        this.statement = new AbortController();
        // Who has gone before it began can't end it by going.
        if (channel.isLost) this.statement.abort(new ConnectionLost());
        return this.statement.signal;
      },
      showText: (text) => {
        this.text = text;
      },
      showExecution: (execution) => {
        this.execution = execution;
      },
      allowMultiStatements: (allowed) => {
        const others = this.capabilities & ~Capability.MULTI_STATEMENTS;
        this.capabilities = allowed ? others | Capability.MULTI_STATEMENTS : others;
      },
      changeUser: async (command) => {
        await statements.closeAll();
        await this.changeUser(command, handshake, session());
        tracker = newTracker();
        respondOk({ channel, capabilities: this.capabilities, session: session() });
      },
      readTimeoutMs: () => environment.readTimeoutMs(session()),
      quit: () => {
        this.leaving = true;
      },
    };
  }

  /** A failure ends the connection, as in MySQL. */
  private async changeUser(command: ComChangeUser, handshake: Login['handshake'], old: Session): Promise<void> {
    try {
      this.session = await changeUser(this, handshake, command);
      this.environment.service.closeSession(old);
    } catch (error) {
      this.leaving = true;
      throw error;
    }
  }

  /** The client was silent for too long: ER_CLIENT_INTERACTION_TIMEOUT. */
  private expire(): void {
    this.leaving = true;
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
