/**
 * Small numbers as runs of equal ones and of packed ones (Parquet specification, Run Length Encoding /
 * Bit-Packing Hybrid). `width` in bits, up to 31.
 */
export function hybridBytes(values: ArrayLike<number>, width: number): Uint8Array {
  const { length } = values;
  const valueBytes = (width + 7) >> 3;
  // No run takes more than its values packed, but for headers: one for 8 values at the worst.
  let bytes = new Uint8Array(Math.ceil((length * width) / 8) + Math.ceil(length / 8) * 5 + width + 16);
  let size = 0;
  const header = (value: number): void => {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[size++] = (rest % 128) | 128;
    bytes[size++] = rest;
  };
  let index = 0;
  while (index < length) {
    const run = runLength(values, index);
    if (run >= SHORTEST_RUN || index + run === length) {
      header(run * 2);
      const value = values[index] as number;
      for (let byte = 0; byte < valueBytes; byte += 1) bytes[size++] = (value >>> (8 * byte)) & 0xff;
      index += run;
      continue;
    }
    const end = endOfPacked(values, index);
    header(Math.ceil((end - index) / 8) * 2 + 1);
    size = pack(values, index, end, width, bytes, size);
    index = end;
  }
  bytes = bytes.subarray(0, size);
  return bytes;
}

const SHORTEST_RUN = 8;

function runLength(values: ArrayLike<number>, start: number): number {
  const value = values[start];
  let end = start + 1;
  while (end < values.length && values[end] === value) end += 1;
  return end - start;
}

/** Packed values come in groups of 8; only the last one of all may be filled up. */
function endOfPacked(values: ArrayLike<number>, start: number): number {
  let end = start;
  while (end < values.length) {
    const next = Math.min(end + 8, values.length);
    if (end > start && next - end === 8 && runLength(values, end) >= SHORTEST_RUN) return end;
    end = next;
  }
  return end;
}

/** Least significant bits first. */
function pack(values: ArrayLike<number>, start: number, end: number, width: number, bytes: Uint8Array, at: number): number {
  let size = at;
  let held = 0;
  let bits = 0;
  const padded = start + Math.ceil((end - start) / 8) * 8;
  for (let index = start; index < padded; index += 1) {
    // Up to 7 bits are held, so that this may need more than 32.
    held += (index < end ? (values[index] as number) : 0) * 2 ** bits;
    bits += width;
    while (bits >= 8) {
      bytes[size++] = held % 256;
      held = Math.floor(held / 256);
      bits -= 8;
    }
  }
  return size;
}
