import { readBinaryValue, type BinaryType, type BinaryValue } from './binary-value.js';
import type { PayloadReader } from './payload-reader.js';
import { malformedPacket } from './protocol-error.js';

/** Values that a client sends along with a query, by name. */
export type QueryAttributes = ReadonlyMap<string, BinaryValue>;

export const NO_QUERY_ATTRIBUTES: QueryAttributes = new Map();

const UNSIGNED_BIT = 0x8000;

/**
 * The attributes in front of the text of a query, manual page "COM_QUERY", there when QUERY_ATTRIBUTES
 * was agreed. Leaves the reader at the text.
 */
export function readQueryAttributes(reader: PayloadReader): QueryAttributes {
  const count = reader.lenencInteger();
  reader.lenencInteger(); // number of parameter sets, always 1
  if (count === 0) return NO_QUERY_ATTRIBUTES;
  // Each attribute takes three bytes at least: a count beyond that is a lie.
  if (count > reader.remaining) throw malformedPacket();
  const nullBitmap = reader.bytes((count + 7) >> 3);
  if (reader.uint8() !== 1) throw malformedPacket(); // new_params_bind_flag
  const parameters = Array.from({ length: count }, () => readTypeAndName(reader));
  const attributes = new Map<string, BinaryValue>();
  parameters.forEach(({ type, name }, index) => {
    const isNull = (nullBitmap.readUInt8(index >> 3) & (1 << (index & 7))) !== 0;
    attributes.set(name, isNull ? null : readBinaryValue(reader, type));
  });
  return attributes;
}

function readTypeAndName(reader: PayloadReader): { type: BinaryType; name: string } {
  const type = reader.uint16();
  return { type: { type: type & 0xff, unsigned: (type & UNSIGNED_BIT) !== 0 }, name: reader.lenencText() };
}
