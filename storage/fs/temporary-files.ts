import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isErrno, TEMPORARY_DIRECTORY } from './key-path.js';

const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * The temporary files of one store: `<root>/.stagewire-tmp/<instance id>-<name>`, on the file system
 * of the root so that they can be renamed into it.
 */
export class TemporaryFiles {
  readonly #directory: string;
  readonly #instanceId: string;
  readonly #inUse = new Set<string>();

  constructor(root: string, instanceId: string) {
    this.#directory = join(root, TEMPORARY_DIRECTORY);
    this.#instanceId = instanceId;
  }

  /** A path for a new file that `sweep` spares until it is released. */
  async claim(name: string): Promise<string> {
    await mkdir(this.#directory, { recursive: true });
    const path = join(this.#directory, `${this.#instanceId}-${name}`);
    this.#inUse.add(path);
    return path;
  }

  release(path: string): void {
    this.#inUse.delete(path);
  }

  /** Removes what earlier processes of this instance left, and of any instance what is older than a day. */
  async sweep(): Promise<void> {
    for (const name of await this.#names()) {
      const path = join(this.#directory, name);
      if (this.#inUse.has(path)) continue;
      if (name.startsWith(`${this.#instanceId}-`) || (await isAbandoned(path))) await rm(path, { force: true });
    }
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.#directory);
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return [];
      throw error;
    }
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  try {
    const stats = await stat(path);
    return stats.isFile() && Date.now() - stats.mtimeMs > ABANDONED_AFTER_MS;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false;
    throw error;
  }
}
