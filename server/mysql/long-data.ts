import { StagewireError } from '../../errors/index.js';

const NOTHING: ReadonlyMap<number, Buffer> = new Map();

/** Bytes of such values that may wait on a server, whichever connections they came over. */
export class LongDataBudget {
  #left: number;

  constructor(limit: number) {
    this.#left = limit;
  }

  /** False, and nothing taken, when there are not so many left. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#left += bytes;
  }
}

/** Values of parameters that come in pieces ahead of the execution, COM_STMT_SEND_LONG_DATA. */
export class LongData {
  readonly #parameterCount: number;
  readonly #pieces = new Map<number, Buffer[]>();
  #size = 0;
  #fault: StagewireError | null = null;
  readonly #budget: LongDataBudget;

  constructor(parameterCount: number, budget: LongDataBudget) {
    this.#parameterCount = parameterCount;
    this.#budget = budget;
  }

  /** Bytes that wait. */
  get size(): number {
    return this.#size;
  }

  append(parameter: number, data: Buffer): void {
    if (this.#fault) return;
    if (parameter >= this.#parameterCount) {
      this.fail(new StagewireError('BadArguments', 'Incorrect arguments to mysqld_stmt_send_long_data', { mysql: { errno: 1210, sqlState: 'HY000' } }));
      return;
    }
    if (!this.#budget.take(data.length)) {
      this.fail(new StagewireError('BadArguments', 'too much waits on this server in mysql_send_long_data() of all connections; try again later', { mysql: { errno: 1041, sqlState: 'HY000' } }));
      return;
    }
    const pieces = this.#pieces.get(parameter) ?? [];
    // A copy: the piece is a view of all that was read from the socket with it.
    pieces.push(Buffer.from(data));
    this.#pieces.set(parameter, pieces);
    this.#size += data.length;
  }

  /** The next execution ends with this error; what waits is dropped. */
  fail(fault: StagewireError): void {
    this.#fault ??= fault;
    this.#drop();
  }

  /** The values so far, by index of the parameter; nothing waits any longer. Throws what went wrong on the way. */
  take(): ReadonlyMap<number, Buffer> {
    if (this.#pieces.size === 0 && this.#fault === null) return NOTHING;
    const fault = this.#fault;
    const values = new Map([...this.#pieces].map(([parameter, pieces]) => [parameter, Buffer.concat(pieces)]));
    this.clear();
    if (fault) throw fault;
    return values;
  }

  clear(): void {
    this.#fault = null;
    this.#drop();
  }

  #drop(): void {
    this.#pieces.clear();
    this.#budget.giveBack(this.#size);
    this.#size = 0;
  }
}
