import { open } from 'node:fs/promises';
import { shortRead, type SourceFile } from '../sources/source-file.js';

/** The bytes of a staged file from `start` to before `end`. */
export async function readRange(file: SourceFile, start: number, end: number, signal: AbortSignal): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of await file.read({ offset: start, length: end - start }, signal)) {
    chunks.push(Buffer.from(chunk));
    length += chunk.length;
  }
  if (length !== end - start) throw shortRead(length, end - start, file.name);
  return Buffer.concat(chunks);
}

/**
 * Makes a local file of the size of a staged one that has nothing but its end, from where `startOf` says by its last bytes on.
 * @param firstBytes how many of those are read before it is asked
 */
export async function writeEnd(file: SourceFile, path: string, firstBytes: number, startOf: (last: Buffer) => number, signal: AbortSignal): Promise<void> {
  const last = await readRange(file, Math.max(0, file.size - firstBytes), file.size, signal);
  const known = file.size - last.length;
  const start = startOf(last);
  const end = start >= known ? last.subarray(start - known) : Buffer.concat([await readRange(file, start, known, signal), last]);
  const local = await open(path, 'wx', 0o600);
  try {
    await local.truncate(file.size);
    await local.write(end, 0, end.length, start);
  } finally {
    await local.close();
  }
}
