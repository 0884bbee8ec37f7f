/** Bytes over the network so far. */
export interface Traffic {
  readonly received: number;
  readonly sent: number;
}

const SILENT = (): Traffic => ({ received: 0, sent: 0 });

/** What is counted for SHOW STATUS: of one session, or of several together. */
export class Counters {
  /** Statements that the client sent, by whatever command. */
  questions = 0;
  /** Those, and COM_STMT_PREPARE and its kin. */
  queries = 0;
  /** `Com_select` and `Com_stmt_execute`, which are counted by the ten thousand per second: a look into a table for each would show. */
  #selects = 0;
  #executes = 0;
  slowQueries = 0;
  /** Of staged files, out of their stores; not what is read in place or was here already. */
  bytesFetched = 0;
  readonly #commands = new Map<string, number>();
  readonly #traffic: () => Traffic;
  /** What had come and gone when counting began; negative for what others brought in. */
  #before: Traffic;

  constructor(traffic: () => Traffic = SILENT) {
    this.#traffic = traffic;
    this.#before = traffic();
  }

  get bytesReceived(): number {
    return this.#traffic().received - this.#before.received;
  }

  get bytesSent(): number {
    return this.#traffic().sent - this.#before.sent;
  }

  /** How often each command was given, by the names of their variables (`Com_select`). */
  get commands(): Iterable<readonly [variable: string, times: number]> {
    return [...this.#commands, ['Com_select', this.#selects], ['Com_stmt_execute', this.#executes]];
  }

  count(command: string, times = 1): void {
    if (command === 'Com_select') this.#selects += times;
    else if (command === 'Com_stmt_execute') this.#executes += times;
    else this.#commands.set(command, (this.#commands.get(command) ?? 0) + times);
  }

  /** Takes over what another has counted. */
  add(other: Counters): void {
    this.questions += other.questions;
    this.queries += other.queries;
    this.slowQueries += other.slowQueries;
    this.bytesFetched += other.bytesFetched;
    this.#before = { received: this.#before.received - other.bytesReceived, sent: this.#before.sent - other.bytesSent };
    for (const [command, times] of other.commands) this.count(command, times);
  }

  clear(): void {
    this.questions = 0;
    this.queries = 0;
    this.slowQueries = 0;
    this.bytesFetched = 0;
    this.#selects = 0;
    this.#executes = 0;
    this.#commands.clear();
    this.#before = this.#traffic();
  }
}
