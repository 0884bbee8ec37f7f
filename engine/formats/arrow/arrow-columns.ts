import { DataType, type Data } from 'apache-arrow';
import type { Column, Values } from '../../columns/column.js';
import { dictionaryValues } from '../../columns/strings.js';
import { StagewireError } from '../../../errors/index.js';
import { isListType } from './arrow-types.js';
import { dictionaryEntries } from './dictionary-entries.js';
import { fixedBytes } from './fixed-values.js';
import { countOf, placeOf, type Rows } from './rows.js';
import { stringsOf } from './string-values.js';

/** Entries of a vector as a column. 1046 for buffers that don't fit together. */
export function columnOf(data: Data, rows: Rows): Column {
  const { validity, present } = presentRows(data, rows);
  if (DataType.isDictionary(data.type)) return dictionaryColumn(data, validity, present);
  if (placeOf(present, countOf(present) - 1) >= data.length) throw new StagewireError('BadBytes', 'a column is too short');
  return { validity, values: valuesOf(data, present) };
}

function presentRows(data: Data, rows: Rows): { readonly validity: Uint8Array | null; readonly present: Rows } {
  const count = countOf(rows);
  if (DataType.isNull(data.type)) return { validity: new Uint8Array(count), present: { start: 0, count: 0 } };
  const bitmap = data.nullBitmap as Uint8Array | null | undefined;
  if (!bitmap || bitmap.length === 0) return { validity: null, present: rows };
  const validity = new Uint8Array(count);
  const present = new Int32Array(count);
  let found = 0;
  for (let index = 0; index < count; index += 1) {
    const place = placeOf(rows, index);
    const bit = data.offset + place;
    if ((((bitmap[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 0) continue;
    validity[index] = 1;
    present[found] = place;
    found += 1;
  }
  return found === count ? { validity: null, present: rows } : { validity, present: present.subarray(0, found) };
}

function valuesOf(data: Data, rows: Rows): Values {
  const type: DataType = data.type;
  if (DataType.isStruct(type)) return { kind: 'struct', fields: data.children.map((child) => columnOf(child, rows)) };
  if (DataType.isMap(type)) {
    const { lengths, items } = itemRows(data, rows);
    const [entries] = data.children;
    const [key, value] = entries?.children ?? [];
    if (!key || !value) throw new StagewireError('BadBytes', 'a map lacks its parts');
    return { kind: 'map', lengths, key: columnOf(key, items), value: columnOf(value, items) };
  }
  if (isListType(type)) {
    const { lengths, items } = itemRows(data, rows);
    const [item] = data.children;
    if (!item) throw new StagewireError('BadBytes', 'a list lacks its items');
    return { kind: 'list', lengths, item: columnOf(item, items) };
  }
  const strings = stringsOf(data, rows);
  return strings ? { kind: 'strings', ...strings } : { kind: 'fixed', bytes: fixedBytes(data, rows) };
}

/** Where the items of lists are. */
function itemRows(data: Data, rows: Rows): { readonly lengths: Int32Array; readonly items: Rows } {
  const count = countOf(rows);
  const type: DataType = data.type;
  const size = DataType.isFixedSizeList(type) ? type.listSize : null;
  const offsets = data.valueOffsets as unknown as ArrayLike<number | bigint> | undefined;
  const startOf = (place: number): number => (size === null ? Number(offsets?.[place] ?? 0) : (data.offset + place) * size);
  const lengths = new Int32Array(count);
  const starts = new Int32Array(count);
  let total = 0;
  let isRange = true;
  for (let index = 0; index < count; index += 1) {
    const place = placeOf(rows, index);
    const start = startOf(place);
    const length = startOf(place + 1) - start;
    if (length < 0 || start < 0) throw new StagewireError('BadBytes', 'the offsets of a list are out of order');
    if (start !== (starts[0] as number) + total && index > 0) isRange = false;
    starts[index] = start;
    lengths[index] = length;
    total += length;
  }
  if (total > (data.children[0]?.length ?? 0)) throw new StagewireError('BadBytes', 'a list has more items than there are');
  if (isRange) return { lengths, items: { start: starts[0] ?? 0, count: total } };
  const items = new Int32Array(total);
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    for (let item = 0; item < (lengths[index] as number); item += 1) items[at++] = (starts[index] as number) + item;
  }
  return { lengths, items };
}

/** Values that are numbers of entries of a dictionary, which may itself have NULLs. */
function dictionaryColumn(data: Data, validity: Uint8Array | null, present: Rows): Column {
  const { entries, parts } = dictionaryEntries(data);
  const numbers = data.values as unknown as ArrayLike<number | bigint>;
  const indices = Int32Array.from({ length: countOf(present) }, (_, index) => Number(numbers[placeOf(present, index)]));
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  for (const index of indices) if (index < 0 || index >= size) throw new StagewireError('BadBytes', 'a value is not in its dictionary');
  if (entries) return { validity, values: dictionaryValues(indices, entries, () => undefined) };
  const [part, other] = parts;
  if (!part || other) throw new StagewireError('Unimplemented', 'it has a dictionary in several parts, which can\'t be read');
  const inner = columnOf(part, indices);
  return { validity: bothValid(validity, inner.validity), values: inner.values };
}

/** `inner` is about those that are valid in `outer`. */
function bothValid(outer: Uint8Array | null, inner: Uint8Array | null): Uint8Array | null {
  if (outer === null || inner === null) return outer ?? inner;
  let at = 0;
  return outer.map((valid) => (valid === 0 ? 0 : (inner[at++] as number)));
}
