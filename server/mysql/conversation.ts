import { Capability, type Capabilities } from '../../protocol/capabilities.js';
import type { ComChangeUser } from '../../protocol/commands.js';
import type { Execution } from '../processes/process-list.js';
import type { Session } from '../session.js';
import type { StatementService } from '../statement-service.js';
import type { CommandContext } from './commands.js';
import type { Handshake } from './handshake.js';
import { changeUser, type Arrival, type Login } from './log-in.js';
import { ConnectionLost, type PacketChannel } from './packet-channel.js';
import { PreparedStatements } from './prepared-statements.js';
import { ReadyAnswers } from './ready-answers.js';
import { respondOk } from './respond.js';
import { StateTracker } from './state-tracker.js';

/**
 * One client from its login on: its session, what was agreed with it, and the statement that runs for it. A class, because V8 makes hash tables
 * of objects with accessors that are not written as one, and every command asks this one a dozen times.
 */
export class Conversation implements CommandContext {
  readonly channel: PacketChannel;
  readonly service: StatementService;
  readonly statements: PreparedStatements;
  readonly ready = new ReadyAnswers();
  capabilities: Capabilities;
  session: Session;
  tracker: StateTracker | undefined;
  /** The text of the statement that runs now. */
  text: string | null = null;
  execution: Execution | null = null;
  /** No further command is read. */
  isLeaving = false;
  private readonly arrival: Arrival;
  private readonly handshake: Handshake;
  /** The statement that runs now, to be aborted from outside. */
  private statement: AbortController | null = null;

  constructor(arrival: Arrival, { session, handshake }: Login) {
    const { channel, environment } = arrival;
    this.arrival = arrival;
    this.handshake = handshake;
    this.channel = channel;
    this.service = environment.service;
    this.statements = new PreparedStatements(environment.service, environment.maxAllowedPacket, environment.longDataBudget);
    this.capabilities = handshake.capabilities;
    this.session = session;
    this.tracker = this.newTracker();
  }

  startStatement(): AbortSignal {
    this.statement = new AbortController();
    // Who has gone before it began can't end it by going.
    if (this.channel.isLost) this.statement.abort(new ConnectionLost());
    return this.statement.signal;
  }

  /** Ends the statement that runs, with this error; false when there is none. */
  abortStatement(reason: Error): boolean {
    if (this.statement === null) return false;
    this.statement.abort(reason);
    return true;
  }

  /** The command that took longer has been answered. */
  endStatement(): void {
    this.statement = null;
    this.execution = null;
  }

  showText(text: string): void {
    this.text = text;
  }

  showExecution(execution: Execution): void {
    this.execution = execution;
  }

  allowMultiStatements(allowed: boolean): void {
    const others = this.capabilities & ~Capability.MULTI_STATEMENTS;
    this.capabilities = allowed ? others | Capability.MULTI_STATEMENTS : others;
  }

  /** A failure ends the connection, as in MySQL. */
  async changeUser(command: ComChangeUser): Promise<void> {
    await this.statements.closeAll();
    const old = this.session;
    try {
      this.session = await changeUser(this.arrival, this.handshake, command);
    } catch (error) {
      this.quit();
      throw error;
    }
    this.service.closeSession(old);
    this.tracker = this.newTracker();
    respondOk(this);
  }

  readTimeoutMs(): number {
    return this.arrival.environment.readTimeoutMs(this.session);
  }

  quit(): void {
    this.isLeaving = true;
  }

  /** Nobody talks any more. */
  async end(): Promise<void> {
    await this.statements.closeAll();
    this.service.closeSession(this.session);
  }

  private newTracker(): StateTracker | undefined {
    return this.session.client.tracksState ? new StateTracker(this.session, this.arrival.environment.shownVariable) : undefined;
  }
}
