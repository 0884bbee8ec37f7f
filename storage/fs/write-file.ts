import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { abortable, throwIfAborted } from '../aborted.js';
import { callersBody, runCallers } from '../caller-failure.js';
import type { ObjectInfo, WriteOptions } from '../object-store.js';
import { toObjectInfo } from './file-info.js';
import type { FsErrors } from './fs-errors.js';
import { isErrno, isPlainDirectory } from './key-path.js';
import type { TemporaryFiles } from './temporary-files.js';
import { writeSynced } from './write-synced.js';

/** A remover that prunes empty directories can undo our mkdir this often before we call it a failure. */
const RENAME_ATTEMPTS = 20;

/**
 * Writes an object so that it is seen whole or not at all: to a temporary file, synced, then renamed
 * to its name. Whatever fails removes the temporary file.
 */
export async function writeFile(
  place: { readonly root: string; readonly temporary: TemporaryFiles; readonly errors: FsErrors },
  key: string,
  body: AsyncIterable<Uint8Array>,
  options: WriteOptions,
): Promise<ObjectInfo> {
  const { root, temporary, errors } = place;
  const unfinished = await temporary.claim(randomUUID());
  try {
    const { signal } = options;
    const stats = await writeSynced(unfinished, signal ? abortable(callersBody(body), signal) : callersBody(body));
    await runCallers(options.beforeCommit);
    throwIfAborted(signal);
    await moveIntoPlace(root, unfinished, key, errors);
    return toObjectInfo(key, stats);
  } finally {
    await rm(unfinished, { force: true });
    temporary.release(unfinished);
  }
}

async function moveIntoPlace(root: string, unfinished: string, key: string, errors: FsErrors): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await makeParents(root, key, errors);
      await rename(unfinished, join(root, key));
      await syncDirectory(dirname(join(root, key)));
      return;
    } catch (error) {
      if (isErrno(error, 'EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY')) throw errors.occupied(key);
      // Somebody pruned the empty directory between mkdir and rename.
      if (!isErrno(error, 'ENOENT') || attempt === RENAME_ATTEMPTS) throw error;
    }
  }
}

/** Makes the directories of a key one by one, never through a symbolic link. */
async function makeParents(root: string, key: string, errors: FsErrors): Promise<void> {
  const parent = dirname(key);
  if (parent === '.' || (await isPlainDirectory(root, parent))) return;
  let directory = root;
  for (const component of parent.split('/')) {
    const above = directory;
    directory = join(directory, component);
    if (await makeDirectory(directory)) {
      await syncDirectory(above);
      continue;
    }
    const stats = await lstat(directory);
    if (stats.isSymbolicLink()) throw errors.outOfRoot(key);
    if (!stats.isDirectory()) throw errors.occupied(key);
  }
}

/** Whether the directory was made now. */
async function makeDirectory(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Makes a new name in the directory survive a power failure. */
async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open directories and needs no such thing.
  if (process.platform === 'win32') return;
  let directory: FileHandle;
  try {
    directory = await open(path, 'r');
  } catch (error) {
    // Removed and pruned by somebody already: nothing is left to keep.
    if (isErrno(error, 'ENOENT')) return;
    throw error;
  }
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
