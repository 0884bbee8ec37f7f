import { DataType, type Data } from 'apache-arrow';
import { StagewireError } from '../../../errors/index.js';
import type { Strings } from '../../columns/column.js';
import { totalLength } from '../../columns/strings.js';
import { countOf, gather, placeOf, type Rows } from './rows.js';

const LARGEST = 2 ** 31 - 1;
const VIEW_BYTES = 16;
/** Texts up to this length stand in their view. */
const INLINE_BYTES = 12;

/** The texts or bytes of a vector; null if it holds something else. */
export function stringsOf(data: Data, rows: Rows): Strings | null {
  const type: DataType = data.type;
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isBinary(type) || DataType.isLargeBinary(type)) return byOffsets(data, rows);
  if (DataType.isUtf8View(type) || DataType.isBinaryView(type)) return byViews(data, rows);
  if (DataType.isFixedSizeBinary(type)) {
    const bytes = data.values as Uint8Array;
    return { lengths: new Int32Array(countOf(rows)).fill(type.byteWidth), data: gather(bytes, type.byteWidth, rows) };
  }
  return null;
}

function byOffsets(data: Data, rows: Rows): Strings {
  const offsets = data.valueOffsets as unknown as ArrayLike<number | bigint>;
  const bytes = data.values as unknown as Uint8Array;
  const count = countOf(rows);
  const lengths = new Int32Array(count);
  const starts = new Float64Array(count);
  let isRange = true;
  let end = 0;
  for (let index = 0; index < count; index += 1) {
    const place = placeOf(rows, index);
    const start = Number(offsets[place] ?? 0);
    if (index > 0 && start !== end) isRange = false;
    end = Number(offsets[place + 1] ?? 0);
    starts[index] = start;
    lengths[index] = checkedLength(start, end, bytes.length);
  }
  if (isRange) return { lengths, data: bytes.subarray(starts[0] ?? 0, end) };
  return collected(lengths, (index) => bytes.subarray(starts[index], (starts[index] as number) + (lengths[index] as number)));
}

/** Each has a view: its length, then its bytes, or their first ones and the number of a buffer with the place in it. */
function byViews(data: Data, rows: Rows): Strings {
  const views = data.values as unknown as Uint8Array;
  const view = new DataView(views.buffer, views.byteOffset, views.byteLength);
  const count = countOf(rows);
  const startOf = (index: number): number => placeOf(rows, index) * VIEW_BYTES;
  const lengths = new Int32Array(count);
  for (let index = 0; index < count; index += 1) {
    const length = view.getInt32(startOf(index), true);
    lengths[index] = checkedLength(0, length, LARGEST);
  }
  return collected(lengths, (index) => {
    const start = startOf(index);
    const length = lengths[index] as number;
    if (length <= INLINE_BYTES) return views.subarray(start + 4, start + 4 + length);
    const buffer = data.variadicBuffers[view.getInt32(start + 8, true)];
    const from = view.getInt32(start + 12, true);
    checkedLength(from, from + length, buffer?.length ?? 0);
    return buffer?.subarray(from, from + length) ?? views;
  });
}

function collected(lengths: Int32Array, bytesOf: (index: number) => Uint8Array): Strings {
  const total = totalLength(lengths);
  if (total > LARGEST) throw new StagewireError('BadBytes', 'texts of a column are too long');
  const data = new Uint8Array(total);
  let at = 0;
  for (let index = 0; index < lengths.length; index += 1) {
    data.set(bytesOf(index), at);
    at += lengths[index] as number;
  }
  return { lengths, data };
}

function checkedLength(start: number, end: number, most: number): number {
  if (start < 0 || end < start || end > most || end - start > LARGEST) throw new StagewireError('BadBytes', 'a text lies outside of its buffer');
  return end - start;
}
