import type { Socket } from 'node:net';
import type { StagewireError } from '../../errors/index.js';
import { Capability, hasCapability, type Capabilities } from '../../protocol/capabilities.js';
import { readCommand, type ComChangeUser } from '../../protocol/commands.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import type { Account, Authenticator } from '../authentication.js';
import type { Session } from '../session.js';
import type { StatementService } from '../statement-service.js';
import { authenticate, type Credentials } from './authenticate.js';
import { runCommand, type CommandContext } from './commands.js';
import { SERVER_CAPABILITIES, shakeHands, type Handshake } from './handshake.js';
import type { Log } from './log.js';
import { ConnectionLost, PacketChannel } from './packet-channel.js';
import { PreparedStatements } from './prepared-statements.js';
import { respondErr, respondOk } from './respond.js';
import { toErrPacket } from './wire-error.js';

/** What every connection of a listener shares. */
export interface ConnectionEnvironment {
  readonly service: StatementService;
  readonly authenticator: Authenticator;
  readonly serverVersion: string;
  /** Base URL at which the client of a socket can reach the HTTP listener. */
  readonly publicUrl: (socket: Socket) => string;
  readonly log: Log;
  /** Largest payload that a client may send, in bytes. */
  readonly maxAllowedPacket: number;
  /** Time for the whole exchange up to the login. */
  readonly connectTimeoutMs: number;
  /** Time that a client may stay silent between commands, in milliseconds: its session's `wait_timeout`. */
  readonly waitTimeoutMs: (session: Session) => number;
  /** Time that a client may stay silent in the middle of what it sends, in milliseconds: `net_read_timeout`. */
  readonly readTimeoutMs: (session: Session) => number;
}

/** Nobody who has not logged in has anything longer to say. */
const MAX_PAYLOAD_BEFORE_LOGIN = 128 * 1024;

/** A connection that is logged in. */
interface Login {
  readonly session: Session;
  readonly handshake: Handshake;
}

/** One client, from the greeting to the end. */
export class Connection {
  readonly id: number;
  private readonly socket: Socket;
  private readonly environment: ConnectionEnvironment;
  private readonly channel: PacketChannel;
  private readonly remoteAddress: string;
  private capabilities: Capabilities = 0;
  /** The statement that runs now, to be aborted from outside. */
  private statement: AbortController | null = null;
  /** The last thing that the client asks for has been read, or is being answered. */
  private leaving = false;
  private waiting = true;

  constructor(id: number, socket: Socket, environment: ConnectionEnvironment) {
    this.id = id;
    this.socket = socket;
    this.environment = environment;
    this.remoteAddress = socket.remoteAddress ?? '';
    this.channel = new PacketChannel(socket, MAX_PAYLOAD_BEFORE_LOGIN, () => {
      this.statement?.abort(new ConnectionLost());
    });
  }

  /** Serves the client to its end. Never rejects. */
  async run(): Promise<void> {
    try {
      const login = await this.logIn();
      if (login !== null) await this.serve(login);
    } catch (error) {
      this.answerError(error);
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
    this.statement?.abort(reason);
  }

  /** Ends the connection at once, whatever it is doing. */
  destroy(): void {
    this.channel.destroy();
  }

  /** The exchange up to the OK of the login, under one deadline; null when it failed. */
  private async logIn(): Promise<Login | null> {
    const deadline = setTimeout(() => {
      this.channel.destroy();
    }, this.environment.connectTimeoutMs);
    try {
      const handshake = await shakeHands(this.channel, this.environment.serverVersion, this.id);
      const { response, scramble } = handshake;
      this.capabilities = response.capabilities & SERVER_CAPABILITIES;
      const account = await this.admit({
        user: response.user,
        plugin: hasCapability(this.capabilities, Capability.PLUGIN_AUTH) ? response.authPlugin : null,
        response: response.authResponse,
        scramble,
      });
      const session = this.openSession(account, response.database);
      respondOk({ channel: this.channel, capabilities: this.capabilities, session });
      this.channel.maxPayload = this.environment.maxAllowedPacket;
      return { session, handshake };
    } catch (error) {
      this.answerError(error);
      return null;
    } finally {
      clearTimeout(deadline);
    }
  }

  private admit(credentials: Credentials): Promise<Account> {
    const { authenticator } = this.environment;
    return authenticate({ channel: this.channel, authenticator, remoteAddress: this.remoteAddress }, credentials);
  }

  private openSession(account: Account, database: string | null): Session {
    const { service, publicUrl } = this.environment;
    return service.openSession({
      id: this.id,
      identity: { user: account.name },
      publicUrl: publicUrl(this.socket),
      database,
    });
  }

  /** The command loop. */
  private async serve(login: Login): Promise<void> {
    const { service, waitTimeoutMs } = this.environment;
    const context = this.commandContext(login);
    service.activity.threadsConnected++;
    const expire = (): void => {
      this.expire();
    };
    let patience = waitTimeoutMs(context.session);
    let idle = setTimeout(expire, patience);
    try {
      while (!this.isLeaving()) {
        this.channel.restartSequence();
        this.channel.flush();
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
      }
    } finally {
      clearTimeout(idle);
      service.activity.threadsConnected--;
      await context.statements.closeAll();
      service.closeSession(context.session);
    }
  }

  /** One command. Only what is wrong with the connection itself is thrown. */
  private async answer(context: CommandContext, payload: Buffer): Promise<void> {
    try {
      const command = readCommand(payload, this.capabilities);
      await runCommand(context, command);
    } catch (error) {
      if (error instanceof ConnectionLost) throw error;
      this.respondError(error);
    } finally {
      this.statement = null;
    }
  }

  private commandContext(login: Login): CommandContext {
    const { channel, environment } = this;
    const { handshake } = login;
    let { session } = login;
    const capabilities = (): Capabilities => this.capabilities;
    const statements = new PreparedStatements(environment.service, environment.maxAllowedPacket);
    return {
      channel,
      service: environment.service,
      statements,
      get capabilities() {
        return capabilities();
      },
      get session() {
        return session;
      },
      startStatement: () => {
        this.statement = new AbortController();
        return this.statement.signal;
      },
      allowMultiStatements: (allowed) => {
        const others = this.capabilities & ~Capability.MULTI_STATEMENTS;
        this.capabilities = allowed ? others | Capability.MULTI_STATEMENTS : others;
      },
      changeUser: async (command) => {
        await statements.closeAll();
        session = await this.changeUser(command, session, handshake.scramble);
        respondOk({ channel, capabilities: this.capabilities, session });
      },
      readTimeoutMs: () => environment.readTimeoutMs(session),
      quit: () => {
        this.leaving = true;
      },
    };
  }

  /** COM_CHANGE_USER: a new login on the old connection. A failure ends the connection, as in MySQL. */
  private async changeUser(command: ComChangeUser, old: Session, scramble: Buffer): Promise<Session> {
    const speaksPlugins = hasCapability(this.capabilities, Capability.PLUGIN_AUTH);
    const isEmpty = command.authResponse.length === 0;
    try {
      const account = await this.admit({
        user: command.user,
        plugin: speaksPlugins ? (command.authPlugin ?? '') : null,
        // Clients disagree on which scramble they use here, so those that can are asked with a fresh one.
        response: speaksPlugins && !isEmpty ? null : command.authResponse,
        scramble,
      });
      const session = this.openSession(account, command.database);
      this.environment.service.closeSession(old);
      return session;
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
    respondErr(this.channel, toErrPacket(error, this.environment.log, this.id));
  }

  /** A method, because the answer changes while the loop waits. */
  private isLeaving(): boolean {
    return this.leaving;
  }
}
