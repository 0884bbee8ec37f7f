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

const BUFFER_BYTES = 1024 * 1024;
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
    const info = await writeSynced(unfinished, key, body, options.signal);
    await runCallers(options.beforeCommit);
    throwIfAborted(options.signal);
    await moveIntoPlace(root, unfinished, key, errors);
    return info;
  } finally {
    await rm(unfinished, { force: true });
    temporary.release(unfinished);
  }
}

async function writeSynced(path: string, key: string, body: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): Promise<ObjectInfo> {
  const file = await open(path, 'wx');
  try {
    await writeAll(file, signal ? abortable(callersBody(body), signal) : callersBody(body));
    await file.sync();
    return toObjectInfo(key, await file.stat({ bigint: true }));
  } finally {
    await file.close();
  }
}

/**
 * Copies chunks together, so that the number of writes depends on the bytes and not on the chunks, and
 * fills one buffer while the other is written.
 */
async function writeAll(file: FileHandle, body: AsyncIterable<Uint8Array>): Promise<void> {
  let filling = Buffer.allocUnsafe(BUFFER_BYTES);
  let spare = Buffer.allocUnsafe(BUFFER_BYTES);
  let filled = 0;
  let written = Promise.resolve();
  const flush = async (): Promise<void> => {
    await written;
    written = writeFully(file, filling.subarray(0, filled));
    // Awaited later; until then nobody listens.
    written.catch(() => undefined);
    [filling, spare] = [spare, filling];
    filled = 0;
  };
  try {
    for await (const chunk of body) {
      for (let rest = chunk; rest.length > 0; ) {
        if (filled === BUFFER_BYTES) await flush();
        const taken = rest.subarray(0, BUFFER_BYTES - filled);
        filling.set(taken, filled);
        filled += taken.length;
        rest = rest.subarray(taken.length);
      }
    }
    await flush();
  } finally {
    await written;
  }
}

/** write(2) may take only a part. */
async function writeFully(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += (await file.write(bytes, written)).bytesWritten;
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
