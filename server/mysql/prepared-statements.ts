import { StagewireError } from '../../errors/index.js';
import type { BinaryType } from '../../protocol/binary-value.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import type { PreparedStatement, StatementService } from '../statement-service.js';
import { LongData, type LongDataBudget } from './long-data.js';
import type { OpenCursor } from './open-cursor.js';

/** A statement that a client prepared, with what it has sent and left open since. */
export interface StatementHandle {
  readonly id: number;
  readonly prepared: PreparedStatement;
  readonly longData: LongData;
  /** Types of the values of the last execution, for a client that does not send them again. */
  types: readonly BinaryType[] | null;
  cursor: OpenCursor | null;
}

/** The prepared statements of one connection, by the ids that its client knows. */
export class PreparedStatements {
  readonly #service: Pick<StatementService, 'release'>;
  readonly #handles = new Map<number, StatementHandle>();
  readonly #longDataLimit: number;
  readonly #longDataBudget: LongDataBudget;
  #lastId = 0;

  /**
   * @param longDataLimit bytes that may wait in all statements together for their executions
   * @param longDataBudget the same for all connections
   */
  constructor(service: Pick<StatementService, 'release'>, longDataLimit: number, longDataBudget: LongDataBudget) {
    this.#service = service;
    this.#longDataLimit = longDataLimit;
    this.#longDataBudget = longDataBudget;
  }

  add(prepared: PreparedStatement): StatementHandle {
    this.#lastId = this.#lastId === 0xffff_ffff ? 1 : this.#lastId + 1;
    const handle: StatementHandle = { id: this.#lastId, prepared, longData: new LongData(prepared.text.parameterCount, this.#longDataBudget), types: null, cursor: null };
    this.#handles.set(handle.id, handle);
    return handle;
  }

  /** Throws ER_UNKNOWN_STMT_HANDLER (1243); `command` is how MySQL names the asking command. */
  get(id: number, command: string): StatementHandle {
    const handle = this.#handles.get(id);
    if (handle === undefined) throw new ProtocolError(1243, 'HY000', `Unknown prepared statement handler (${id}) given to ${command}`);
    return handle;
  }

  /** Keeps a piece of a parameter. What is wrong with it is told at the execution, since this command has no answer. */
  appendLongData(id: number, parameter: number, data: Buffer): void {
    const handle = this.#handles.get(id);
    if (handle === undefined) return;
    let waiting = data.length;
    for (const { longData } of this.#handles.values()) waiting += longData.size;
    if (waiting > this.#longDataLimit) handle.longData.fail(tooLong());
    else handle.longData.append(parameter, data);
  }

  /** COM_STMT_RESET: the statement is as it was when it was prepared. */
  async reset(handle: StatementHandle): Promise<void> {
    handle.longData.clear();
    await closeCursor(handle);
  }

  /** An unknown id is no mistake: there is nobody to tell. */
  async close(id: number): Promise<void> {
    const handle = this.#handles.get(id);
    if (handle === undefined) return;
    this.#handles.delete(id);
    this.#service.release(handle.prepared);
    handle.longData.clear();
    await closeCursor(handle);
  }

  async closeAll(): Promise<void> {
    for (const id of [...this.#handles.keys()]) await this.close(id);
  }
}

export async function closeCursor(handle: StatementHandle): Promise<void> {
  const { cursor } = handle;
  handle.cursor = null;
  await cursor?.close();
}

/** The number and text with which MySQL refuses it. */
function tooLong(): StagewireError {
  return new StagewireError('BadArguments', "Parameter of prepared statement which is set through mysql_send_long_data() is longer than 'max_allowed_packet' bytes");
}
