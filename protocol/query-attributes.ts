import type { BinaryValue } from './binary-value.js';
import { readBoundValues, type BoundValue } from './bound-values.js';
import type { PayloadReader } from './payload-reader.js';
import { malformedPacket } from './protocol-error.js';

/** Values that a client sends along with a query, by name. */
export type QueryAttributes = ReadonlyMap<string, BinaryValue>;

export const NO_QUERY_ATTRIBUTES: QueryAttributes = new Map();

/**
 * The attributes in front of the text of a query, manual page "COM_QUERY", there when QUERY_ATTRIBUTES
 * was agreed. Leaves the reader at the text.
 */
export function readQueryAttributes(reader: PayloadReader): QueryAttributes {
  const count = reader.lenencInteger();
  reader.lenencInteger(); // number of parameter sets, always 1
  if (count === 0) return NO_QUERY_ATTRIBUTES;
  if (count > reader.remaining) throw malformedPacket();
  return attributesOf(reader, readBoundValues(reader, { count, named: true, knownTypes: null, elsewhere: () => undefined }));
}

/** Bound values by their names, those that came as bytes as text: attributes are nothing else. */
export function attributesOf(reader: PayloadReader, values: readonly BoundValue[]): QueryAttributes {
  return new Map(values.map(({ name, value }) => [name, Buffer.isBuffer(value) ? reader.decoded(value) : value]));
}
