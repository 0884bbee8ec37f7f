import { StagewireError } from '../../errors/index.js';

/** Values of parameters that come in pieces ahead of the execution, COM_STMT_SEND_LONG_DATA. */
export class LongData {
  readonly #parameterCount: number;
  readonly #pieces = new Map<number, Buffer[]>();
  #size = 0;
  #fault: StagewireError | null = null;

  constructor(parameterCount: number) {
    this.#parameterCount = parameterCount;
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
    this.#size = 0;
  }
}
