import { isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfAborted } from '../aborted.js';
import { mapBounded } from '../batches.js';
import type { ObjectInfo } from '../object-store.js';
import { findFile, reportedFacts, toObjectInfo } from './file-info.js';
import { isErrno, isPlainDirectory, isRepresentable, TEMPORARY_DIRECTORY } from './key-path.js';
import type { FileThread } from './file-thread.js';

const PAGE_SIZE = 1000;
/** So many that the threads find work when they finish, so few that others' file operations wait only briefly. */
const STATS_AT_ONCE = 128;
/** Fewer files are asked for in the time that a thread takes to start. */
const LEAST_IN_ROW = 500;

/**
 * The objects below `root` whose keys begin with `prefix`, in the byte order of their keys, in pages.
 * Directories are walked, not listed. Symbolic links to directories are not walked, links that leave
 * the root and names that are not UTF-8 are left out: no key could name what is behind them.
 * Holds the names of the directories on the way to the current one, and one page.
 */
export async function* listFiles(root: string, prefix: string, thread: FileThread, signal?: AbortSignal): AsyncGenerator<readonly ObjectInfo[], void, undefined> {
  let page: string[] = [];
  for await (const key of walk(root, prefix, signal)) {
    page.push(key);
    if (page.length < PAGE_SIZE) continue;
    const found = await describe(root, page, thread);
    throwIfAborted(signal);
    if (found.length > 0) yield found;
    page = [];
  }
  const found = await describe(root, page, thread);
  throwIfAborted(signal);
  if (found.length > 0) yield found;
}

/** Files that vanished since they were seen are skipped. */
async function describe(root: string, keys: readonly string[], thread: FileThread): Promise<ObjectInfo[]> {
  const report = keys.length < LEAST_IN_ROW ? null : await thread.ask({ kind: 'status', paths: keys.map((key) => join(root, key)) });
  const found = keys.map((key, index) => {
    const facts = report && reportedFacts(report, index);
    return facts && toObjectInfo(key, facts);
  });
  // Links, what is no file, and what the thread did not come to.
  const others = [...keys.keys()].filter((index) => !found[index]);
  await mapBounded(others, STATS_AT_ONCE, async (index) => {
    found[index] = (await findFile(root, keys[index] ?? ''))?.info ?? null;
  });
  return found.filter((info) => info !== null);
}

async function* walk(root: string, prefix: string, signal?: AbortSignal): AsyncGenerator<string, void, undefined> {
  // Only what stands in the prefix's own directory can match: begin there.
  const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (start !== '' && !isRepresentable(start.slice(0, -1))) return;
  // Both at once: what was read of a directory that is none of the store, or could not be read, is dropped.
  const names = readSorted(root, start);
  names.catch(() => undefined);
  if (start !== '' && !(await isPlainDirectory(root, start.slice(0, -1)))) return;
  const open = [(await names).values()];
  for (let entries = open.at(-1); entries; entries = open.at(-1)) {
    throwIfAborted(signal);
    const next = entries.next();
    if (next.done) open.pop();
    else if (!matches(next.value, prefix)) continue;
    else if (next.value.endsWith('/')) open.push((await readSorted(root, next.value)).values());
    else yield next.value;
  }
}

function matches(key: string, prefix: string): boolean {
  return key.startsWith(prefix) || (key.endsWith('/') && prefix.startsWith(key));
}

/**
 * Keys of a directory's entries, those of directories with a trailing `/`. Sorted with it, so that a
 * walk in this order yields full keys in byte order (`a-b`, then `a/x`, then `a0`).
 */
async function readSorted(root: string, directory: string): Promise<string[]> {
  let entries: Dirent<Buffer>[];
  try {
    entries = await readdir(join(root, directory), { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    if (directory !== '' && isErrno(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
  const parent = join(root, directory);
  const names: Buffer[] = [];
  for (const entry of entries) {
    if (!isUtf8(entry.name)) continue;
    if (entry.name.toString() === TEMPORARY_DIRECTORY) continue;
    if (await isDirectory(entry, parent)) names.push(Buffer.concat([entry.name, SLASH]));
    else if (!isSpecial(entry)) names.push(entry.name);
  }
  return names.sort((a, b) => a.compare(b)).map((name) => directory + name.toString());
}

const SLASH = Buffer.from('/');

function isSpecial(entry: Dirent<Buffer>): boolean {
  return entry.isFIFO() || entry.isSocket() || entry.isCharacterDevice() || entry.isBlockDevice();
}

/** Some file systems do not tell the type of an entry (DT_UNKNOWN of readdir(3)); those are asked one by one. */
async function isDirectory(entry: Dirent<Buffer>, parent: string): Promise<boolean> {
  if (entry.isDirectory()) return true;
  if (entry.isFile() || entry.isSymbolicLink() || isSpecial(entry)) return false;
  try {
    return (await lstat(join(parent, entry.name.toString()))).isDirectory();
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false;
    throw error;
  }
}
