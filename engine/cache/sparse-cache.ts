import { rm, stat } from 'node:fs/promises';
import { bytesOnDisk } from './file-facts.js';
import { ObjectCache } from './object-cache.js';
import { SparseFile } from './sparse-file.js';
import type { CacheSpace } from './cache-space.js';

/** Local copies of which only some parts are there. What is there is known in memory alone, so they don't survive a restart. */
export class SparseCache {
  readonly #cache: ObjectCache<SparseFile>;
  readonly #space: CacheSpace;

  private constructor(cache: ObjectCache<SparseFile>, space: CacheSpace) {
    this.#cache = cache;
    this.#space = space;
  }

  /** The directory is the cache's own. */
  static async open(directory: string, space: CacheSpace): Promise<SparseCache> {
    await rm(directory, { recursive: true, force: true });
    return new SparseCache(await ObjectCache.open<SparseFile>(directory, space), space);
  }

  /** Gives the copy of that key the name `target`; `begin` makes the file as it is at first. */
  async provide(key: string, target: string, begin: (path: string, signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<SparseFile> {
    const make = async (path: string, stop: AbortSignal): Promise<SparseFile> => {
      await begin(path, stop);
      return new SparseFile((await stat(path)).ino);
    };
    for (;;) {
      const sparse = await this.#cache.provide(key, target, make, signal);
      // A copy may have been put in the place of another between two looks at it.
      if (sparse && sparse.inode === (await stat(target)).ino) return sparse;
      await rm(target);
    }
  }

  use(key: string): void {
    this.#cache.use(key);
  }

  /** Counts what has been fetched into a copy, by a name of it, unless it lost its place meanwhile. */
  async grown(key: string, sparse: SparseFile, target: string): Promise<void> {
    const path = this.#cache.pathOf(key);
    const kept = await stat(path).catch(() => null);
    if (kept?.ino === sparse.inode) await this.#space.resize(path, await bytesOnDisk(target));
  }
}
