import { ByteWriter } from '../byte-writer.js';
import { PayloadReader } from '../payload-reader.js';

/** Something about the session that is not as the client last heard. */
export type StateChange =
  | { readonly kind: 'variable'; readonly name: string; readonly value: string }
  | { readonly kind: 'schema'; readonly name: string }
  /** Anything at all. */
  | { readonly kind: 'state' }
  /** The statements that would start a transaction like this one; empty for none. */
  | { readonly kind: 'transaction-characteristics'; readonly statements: string }
  /** Eight places, each a letter or `_`, of the manual page "Session State Information". */
  | { readonly kind: 'transaction-state'; readonly state: string };

/** enum_session_state_type */
const TYPES = { variable: 0, schema: 1, state: 2, 'transaction-characteristics': 4, 'transaction-state': 5 } as const satisfies Record<StateChange['kind'], number>;

/** Manual page "OK_Packet", "Session State Information": what stands there, without its own length. */
export function encodeSessionState(changes: readonly StateChange[]): Buffer {
  const bytes = new ByteWriter();
  for (const change of changes) {
    bytes.uint8(TYPES[change.kind]);
    bytes.lenencBytes(encodeData(change));
  }
  return bytes.take();
}

function encodeData(change: StateChange): Buffer {
  const data = new ByteWriter();
  switch (change.kind) {
    case 'variable':
      data.lenencText(change.name);
      data.lenencText(change.value);
      break;
    case 'schema':
      data.lenencText(change.name);
      break;
    case 'state':
      // Without a length of its own, unlike the others.
      data.text('1');
      break;
    case 'transaction-characteristics':
      data.lenencText(change.statements);
      break;
    case 'transaction-state':
      data.lenencText(change.state);
  }
  return data.take();
}

/** The reverse of {@link encodeSessionState}; types that it does not know are passed over. */
export function decodeSessionState(state: Buffer): readonly StateChange[] {
  const reader = new PayloadReader(state);
  const changes: StateChange[] = [];
  while (reader.remaining > 0) {
    const type = reader.uint8();
    const data = new PayloadReader(reader.lenencBytes());
    if (type === TYPES.variable) changes.push({ kind: 'variable', name: data.lenencText(), value: data.lenencText() });
    if (type === TYPES.schema) changes.push({ kind: 'schema', name: data.lenencText() });
    if (type === TYPES.state) changes.push({ kind: 'state' });
    if (type === TYPES['transaction-characteristics']) changes.push({ kind: 'transaction-characteristics', statements: data.lenencText() });
    if (type === TYPES['transaction-state']) changes.push({ kind: 'transaction-state', state: data.lenencText() });
  }
  return changes;
}
