import { open } from 'node:fs/promises';
import type { LocalFiles } from '../../cache/local-files.js';
import { shortRead, type SourceFile } from '../../sources/source-file.js';
import { footerLength, TAIL_BYTES } from './footer.js';

/** A file up to this size is fetched as a whole: requests would cost more than bytes. */
const WHOLE_BYTES = 1024 * 1024;
/** What is read of the end of a file before the length of its footer is known. */
const FIRST_READ_BYTES = 64 * 1024;

/**
 * The local path of a Parquet file that has its footer, and column chunks only as far as they were fetched; see
 * {@link LocalFiles.fetch}. 1201 for a file that is no Parquet.
 */
export function localParquet(file: SourceFile, files: LocalFiles): Promise<string> {
  if (file.size <= WHOLE_BYTES) return files.original(file);
  return files.sparse(file, (path, signal) => writeFooter(file, path, signal));
}

/** Makes a file of the same size that has nothing but the footer, at its place. */
async function writeFooter(file: SourceFile, path: string, signal: AbortSignal): Promise<void> {
  const end = await readRange(file, Math.max(0, file.size - FIRST_READ_BYTES), file.size, signal);
  const start = file.size - TAIL_BYTES - footerLength(end.subarray(-TAIL_BYTES), file.size, file.name);
  const known = file.size - end.length;
  const footer = start >= known ? end.subarray(start - known) : Buffer.concat([await readRange(file, start, known, signal), end]);
  const local = await open(path, 'wx', 0o600);
  try {
    await local.truncate(file.size);
    await local.write(footer, 0, footer.length, start);
  } finally {
    await local.close();
  }
}

async function readRange(file: SourceFile, start: number, end: number, signal: AbortSignal): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of await file.read({ offset: start, length: end - start }, signal)) {
    chunks.push(Buffer.from(chunk));
    length += chunk.length;
  }
  if (length !== end - start) throw shortRead(length, end - start, file.name);
  return Buffer.concat(chunks);
}
