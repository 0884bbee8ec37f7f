import type { BinaryType } from '../binary-value.js';
import { readBoundValues, type BoundValue } from '../bound-values.js';
import { Capability, hasCapability, type Capabilities } from '../capabilities.js';
import type { Transcoding } from '../charsets/text-codec.js';
import { PayloadReader } from '../payload-reader.js';
import { malformedPacket } from '../protocol-error.js';
import { attributesOf, NO_QUERY_ATTRIBUTES, type QueryAttributes } from '../query-attributes.js';

/** Flags of COM_STMT_EXECUTE, manual page "enum_cursor_type". */
export const CursorType = { READ_ONLY: 0x01, FOR_UPDATE: 0x02, SCROLLABLE: 0x04, PARAMETER_COUNT_AVAILABLE: 0x08 } as const;

/** What the server knows about the statement that is executed. */
export interface StatementForm {
  readonly parameterCount: number;
  /** Types of the last execution; null before the first. */
  readonly types: readonly BinaryType[] | null;
  /** Values that came by COM_STMT_SEND_LONG_DATA, by index. */
  readonly longData: ReadonlyMap<number, Buffer>;
}

export interface StmtExecute {
  readonly values: readonly BoundValue[];
  readonly attributes: QueryAttributes;
}

const NOTHING: StmtExecute = { values: [], attributes: NO_QUERY_ATTRIBUTES };

/**
 * Manual page "COM_STMT_EXECUTE", from the field parameter_count on; `flags` are those before it. Values beyond
 * those of the statement are query attributes. Throws ER_MALFORMED_PACKET (1835).
 */
export function readStmtExecute(body: Buffer, flags: number, capabilities: Capabilities, statement: StatementForm, transcoding: Transcoding = null): StmtExecute {
  const reader = new PayloadReader(body, transcoding);
  const withAttributes = hasCapability(capabilities, Capability.QUERY_ATTRIBUTES);
  const hasCount = withAttributes && (flags & CursorType.PARAMETER_COUNT_AVAILABLE) !== 0;
  if (statement.parameterCount === 0 && !hasCount) return NOTHING;
  const count = withAttributes ? reader.lenencInteger() : statement.parameterCount;
  if (count < statement.parameterCount || count > statement.parameterCount + reader.remaining) throw malformedPacket();
  if (count === 0) return NOTHING;
  const bound = readBoundValues(reader, { count, named: withAttributes, knownTypes: statement.types, elsewhere: (index) => statement.longData.get(index) });
  const rest = bound.slice(statement.parameterCount);
  return { values: bound.slice(0, statement.parameterCount), attributes: rest.length === 0 ? NO_QUERY_ATTRIBUTES : attributesOf(reader, rest) };
}
