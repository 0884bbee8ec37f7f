import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inParallel } from '../sources/in-parallel.js';
import { shortRead, type FileRange, type SourceFile } from '../sources/source-file.js';
import type { Threads } from '../threads/threads.js';
import type { Caches } from './caches.js';
import type { Make } from './object-cache.js';
import { orAborted } from './or-aborted.js';
import type { SparseFile } from './sparse-file.js';

const PIECES_AT_ONCE = 8;

/** A file of which only parts are here. */
interface PartialFile {
  readonly file: SourceFile;
  readonly sparse: SparseFile;
}

/** Parts of a file that {@link LocalFiles.sparse} gave a path. */
export interface PartsOfFile {
  readonly path: string;
  readonly parts: readonly FileRange[];
}

/**
 * What one statement reads, as files in a directory of its own below the only directory that DuckDB may
 * open. Each is a second name of a file of the cache or, where the store is a directory of this
 * machine, of the staged file itself.
 */
export class LocalFiles {
  readonly #directory: string;
  readonly #caches: Caches;
  readonly #files = new Map<string, SourceFile>();
  readonly #sparse = new Map<string, PartialFile>();
  readonly #inPlace = new Set<string>();
  readonly signal: AbortSignal;
  /** For making derived files out of large ones. */
  readonly threads: Threads;
  #made: Promise<unknown> | null = null;

  constructor(directory: string, caches: Caches, threads: Threads, signal: AbortSignal) {
    this.#directory = directory;
    this.#caches = caches;
    this.threads = threads;
    this.signal = signal;
  }

  /** The file's bytes as they are in the store. */
  async original(file: SourceFile): Promise<string> {
    const path = await this.#newPath(file);
    if (!(await this.#link(file, path))) await this.#original(file, path);
    return path;
  }

  /** What `make` makes of the file; `variant` stands for everything that this depends on. */
  async derived(file: SourceFile, variant: string, make: Make): Promise<string> {
    const path = await this.#newPath(file);
    await this.#caches.whole.provide(`${variant} of ${file.identity}`, path, make, this.signal);
    return path;
  }

  /**
   * The file's bytes as far as they are here; `begin` makes a copy that has what is needed before parts of it can be
   * chosen. The rest is a hole until {@link fetch} brings it. Where the whole file is at hand, or is better not
   * read in parts, it is that.
   */
  async sparse(file: SourceFile, begin: (path: string, signal: AbortSignal) => Promise<void>): Promise<string> {
    const path = await this.#newPath(file);
    if (await this.#link(file, path)) return path;
    if (this.#caches.wholeOnly.get(file.identity) || this.#caches.whole.has(originalKey(file))) {
      await this.#original(file, path);
      return path;
    }
    const sparse = await this.#caches.sparse.provide(sparseKey(file), path, begin, this.signal);
    this.#sparse.set(path, { file, sparse });
    return path;
  }

  /** The staged file of a path. */
  fileAt(path: string): SourceFile | undefined {
    return this.#files.get(path);
  }

  /** Whether the path is another name of the staged file itself. */
  isInPlace(path: string): boolean {
    return this.#inPlace.has(path);
  }

  /** Paths of files with holes. */
  get withHoles(): ReadonlySet<string> {
    return new Set(this.#sparse.keys());
  }

  /** The first path that each of the files got; none for one that got none. */
  pathsOf(files: readonly SourceFile[]): readonly string[] {
    const paths = new Map([...this.#files].reverse().map(([path, file]) => [file, path]));
    return files.flatMap((file) => paths.get(file) ?? []);
  }

  /** Whether the cache has the whole file. */
  isCached(file: SourceFile): boolean {
    return this.#caches.whole.has(originalKey(file));
  }

  /** Those of the parts that are not here. */
  missing({ path, parts }: PartsOfFile): readonly FileRange[] {
    return this.#sparse.get(path)?.sparse.missing(parts) ?? [];
  }

  /** Brings parts of files with holes. */
  async fetch(wanted: readonly PartsOfFile[]): Promise<void> {
    for (;;) {
      const claims = wanted.flatMap(({ path, parts }) => {
        const partial = this.#sparse.get(path);
        if (!partial) return [];
        const { size } = partial.file;
        return [{ path, ...partial, ...partial.sparse.claim(parts.map(({ offset, length }) => ({ offset, length: Math.min(length, size - offset) }))) }];
      });
      const pieces = claims.flatMap(({ path, file, pieces: claimed }) => claimed.map((piece) => ({ path, file, piece })));
      try {
        await inParallel(pieces, PIECES_AT_ONCE, ({ path, file, piece }) => piece.fetch(file, path, this.signal));
      } finally {
        for (const { piece } of pieces) piece.giveUp();
        for (const { path, file, sparse, pieces: own } of claims) if (own.length > 0) await this.#caches.sparse.grown(sparseKey(file), sparse, path);
      }
      const others = claims.flatMap(({ others: theirs }) => (theirs ? [theirs] : []));
      if (others.length === 0) return;
      await orAborted(Promise.all(others), this.signal);
    }
  }

  /** From now on no statement reads those files in parts that this one has read so. */
  distrustParts(): void {
    for (const { file } of this.#sparse.values()) this.#caches.wholeOnly.set(file.identity, true);
  }

  /** The staged file that a message of DuckDB speaks of, by its local path; null if it speaks of none. */
  fileNameIn(message: string): string | null {
    const at = message.indexOf(this.#directory);
    const path = at === -1 ? '' : /^[^"'\n\s]*/.exec(message.slice(at))?.[0] ?? '';
    return this.#files.get(path.replace(/[^0-9a-z]+$/i, ''))?.name ?? null;
  }

  async remove(): Promise<void> {
    if (this.#made === null) return;
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #link(file: SourceFile, path: string): Promise<boolean> {
    const linked = await file.link(path);
    if (linked) this.#inPlace.add(path);
    return linked;
  }

  async #original(file: SourceFile, path: string): Promise<void> {
    await this.#caches.whole.provide(originalKey(file), path, (draft, signal) => download(file, draft, signal), this.signal);
  }

  async #newPath(file: SourceFile): Promise<string> {
    this.#made ??= mkdir(this.#directory, { mode: 0o700 });
    await this.#made;
    const path = join(this.#directory, String(this.#files.size));
    this.#files.set(path, file);
    return path;
  }
}

const originalKey = ({ identity }: SourceFile): string => `original ${identity}`;
const sparseKey = ({ identity }: SourceFile): string => `parts of ${identity}`;
async function download(file: SourceFile, path: string, signal: AbortSignal): Promise<void> {
  const sink = createWriteStream(path, { mode: 0o600 });
  await pipeline(await file.read(null, signal), sink, { signal });
  if (sink.bytesWritten !== file.size) {
    throw shortRead(sink.bytesWritten, file.size, file.name);
  }
}
