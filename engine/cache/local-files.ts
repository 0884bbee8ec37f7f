import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StagewireError } from '../../errors/index.js';
import type { SourceFile } from '../sources/source-file.js';
import type { Threads } from '../threads/threads.js';
import type { Make, ObjectCache } from './object-cache.js';

/**
 * What one statement reads, as files in a directory of its own below the only directory that DuckDB may
 * open. Each is a second name of a file of the cache or, where the store is a directory of this
 * machine, of the staged file itself.
 */
export class LocalFiles {
  readonly #directory: string;
  readonly #cache: ObjectCache;
  readonly #names = new Map<string, string>();
  readonly signal: AbortSignal;
  /** For making derived files out of large ones. */
  readonly threads: Threads;
  #made: Promise<unknown> | null = null;

  constructor(directory: string, cache: ObjectCache, threads: Threads, signal: AbortSignal) {
    this.#directory = directory;
    this.#cache = cache;
    this.threads = threads;
    this.signal = signal;
  }

  /** The file's bytes as they are in the store. */
  async original(file: SourceFile): Promise<string> {
    const path = await this.#newPath(file);
    if (await file.link(path)) return path;
    await this.#cache.provide(`original ${file.identity}`, path, (draft, signal) => download(file, draft, signal), this.signal);
    return path;
  }

  /** What `make` makes of the file; `variant` stands for everything that this depends on. */
  async derived(file: SourceFile, variant: string, make: Make): Promise<string> {
    const path = await this.#newPath(file);
    await this.#cache.provide(`${variant} of ${file.identity}`, path, make, this.signal);
    return path;
  }

  /** The staged file that a message of DuckDB speaks of, by its local path; null if it speaks of none. */
  fileNameIn(message: string): string | null {
    const at = message.indexOf(this.#directory);
    const path = at === -1 ? '' : /^[^"'\n\s]*/.exec(message.slice(at))?.[0] ?? '';
    return this.#names.get(path.replace(/[^0-9a-z]+$/i, '')) ?? null;
  }

  async remove(): Promise<void> {
    if (this.#made === null) return;
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #newPath(file: SourceFile): Promise<string> {
    this.#made ??= mkdir(this.#directory, { mode: 0o700 });
    await this.#made;
    const path = join(this.#directory, String(this.#names.size));
    this.#names.set(path, file.name);
    return path;
  }
}

async function download(file: SourceFile, path: string, signal: AbortSignal): Promise<void> {
  const sink = createWriteStream(path, { mode: 0o600 });
  await pipeline(await file.read(null, signal), sink, { signal });
  if (sink.bytesWritten !== file.size) {
    throw new StagewireError('StorageUnavailable', `the store sent ${sink.bytesWritten} of the ${file.size} bytes of file '${file.name}'`);
  }
}
