import { readBinaryValue, type BinaryType, type BinaryValue } from './binary-value.js';
import type { PayloadReader } from './payload-reader.js';
import { malformedPacket } from './protocol-error.js';

const UNSIGNED_BIT = 0x8000;

/** A value that a client binds, with the type under which it sent it; named if it is a query attribute. */
export interface BoundValue {
  readonly name: string;
  readonly type: BinaryType;
  readonly value: BinaryValue;
}

export interface BoundValuesForm {
  readonly count: number;
  /** Whether a name stands behind each type. */
  readonly named: boolean;
  /** Types of an earlier message, for one that brings none. */
  readonly knownTypes: readonly BinaryType[] | null;
  /** The value of a parameter that came by other means; undefined if it stands in the message. */
  readonly elsewhere: (index: number) => Buffer | undefined;
}

/**
 * NULL bitmap, new_params_bind_flag, types and values, as they stand alike in COM_QUERY and COM_STMT_EXECUTE
 * (manual pages of these names). Throws ER_MALFORMED_PACKET (1835), also where no types are known.
 */
export function readBoundValues(reader: PayloadReader, { count, named, knownTypes, elsewhere }: BoundValuesForm): BoundValue[] {
  const nullBitmap = reader.bytes((count + 7) >> 3);
  const bringsTypes = reader.uint8() === 1;
  // A type takes two bytes at least: a count beyond that is a lie.
  if (bringsTypes && count * 2 > reader.remaining) throw malformedPacket();
  const described = Array.from({ length: count }, (_, index) => {
    if (bringsTypes) return { type: readType(reader), name: named ? reader.lenencText() : '' };
    const type = knownTypes?.[index];
    if (type === undefined) throw malformedPacket();
    return { type, name: '' };
  });
  return described.map(({ type, name }, index): BoundValue => {
    const given = elsewhere(index);
    if (given !== undefined) return { name, type, value: given };
    const isNull = (nullBitmap.readUInt8(index >> 3) & (1 << (index & 7))) !== 0;
    return { name, type, value: isNull ? null : readBinaryValue(reader, type) };
  });
}

function readType(reader: PayloadReader): BinaryType {
  const type = reader.uint16();
  return { type: type & 0xff, unsigned: (type & UNSIGNED_BIT) !== 0 };
}
