import { join } from 'node:path';
import { RecentlyUsed } from '../recently-used.js';
import type { Threads } from '../threads/threads.js';
import { CacheSpace } from './cache-space.js';
import { LocalNames } from './local-names.js';
import { ObjectCache } from './object-cache.js';
import { SparseCache } from './sparse-cache.js';

const MOST_REMEMBERED = 10_000;

/** Local copies of staged files, and of what was made of them, in one bounded space. */
export interface Caches {
  readonly space: CacheSpace;
  readonly whole: ObjectCache;
  readonly sparse: SparseCache;
  /** What statements read them by. */
  readonly names: LocalNames;
  /** Identities of files that are not to be read in parts. */
  readonly wholeOnly: RecentlyUsed<string, true>;
}

/** Nobody waits for what is only swept. */
const NEVER = new AbortController().signal;

/** `capacity` in bytes. The directory is theirs alone. */
export async function openCaches(directory: string, capacity: number, threads: Threads): Promise<Caches> {
  const space = new CacheSpace(capacity);
  const sparse = await SparseCache.open(join(directory, 'sparse'), space);
  const whole = await ObjectCache.open(directory, space);
  const names = await LocalNames.open(join(directory, 'names'), (paths) => threads.run('removeFiles', { paths }, NEVER));
  return { space, sparse, whole, names, wholeOnly: new RecentlyUsed(MOST_REMEMBERED) };
}
