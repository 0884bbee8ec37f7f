/** Of the parts of all but very large objects. */
export const PART_BYTES = 8 * 1024 * 1024;

/** As much as one upload has in use. */
const MOST_KEPT = 3;

/**
 * Buffers of uploaded parts for the next parts, of whatever upload. Each is memory outside of V8's heap, and
 * once 64 MiB of it have been made V8 collects again and again, which costs an upload more than all else.
 */
const kept: Buffer[] = [];

/** A buffer of `size` bytes with anything in it. */
export function takePartMemory(size: number): Buffer {
  return (size === PART_BYTES ? kept.pop() : undefined) ?? Buffer.allocUnsafeSlow(size);
}

/** Takes a buffer back that nothing reads or writes any more. */
export function giveBackPartMemory(buffer: Buffer): void {
  if (buffer.length === PART_BYTES && kept.length < MOST_KEPT) kept.push(buffer);
}
