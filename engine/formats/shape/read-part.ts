import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes of a file, up to and without `end`. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a part of a local file in order into `slot`, again and again, and has each chunk looked at; all but the last fill it. Ends early if a look gives
 * false. For threads: reading synchronously takes a third of the processor time.
 */
export function readPart(path: string, { start, end }: Part, slot: Buffer, look: (length: number) => boolean): void {
  const file = openSync(path, 'r');
  try {
    for (let at = start; at < end;) {
      const length = fill(file, slot, at, Math.min(slot.length, end - at));
      if (length === 0 || !look(length)) break;
      at += length;
    }
  } finally {
    closeSync(file);
  }
}

/** Reads so many bytes, or fewer where the file ends. */
function fill(file: number, slot: Buffer, position: number, length: number): number {
  let read = 0;
  while (read < length) {
    const bytes = readSync(file, slot, read, length - read, position + read);
    if (bytes === 0) break;
    read += bytes;
  }
  return read;
}
