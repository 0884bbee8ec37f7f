import { lstat as lstatWithCallback, type BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectInfo } from '../object-store.js';
import type { FileReport } from './file-worker.js';
import { isErrno, linkTarget } from './key-path.js';

const NS_PER_MS = 1_000_000n;

/** What tells one content of a file from another. */
export type FileFacts = Pick<BigIntStats, 'size' | 'mtimeNs' | 'ino'>;

/** A file as an object. Its version is made of what changes when a file is rewritten or replaced: size, mtime in ns, inode. */
export function toObjectInfo(key: string, stats: FileFacts): ObjectInfo {
  return {
    key,
    size: Number(stats.size),
    etag: null,
    version: `${stats.size.toString()}-${stats.mtimeNs.toString()}-${stats.ino.toString()}`,
    lastModified: new Date(Number(stats.mtimeNs / NS_PER_MS)),
  };
}

/** What a thread's report says of the regular file of that index; null where it says nothing. */
export function reportedFacts({ isFile, sizes, mtimesNs, inodes }: FileReport, index: number): FileFacts | null {
  const [size, mtimeNs, ino] = [sizes[index], mtimesNs[index], inodes[index]];
  return isFile[index] !== 1 || size === undefined || mtimeNs === undefined || ino === undefined ? null : { size, mtimeNs, ino };
}

export interface FoundFile {
  /** Path to open: the target where the key is a symbolic link. */
  readonly path: string;
  readonly info: ObjectInfo;
}

/**
 * The regular file that stands at a key whose directory was found plain, or null. A symbolic link
 * counts as the file that it leads to as long as that lies below the root.
 */
export async function findFile(root: string, key: string): Promise<FoundFile | null> {
  const path = join(root, key);
  try {
    const stats = await lstat(path);
    if (stats.isFile()) return { path, info: toObjectInfo(key, stats) };
    if (!stats.isSymbolicLink()) return null;
    const target = await linkTarget(root, path);
    if (target === null) return null;
    const targetStats = await stat(target, { bigint: true });
    return targetStats.isFile() ? { path: target, info: toObjectInfo(key, targetStats) } : null;
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

/**
 * Status of a file, or of a symbolic link itself. By callback, because listings ask for each file: the form of `node:fs/promises` makes a request object
 * with a buffer of its own for every call, which takes twice as long and leaves the collector behind.
 */
export function lstat(path: string): Promise<BigIntStats> {
  return new Promise((resolve, reject) => {
    lstatWithCallback(path, { bigint: true }, (error, stats) => {
      if (error) reject(error);
      else resolve(stats);
    });
  });
}
