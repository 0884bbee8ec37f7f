import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readdir, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { abortError } from '../errors.js';

/** Makes the content of an entry in a new file at `path`. */
export type Make = (path: string, signal: AbortSignal) => Promise<void>;

interface Entry {
  /** Bytes. */
  readonly size: number;
  /** When the time of last use was last written to disk, milliseconds. */
  touched: number;
}

/** An entry that is being made, for all who wait for it. */
interface Making {
  readonly done: Promise<void>;
  readonly controller: AbortController;
  /** Of the one who began it. */
  readonly beginner: AbortSignal;
  /** The names that those who still wait want for it. */
  readonly targets: Set<string>;
}

const TOUCH_EVERY_MS = 60_000;

/**
 * Files on the local disk, by keys that change with the content, bounded in bytes. The ones used longest ago go
 * first. Who uses an entry gets a second name for it (a hard link), so that an entry may go at any
 * time and is still there for those who read it. Entries survive a restart; half-made ones do not.
 */
export class ObjectCache {
  readonly #directory: string;
  readonly #capacity: number;
  /** In the order of their last use. */
  readonly #entries: Map<string, Entry>;
  readonly #making = new Map<string, Making>();
  #bytes = 0;

  private constructor(directory: string, capacity: number, entries: Map<string, Entry>) {
    this.#directory = directory;
    this.#capacity = capacity;
    this.#entries = entries;
    for (const { size } of entries.values()) this.#bytes += size;
  }

  /** `capacity` in bytes. The directory is the cache's own. */
  static async open(directory: string, capacity: number): Promise<ObjectCache> {
    const making = join(directory, 'making');
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { recursive: true, mode: 0o700 });
    const content = join(directory, 'content');
    await mkdir(content, { recursive: true, mode: 0o700 });
    const cache = new ObjectCache(directory, capacity, await entriesOf(content));
    await cache.#evict();
    return cache;
  }

  /** Bytes of all entries. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Gives the entry of that key the name `target`, and makes it first if there is none. One that several
   * ask for at once is made once; making stops when all of them have gone.
   */
  async provide(key: string, target: string, make: Make, signal: AbortSignal): Promise<void> {
    const name = createHash('sha256').update(key).digest('hex');
    for (;;) {
      if (signal.aborted) throw abortError(signal);
      if (this.#entries.has(name) && (await this.#use(name, target))) return;
      await this.#made(name, target, make, signal);
      if (await exists(target)) return;
    }
  }

  async #use(name: string, target: string): Promise<boolean> {
    const entry = this.#entries.get(name);
    if (!entry) return false;
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    const path = this.#path(name);
    try {
      await link(path, target);
    } catch (error) {
      if (!isMissing(error)) throw error;
      this.#forget(name, entry);
      return false;
    }
    const now = Date.now();
    if (now - entry.touched > TOUCH_EVERY_MS) {
      entry.touched = now;
      // An entry that is evicted meanwhile needs no time.
      await utimes(path, new Date(now), new Date(now)).catch(() => undefined);
    }
    return true;
  }

  /** Waits until the entry is made. Those who wait get their links at once: it may be evicted right after. */
  async #made(name: string, target: string, make: Make, signal: AbortSignal): Promise<void> {
    const making = this.#making.get(name) ?? this.#begin(name, make, signal);
    making.targets.add(target);
    let stop = (): void => undefined;
    const aborted = new Promise<never>((_, reject) => {
      stop = () => { reject(abortError(signal)); };
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      await Promise.race([making.done, aborted]);
    } catch (error) {
      // What it was made with may have gone with the one who began it: then the next one makes it with what is its own.
      if (signal.aborted || !making.beginner.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      making.targets.delete(target);
      if (making.targets.size === 0) this.#giveUp(name, making, signal);
    }
  }

  #begin(name: string, make: Make, beginner: AbortSignal): Making {
    const controller = new AbortController();
    const targets = new Set<string>();
    const done = this.#make(name, targets, make, controller.signal);
    const making = { done, controller, beginner, targets };
    this.#making.set(name, making);
    const forget = (): void => { this.#forgetMaking(name, making); };
    // Those who wait see the failure; when all have gone nobody does.
    done.then(forget, forget);
    return making;
  }

  /** Nobody waits any more: whoever comes next begins anew. */
  #giveUp(name: string, making: Making, signal: AbortSignal): void {
    this.#forgetMaking(name, making);
    making.controller.abort(signal.reason);
  }

  #forgetMaking(name: string, making: Making): void {
    if (this.#making.get(name) === making) this.#making.delete(name);
  }

  async #make(name: string, targets: ReadonlySet<string>, make: Make, signal: AbortSignal): Promise<void> {
    const draft = join(this.#directory, 'making', randomUUID());
    try {
      await make(draft, signal);
      if (signal.aborted) throw abortError(signal);
      const { size } = await stat(draft);
      for (const target of [...targets]) await linkForWaiting(draft, target, targets);
      await rename(draft, this.#path(name));
      this.#remember(name, size);
      await this.#evict();
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** One that was given up too late to stop may have made the same entry meanwhile. */
  #remember(name: string, size: number): void {
    const before = this.#entries.get(name);
    if (before) this.#forget(name, before);
    this.#entries.set(name, { size, touched: Date.now() });
    this.#bytes += size;
  }

  async #evict(): Promise<void> {
    for (const [name, entry] of this.#entries) {
      if (this.#bytes <= this.#capacity) return;
      this.#forget(name, entry);
      await unlink(this.#path(name)).catch((error: unknown) => { if (!isMissing(error)) throw error; });
    }
  }

  #forget(name: string, { size }: Entry): void {
    if (this.#entries.delete(name)) this.#bytes -= size;
  }

  #path(name: string): string {
    return join(this.#directory, 'content', name);
  }
}

async function entriesOf(directory: string): Promise<Map<string, Entry>> {
  const found: { readonly name: string; readonly size: number; readonly used: number }[] = [];
  for (const name of await readdir(directory)) {
    const { size, mtimeMs } = await stat(join(directory, name));
    found.push({ name, size, used: mtimeMs });
  }
  found.sort((a, b) => a.used - b.used);
  return new Map(found.map(({ name, size, used }) => [name, { size, touched: used }]));
}

/** Who went away meanwhile took the directory of the target along. */
async function linkForWaiting(path: string, target: string, waiting: ReadonlySet<string>): Promise<void> {
  if (!waiting.has(target)) return;
  try {
    await link(path, target);
  } catch (error) {
    if (waiting.has(target)) throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
