import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { inParallel } from '../sources/in-parallel.js';
import { shortRead, type FileRange, type SourceFile } from '../sources/source-file.js';
import type { Threads } from '../threads/threads.js';
import { Turns } from '../turns.js';
import type { Caches } from './caches.js';
import type { LocalName, Named } from './local-names.js';
import type { Make } from './object-cache.js';
import { orAborted } from './or-aborted.js';
import type { SparseFile } from './sparse-file.js';

const PIECES_AT_ONCE = 8;
/** Files that one statement fetches, and makes others of, at once. */
const DOWNLOADS_AT_ONCE = 32;
const DERIVED_AT_ONCE = 8;
/** How many files may be asked for at once: those of this machine are linked, all together, and others wait their turn. */
export const FILES_AT_ONCE = 4096;

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
 * What one statement reads, as files below the only directory that DuckDB may open. Each is a second name of a file of the cache or,
 * where the store is a directory of this machine, of the staged file itself.
 */
export class LocalFiles {
  readonly #caches: Caches;
  /** Of the staged files, by what was wanted of them. */
  readonly #names = new Map<SourceFile, Map<string, LocalName>>();
  /** How many staged files of this statement want what a key stands for. */
  readonly #uses = new Map<string, number>();
  readonly #files = new Map<string, SourceFile>();
  readonly #sparse = new Map<string, PartialFile>();
  /** Paths of files that hold what several staged files hold. */
  readonly #gathered = new Map<string, readonly SourceFile[]>();
  readonly #inPlace = new Set<string>();
  readonly #readByUs = new Set<string>();
  readonly #downloads = new Turns(DOWNLOADS_AT_ONCE);
  /** Apart from the downloads, for which some of these wait. */
  readonly #making = new Turns(DERIVED_AT_ONCE);
  readonly signal: AbortSignal;
  /** For making derived files out of large ones. */
  readonly threads: Threads;

  constructor(caches: Caches, threads: Threads, signal: AbortSignal) {
    this.#caches = caches;
    this.threads = threads;
    this.signal = signal;
  }

  /** The file's bytes as they are in the store. */
  original(file: SourceFile): Promise<string> {
    return this.#named(file, originalKey(file), async (path) => (await file.link(path)) ? IN_PLACE : this.#original(file, path));
  }

  /** What `make` makes of the file; `variant` stands for everything that this depends on. */
  derived(file: SourceFile, variant: string, make: Make): Promise<string> {
    return this.#derived(file, `${variant} of ${file.identity}`, make);
  }

  #derived(file: SourceFile, key: string, make: Make): Promise<string> {
    return this.#named(file, key, async (path) => {
      await this.#making.take(() => this.#caches.whole.provide(key, path, make, this.signal), this.signal);
      return { kind: 'copy', key };
    });
  }

  /** What `make` makes of several files, at least one; `key` stands for their contents and everything else that this depends on. */
  async gathered(files: readonly SourceFile[], key: string, make: Make): Promise<string> {
    const path = await this.#derived(files[0] as SourceFile, key, make);
    this.#gathered.set(path, files);
    return path;
  }

  /** Errors about a path are about the files of another one that it was made of. */
  madeOf(path: string, source: string): void {
    const files = this.#gathered.get(source);
    if (files) this.#gathered.set(path, files);
  }

  /** Whether so many bytes more are worth making: they would stay in the cache, beside what they are made of. */
  canKeep(bytes: number): boolean {
    return bytes <= this.#caches.space.capacity / 2;
  }

  /**
   * The file's bytes as far as they are here; `begin` makes a copy that has what is needed before parts of it can be
   * chosen. The rest is a hole until {@link fetch} brings it. Where the whole file is at hand, or is better not
   * read in parts, it is that. `reader` says who reads it: what the engine reads is known from its plan.
   */
  async sparse(file: SourceFile, begin: (path: string, signal: AbortSignal) => Promise<void>, reader: 'engine' | 'ours'): Promise<string> {
    const key = sparseKey(file);
    if (file.wholeOnly || this.#caches.wholeOnly.get(file.identity) || (!this.#caches.names.has(key) && this.isCached(file))) return this.original(file);
    const named = await this.#named(file, key, async (path) => {
      if (await file.link(path)) return IN_PLACE;
      return { kind: 'parts', key, sparse: await this.#downloads.take(() => this.#caches.sparse.provide(key, path, begin, this.signal), this.signal) };
    });
    if (reader === 'ours') this.#readByUs.add(named);
    return named;
  }

  /** The staged file of a path. */
  fileAt(path: string): SourceFile | undefined {
    return this.#files.get(path);
  }

  /** Whether the path is another name of the staged file itself. */
  isInPlace(path: string): boolean {
    return this.#inPlace.has(path);
  }

  /** Paths of files with holes that the engine reads. */
  get withHoles(): ReadonlySet<string> {
    return new Set([...this.#sparse.keys()].filter((path) => !this.#readByUs.has(path)));
  }

  /** Whether the path is one of a file of which only parts are here. */
  isPartial(path: string): boolean {
    return this.#sparse.has(path);
  }

  /** The first path that each of the files got; none for one that got none. */
  pathsOf(files: readonly SourceFile[]): readonly string[] {
    return files.flatMap((file) => {
      const [first] = this.#names.get(file)?.values() ?? [];
      return first ? [first.path] : [];
    });
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
    for (const [path, { file }] of this.#sparse) if (!this.#readByUs.has(path)) this.#caches.wholeOnly.set(file.identity, true);
  }

  /** The staged file that a message of DuckDB speaks of, by its local path, or those of which it is one; none if it speaks of none. */
  filesIn(message: string): readonly SourceFile[] {
    const path = this.#caches.names.pathIn(message) ?? '';
    const file = this.#files.get(path);
    return this.#gathered.get(path) ?? (file ? [file] : []);
  }

  /** Hands the names back. */
  async release(): Promise<void> {
    for (const names of this.#names.values()) for (const name of names.values()) await this.#caches.names.release(name);
  }

  async #original(file: SourceFile, path: string): Promise<Named> {
    const key = originalKey(file);
    await this.#downloads.take(() => this.#caches.whole.provide(key, path, (draft, signal) => download(file, draft, signal), this.signal), this.signal);
    return { kind: 'copy', key };
  }

  /** The local path of what `key` stands for; `put` brings it there if it has none. */
  async #named(file: SourceFile, key: string, put: (path: string) => Promise<Named>): Promise<string> {
    const known = this.#names.get(file)?.get(key);
    if (known) return known.path;
    const shared = this.#sharedKey(key);
    const taken = this.#caches.names.take(shared);
    if (taken) this.#use(taken.of);
    const name = taken ?? (await this.#caches.names.make(shared, put));
    this.#note(file, key, name);
    return name.path;
  }

  /** The same content read as two tables has two names, so that what is planned for one is told from what is planned for the other. */
  #sharedKey(key: string): string {
    const others = this.#uses.get(key) ?? 0;
    this.#uses.set(key, others + 1);
    return others === 0 ? key : `${others} more of ${key}`;
  }

  #note(file: SourceFile, key: string, name: LocalName): void {
    const names = this.#names.get(file) ?? new Map<string, LocalName>();
    this.#names.set(file, names.set(key, name));
    this.#files.set(name.path, file);
    if (name.of.kind === 'in place') this.#inPlace.add(name.path);
    if (name.of.kind === 'parts') this.#sparse.set(name.path, { file, sparse: name.of.sparse });
  }

  /** A name that is kept stands for its entry in the cache, which counts as used. */
  #use(named: Named): void {
    if (named.kind === 'copy') this.#caches.whole.use(named.key);
    if (named.kind === 'parts') this.#caches.sparse.use(named.key);
  }
}

const IN_PLACE: Named = { kind: 'in place' };
const originalKey = ({ identity }: SourceFile): string => `original ${identity}`;
const sparseKey = ({ identity }: SourceFile): string => `parts of ${identity}`;
async function download(file: SourceFile, path: string, signal: AbortSignal): Promise<void> {
  const sink = createWriteStream(path, { mode: 0o600 });
  await pipeline(await file.read(null, signal), sink, { signal });
  if (sink.bytesWritten !== file.size) {
    throw shortRead(sink.bytesWritten, file.size, file.name);
  }
}
