import { encodeSessionState, type StateChange } from '../../protocol/packets/session-state.js';
import type { Session } from '../session.js';

/** The value of a session's variable as SHOW VARIABLES has it; null for one that there is not. */
export type VariableReader = (session: Session, name: string) => string | null;

/**
 * Knows what a client has last heard of its session, and tells what is different (manual, "Server Tracking of Client Session
 * State"). The variables `session_track_*` decide what counts.
 */
export class StateTracker {
  private readonly read: VariableReader;
  private readonly variables = new Map<string, string>();
  private schema: string | null;
  private transaction = '';
  private characteristics = '';
  /** Of variables of both kinds and statements of PREPARE. */
  private stamps: readonly number[];

  constructor(session: Session, read: VariableReader) {
    this.read = read;
    this.schema = session.database;
    this.compareVariables(session);
    this.transaction = transactionState(session);
    this.stamps = stampsOf(session);
  }

  /** What is different now, encoded for an OK packet; undefined for nothing. */
  news(session: Session): Buffer | undefined {
    const hasOtherSchema = session.database !== this.schema;
    const changes = [...this.compareVariables(session), ...this.compareSchema(session), ...this.compareTransaction(session)];
    const isAnother = this.compareStamps(session) || hasOtherSchema;
    if (isAnother && this.read(session, 'session_track_state_change') === 'ON') changes.push({ kind: 'state' });
    return changes.length === 0 ? undefined : encodeSessionState(changes);
  }

  private compareVariables(session: Session): StateChange[] {
    const changes: StateChange[] = [];
    for (const name of this.trackedNames(session)) {
      const value = this.read(session, name);
      if (value === null || this.variables.get(name) === value) continue;
      this.variables.set(name, value);
      changes.push({ kind: 'variable', name, value });
    }
    return changes;
  }

  private trackedNames(session: Session): readonly string[] {
    const list = this.read(session, 'session_track_system_variables') ?? '';
    if (list.trim() === '*') return [...session.variables.keys()];
    return list.split(',').map((name) => name.trim().toLowerCase()).filter((name) => name !== '');
  }

  private compareSchema(session: Session): StateChange[] {
    if (session.database === this.schema) return [];
    this.schema = session.database;
    return this.read(session, 'session_track_schema') === 'ON' ? [{ kind: 'schema', name: session.database ?? '' }] : [];
  }

  private compareStamps(session: Session): boolean {
    const before = this.stamps;
    this.stamps = stampsOf(session);
    return this.stamps.some((stamp, index) => stamp !== before[index]);
  }

  private compareTransaction(session: Session): StateChange[] {
    const wanted = this.read(session, 'session_track_transaction_info');
    const state = transactionState(session);
    const characteristics = transactionCharacteristics(session);
    const changes: StateChange[] = [];
    if (wanted === 'CHARACTERISTICS' && characteristics !== this.characteristics) changes.push({ kind: 'transaction-characteristics', statements: characteristics });
    if ((wanted === 'STATE' || wanted === 'CHARACTERISTICS') && state !== this.transaction) changes.push({ kind: 'transaction-state', state });
    this.transaction = state;
    this.characteristics = characteristics;
    return changes;
  }
}

/** The first of the eight places is `T` in a transaction that was begun, `I` in one that began by itself; what it read and wrote we do not follow. */
function transactionState({ inTransaction, transaction }: Session): string {
  if (!inTransaction) return '________';
  return transaction.isImplicit ? 'I_______' : 'T_______';
}

/** The statements that would begin the transaction that runs or make the next one what it will be. */
function transactionCharacteristics({ inTransaction, transaction: { said, isImplicit } }: Session): string {
  const { isolation, readOnly, snapshot } = said;
  const access = readOnly === null ? null : readOnly ? 'READ ONLY' : 'READ WRITE';
  const statements = isolation === null ? [] : [`SET TRANSACTION ISOLATION LEVEL ${isolation.replace('-', ' ')};`];
  if (inTransaction && !isImplicit) {
    const characteristics = [...(snapshot ? ['WITH CONSISTENT SNAPSHOT'] : []), ...(access === null ? [] : [access])];
    statements.push(`${['START TRANSACTION', characteristics.join(', ')].filter((words) => words !== '').join(' ')};`);
  } else if (access !== null) {
    statements.push(`SET TRANSACTION ${access};`);
  }
  return statements.join(' ');
}

function stampsOf({ variables, userVariables, prepared, autocommit }: Session): readonly number[] {
  return [variables.stamp, userVariables.stamp, prepared.stamp, Number(autocommit)];
}
