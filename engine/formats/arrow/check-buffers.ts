import { DataType, type Data, type RecordBatch, type Vector } from 'apache-arrow';
import { StagewireError } from '../../../errors/index.js';

/** Rows that a batch may have without a byte for any. */
const MOST_EMPTY_ROWS = 16 * 1024 * 1024;

/** 1046 unless a batch holds as many rows as it claims: one of a damaged file may claim more than anybody would wait for. */
export function checkBatch({ numRows, data: { children } }: RecordBatch): void {
  for (const child of children) {
    requireValues(child.length, numRows);
    checkBuffers(child);
  }
  if (children.every(({ type }) => DataType.isNull(type))) requireValues(MOST_EMPTY_ROWS, numRows);
}

/** The buffers of a vector, and those of its parts. */
function checkBuffers(data: Data): void {
  const { length, offset, children } = data;
  const type: DataType = data.type;
  if (DataType.isNull(type) || length === 0) return;
  const bitmap = data.nullBitmap as Uint8Array | null | undefined;
  if (bitmap && bitmap.length > 0) requireValues(bitmap.length * 8, offset + length);
  const values = (data.values as ArrayLike<unknown> | undefined)?.length ?? 0;
  if (DataType.isStruct(type)) for (const child of children) requireValues(child.length, length);
  else if (DataType.isFixedSizeList(type)) requireValues(children[0]?.length ?? 0, (offset + length) * type.listSize);
  else if (hasOffsets(type)) requireValues((data.valueOffsets as ArrayLike<unknown> | undefined)?.length ?? 0, length + 1);
  else if (DataType.isBool(type)) requireValues(values * 8, offset + length);
  else if (DataType.isUtf8View(type) || DataType.isBinaryView(type)) requireValues(values / VIEW_BYTES, length);
  else requireValues(values / data.stride, length);
  for (const child of children) checkBuffers(child);
  for (const part of (data.dictionary as Vector<DataType> | undefined)?.data ?? []) checkBuffers(part);
}

const VIEW_BYTES = 16;

function hasOffsets(type: DataType): boolean {
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isBinary(type) || DataType.isLargeBinary(type)
    || DataType.isList(type) || DataType.isLargeList(type) || DataType.isMap(type);
}

function requireValues(held: number, claimed: number): void {
  if (held < claimed) throw new StagewireError('BadBytes', 'a column is shorter than its batch');
}
