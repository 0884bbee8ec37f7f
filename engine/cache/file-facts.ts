import { stat } from 'node:fs/promises';

/** A block of `stat`, whatever those of the file system are. */
const BLOCK_BYTES = 512;

/** What a file takes of the disk: of a file with holes only what has been written. */
export async function bytesOnDisk(path: string): Promise<number> {
  const { size, blocks } = await stat(path);
  return Math.min(size, blocks * BLOCK_BYTES);
}

/** Whether an error of the file system says that a file is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
