/** Entries of a vector that are wanted, in their order: one after the other from `start` on, or those of a list. */
export type Rows = { readonly start: number; readonly count: number } | Int32Array;

export function countOf(rows: Rows): number {
  return rows instanceof Int32Array ? rows.length : rows.count;
}

/** The place of the wanted entry of that number. */
export function placeOf(rows: Rows, index: number): number {
  return rows instanceof Int32Array ? (rows[index] as number) : rows.start + index;
}

/** The values of a fixed width in bytes; they may be the very bytes of the buffer. */
export function gather(bytes: Uint8Array, width: number, rows: Rows): Uint8Array {
  if (!(rows instanceof Int32Array)) return bytes.subarray(rows.start * width, (rows.start + rows.count) * width);
  const gathered = new Uint8Array(rows.length * width);
  let to = 0;
  for (const row of rows) {
    const from = row * width;
    for (let index = 0; index < width; index += 1) gathered[to + index] = bytes[from + index] as number;
    to += width;
  }
  return gathered;
}
