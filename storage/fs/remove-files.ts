import { rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { batchesOf, mapBounded, RemovalFailures } from '../batches.js';
import type { FsErrors } from './fs-errors.js';
import { isErrno, isPlainDirectory, isRepresentable } from './key-path.js';

const BATCH_SIZE = 1000;
const REMOVALS_AT_ONCE = 16;

/**
 * Removes files, and the directories that became empty by it: an object store has none.
 * Goes on after a failure and reports all of them in the end.
 */
export async function removeFiles(
  root: string,
  keys: Iterable<string> | AsyncIterable<string>,
  errors: FsErrors,
  signal: AbortSignal | undefined,
): Promise<void> {
  const failures = new RemovalFailures();
  for await (const batch of batchesOf(keys, BATCH_SIZE, signal)) {
    const removable = batch.filter(isRepresentable);
    await mapBounded(removable, REMOVALS_AT_ONCE, async (key) => {
      try {
        await removeFile(root, key);
      } catch (error) {
        failures.add(key, errors.translate(error, key));
      }
    });
    await pruneDirectories(root, removable);
  }
  failures.throwIfAny();
}

async function removeFile(root: string, key: string): Promise<void> {
  if (!(await isReachable(root, key))) return;
  try {
    await unlink(join(root, key));
  } catch (error) {
    // EISDIR: a directory is no object. Elsewhere than on Linux, unlink of one says EPERM.
    const codes = process.platform === 'linux' ? ['ENOENT', 'ENOTDIR', 'EISDIR'] : ['ENOENT', 'ENOTDIR', 'EISDIR', 'EPERM'];
    if (!isErrno(error, ...codes)) throw error;
  }
}

async function isReachable(root: string, key: string): Promise<boolean> {
  const parent = dirname(key);
  return parent === '.' || isPlainDirectory(root, parent);
}

/** Removes the empty directories on the way from the keys up to the root, which itself stays. */
async function pruneDirectories(root: string, keys: readonly string[]): Promise<void> {
  const emptied = new Set(keys.map((key) => dirname(key)));
  for (const directory of emptied) {
    for (let path = directory; path !== '.' && (await removeIfEmpty(root, path)); path = dirname(path));
  }
}

/** Whether the directory is gone. One that cannot be removed does no harm: it is not listed. */
async function removeIfEmpty(root: string, directory: string): Promise<boolean> {
  if (!(await isPlainDirectory(root, directory))) return false;
  try {
    await rmdir(join(root, directory));
    return true;
  } catch (error) {
    return isErrno(error, 'ENOENT');
  }
}
