import { open } from 'node:fs/promises';
import type { Part } from './read-part.js';

const LF = 10;
const STEP_BYTES = 64 * 1024;
/** A file of longer lines is not cut. */
const LONGEST_LINE_BYTES = 1024 ** 2;

/** No thread is worth its while for less. */
const LEAST_PART_BYTES = 8 * 1024 ** 2;

/** A file in parts for at most so many threads, about equal, each of which but the first begins behind a LF. */
export async function partsOf(path: string, size: number, threads: number): Promise<readonly Part[]> {
  const most = Math.min(threads, Math.floor(size / LEAST_PART_BYTES));
  const starts = [0];
  const file = await open(path);
  try {
    const bytes = Buffer.allocUnsafe(STEP_BYTES);
    for (let part = 1; part < most; part += 1) {
      const begin = Math.floor((size * part) / most);
      for (let at = begin; at < begin + LONGEST_LINE_BYTES; at += STEP_BYTES) {
        const { bytesRead } = await file.read(bytes, 0, STEP_BYTES, at);
        const end = bytes.subarray(0, bytesRead).indexOf(LF);
        if (end === -1) continue;
        const start = at + end + 1;
        if (start > (starts.at(-1) ?? 0) && start < size) starts.push(start);
        break;
      }
    }
  } finally {
    await file.close();
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? size }));
}
