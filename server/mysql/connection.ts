import type { Socket } from 'node:net';
import { StagewireError } from '../../errors/index.js';
import { Capability, type Capabilities } from '../../protocol/capabilities.js';
import { readCommand, type Command, type ComChangeUser } from '../../protocol/commands.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import { maskSecrets } from '../../sql/mask-secrets.js';
import type { ClientProcess, ProcessCommand } from '../processes/process-list.js';
import type { Session } from '../session.js';
import { clientTranscoding, resultText } from './client-text.js';
import { hostText, type ClientOrigin } from './client-origin.js';
import { runCommand, type CommandContext } from './commands.js';
import type { ConnectionEnvironment } from './environment.js';
import { agreedCodec, changeUser, logIn, type Arrival, type Login } from './log-in.js';
import { ConnectionLost, PacketChannel } from './packet-channel.js';
import { PreparedStatements } from './prepared-statements.js';
import { countCommand, PROCESS_COMMANDS } from './process-command.js';
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
  since = Date.now();
  readonly socket: Socket;
  readonly origin: ClientOrigin;
  readonly environment: ConnectionEnvironment;
  readonly channel: PacketChannel;
  private capabilities: Capabilities = 0;
  private session: Session | null = null;
  /** The text of the statement that runs now. */
  private text: string | null = null;
  /** The statement that runs now, to be aborted from outside. */
  private statement: AbortController | null = null;
  /** The last thing that the client asks for has been read, or is being answered. */
  private leaving = false;
  /** The client said that it goes (COM_QUIT). */
  private saidGoodbye = false;
  private waiting = true;

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
    if (this.waiting) this.channel.close();
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

  /** The command loop. */
  private async serve(login: Login): Promise<void> {
    const { service, waitTimeoutMs, readTimeoutMs, writeTimeoutMs } = this.environment;
    const context = this.commandContext(login);
    service.activity.connected();
    const expire = (): void => {
      this.expire();
    };
    let patience = waitTimeoutMs(context.session);
    let idle = setTimeout(expire, patience);
    try {
      while (!this.isLeaving()) {
        this.channel.flush();
        this.channel.restartSequence();
        this.channel.patience = { readMs: readTimeoutMs(context.session), writeMs: writeTimeoutMs(context.session) };
        const asked = waitTimeoutMs(context.session);
        if (asked === patience) {
          idle.refresh();
        } else {
          clearTimeout(idle);
          patience = asked;
          idle = setTimeout(expire, patience);
        }
        this.waiting = true;
        const payload = await this.channel.read();
        this.waiting = false;
        if (payload === null) return;
        await this.answer(context, payload);
        this.doing('Sleep', null);
      }
    } finally {
      clearTimeout(idle);
      service.activity.disconnected();
      if (!this.saidGoodbye) service.activity.abortedClients += 1;
      await context.statements.closeAll();
      service.closeSession(context.session);
    }
  }

  /** One command. Only what is wrong with the connection itself is thrown. */
  private async answer(context: CommandContext, payload: Buffer): Promise<void> {
    try {
      const command = readCommand(payload, this.capabilities, clientTranscoding(context.session));
      this.doing(PROCESS_COMMANDS[command.kind], textOf(command));
      countCommand(context.session.counters, command.kind);
      this.saidGoodbye ||= command.kind === 'COM_QUIT';
      await runCommand(context, command);
    } catch (error) {
      if (error instanceof ConnectionLost) throw error;
      this.respondError(error);
    } finally {
      this.statement = null;
      this.noteSlowness(context.session);
    }
  }

  private noteSlowness(session: Session): void {
    const took = Date.now() - this.since;
    if (took > 0 && took > this.environment.slowAfterMs(session)) session.counters.slowQueries += 1;
  }

  private doing(command: ProcessCommand, text: string | null): void {
    if (this.command !== 'Killed') this.command = command;
    this.text = text;
    this.since = Date.now();
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
        return this.statement.signal;
      },
      showText: (text) => {
        this.text = text;
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
    if (!this.waiting) return;
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

  private respondError(error: unknown): void {
    const transcoding = this.session === null ? null : resultText(this.session).transcoding;
    respondErr(this.channel, toErrPacket(error, this.environment.log, this.id), transcoding);
  }

  /** A method, because the answer changes while the loop waits. */
  private isLeaving(): boolean {
    return this.leaving;
  }
}

function textOf(command: Command): string | null {
  return command.kind === 'COM_QUERY' || command.kind === 'COM_STMT_PREPARE' ? command.sql : null;
}
