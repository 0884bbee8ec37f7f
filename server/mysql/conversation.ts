import { Capability, type Capabilities } from '../../protocol/capabilities.js';
import { readCommand, type Command, type ComChangeUser } from '../../protocol/commands.js';
import type { Execution, ProcessCommand } from '../processes/process-list.js';
import type { Session } from '../session.js';
import type { StatementService } from '../statement-service.js';
import { clientTranscoding, resultText } from './client-text.js';
import type { Answerer } from './command-loop.js';
import { runCommand, type CommandContext } from './commands.js';
import type { Handshake } from './handshake.js';
import { changeUser, type Arrival, type Login } from './log-in.js';
import { ConnectionLost, type PacketChannel } from './packet-channel.js';
import { PreparedStatements } from './prepared-statements.js';
import { countCommand, PROCESS_COMMANDS } from './process-command.js';
import { ReadyAnswers } from './ready-answers.js';
import { RepeatedCommands } from './repeated-commands.js';
import { respondErr, respondOk } from './respond.js';
import { StateTracker } from './state-tracker.js';
import { toErrPacket } from './wire-error.js';

/**
 * One client from its login on: its session, what was agreed with it, and what is done for it now. Commands ask it a dozen times each, so it
 * is a class: V8 makes hash tables of objects with accessors that are written otherwise.
 */
export class Conversation implements CommandContext, Answerer {
  readonly channel: PacketChannel;
  readonly service: StatementService;
  readonly statements: PreparedStatements;
  readonly ready = new ReadyAnswers();
  capabilities: Capabilities;
  session: Session;
  tracker: StateTracker | undefined;
  /** What is done now, for SHOW PROCESSLIST, and the text of the statement. */
  doing: ProcessCommand = 'Connect';
  text: string | null = null;
  execution: Execution | null = null;
  /** When that began, in milliseconds of `performance.now()`; no clock is read for what is over within a turn. */
  began = performance.now();
  /** No further command is read. */
  isLeaving = false;
  /** The client said that it goes (COM_QUIT). */
  saidGoodbye = false;
  private readonly arrival: Arrival;
  private readonly handshake: Handshake;
  private readonly repeated = new RepeatedCommands();
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

  /** Since when the client is waited for, in milliseconds of `performance.now()`; null while something is done for it, or it has yet to take the end of its answer. */
  get idleSince(): number | null {
    return this.doing === 'Sleep' && this.channel.isAwaiting ? this.began : null;
  }

  answer(payload: Buffer): Promise<void> | void {
    try {
      const command = readCommand(payload, this.capabilities, clientTranscoding(this.session));
      this.doing = PROCESS_COMMANDS[command.kind];
      this.text = textOf(command);
      countCommand(this.session.counters, command.kind);
      if (command.kind === 'COM_QUIT') this.saidGoodbye = true;
      const outcome = runCommand(this, command);
      if (outcome instanceof Promise) {
        this.repeated.forget();
        this.began = performance.now();
        return this.answerLater(outcome);
      }
      if (outcome) this.repeated.keep(command.kind, payload, outcome, this.service.shared.values);
      else if (command.kind !== 'COM_PING') this.repeated.forget();
    } catch (error) {
      this.repeated.forget();
      this.answerFailure(error);
    }
  }

  recall(packet: Buffer): Buffer | null {
    const known = this.repeated.find(packet, this.service.shared.values);
    if (known === null) return null;
    const { session } = this;
    this.service.answerAgain(session, known.answer);
    countCommand(session.counters, known.kind);
    this.began = performance.now();
    return known.packets;
  }

  rest(): void {
    this.doing = 'Sleep';
    this.text = null;
    this.began = performance.now();
  }

  /** Tells the client what is wrong, in place of an answer. */
  respondError(error: unknown): void {
    const { id, environment: { log } } = this.arrival;
    respondErr(this.channel, toErrPacket(error, log, id), resultText(this.session).transcoding);
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

  private async answerLater(running: Promise<void>): Promise<void> {
    try {
      await running;
    } catch (error) {
      this.answerFailure(error);
    } finally {
      this.statement = null;
      this.execution = null;
      this.noteSlowness();
      this.rest();
    }
  }

  /** A command has failed: its client is told, unless there is none any more. */
  private answerFailure(error: unknown): void {
    if (error instanceof ConnectionLost) throw error;
    this.respondError(error);
  }

  private noteSlowness(): void {
    const took = Math.floor(performance.now() - this.began);
    if (took > 0 && took > this.arrival.environment.slowAfterMs(this.session)) this.session.counters.slowQueries += 1;
  }

  private newTracker(): StateTracker | undefined {
    return this.session.client.tracksState ? new StateTracker(this.session, this.arrival.environment.shownVariable) : undefined;
  }
}

function textOf(command: Command): string | null {
  return command.kind === 'COM_QUERY' || command.kind === 'COM_STMT_PREPARE' ? command.sql : null;
}
