import { createHash, randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { link, mkdir, readdir, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { abortError } from '../errors.js';
import type { CacheSpace } from './cache-space.js';
import { bytesOnDisk, isMissing } from './file-facts.js';
import { orAborted } from './or-aborted.js';

/** Makes the content of an entry in a new file at `path`; what it resolves to is kept in memory beside the entry. */
export type Make<Note = void> = (path: string, signal: AbortSignal) => Promise<Note>;

interface Entry<Note> {
  /** When the time of last use was last written to disk, milliseconds. */
  touched: number;
  /** Null for one that was made before a restart. */
  readonly note: Note | null;
}

/** An entry that is being made, for all who wait for it. */
interface Making<Note> {
  readonly done: Promise<Note>;
  readonly controller: AbortController;
  /** Of the one who began it. */
  readonly beginner: AbortSignal;
  /** The names that those who still wait want for it. */
  readonly targets: Set<string>;
  /** Those of them that the entry has got. */
  readonly linked: Set<string>;
}

const TOUCH_EVERY_MS = 60_000;

/**
 * Files on the local disk, by keys that change with the content, in a bounded space. Who uses an entry gets a
 * second name for it (a hard link), so that an entry may go at any time and is still there for those who
 * read it. Entries survive a restart; half-made ones do not.
 */
export class ObjectCache<Note = void> {
  readonly #directory: string;
  readonly #space: CacheSpace;
  readonly #entries = new Map<string, Entry<Note>>();
  readonly #making = new Map<string, Making<Note>>();

  private constructor(directory: string, space: CacheSpace) {
    this.#directory = directory;
    this.#space = space;
  }

  /** The directory is the cache's own. */
  static async open<Note = void>(directory: string, space: CacheSpace): Promise<ObjectCache<Note>> {
    const making = join(directory, 'making');
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { recursive: true, mode: 0o700 });
    const content = join(directory, 'content');
    await mkdir(content, { recursive: true, mode: 0o700 });
    const cache = new ObjectCache<Note>(directory, space);
    for (const { name, size, used } of await entriesOf(content)) cache.#remember(name, size, { touched: used, note: null });
    await space.evict();
    return cache;
  }

  /** Whether there is an entry of that key. */
  has(key: string): boolean {
    return this.#entries.has(nameOf(key));
  }

  /** The entry of that key, if there is one, is the one used last. */
  use(key: string): void {
    this.#space.use(this.pathOf(key));
  }

  /** Where the entry of that key has its place, for its count in the space. */
  pathOf(key: string): string {
    return this.#path(nameOf(key));
  }

  /**
   * Gives the entry of that key the name `target`, and makes it first if there is none. One that several
   * ask for at once is made once; making stops when all of them have gone.
   */
  async provide(key: string, target: string, make: Make<Note>, signal: AbortSignal): Promise<Note | null> {
    const name = nameOf(key);
    for (;;) {
      if (signal.aborted) throw abortError(signal);
      const entry = await this.#use(name, target);
      if (entry) return entry.note;
      const made = await this.#made(name, target, make, signal);
      if (made) return made.note;
    }
  }

  async #use(name: string, target: string): Promise<Entry<Note> | null> {
    const entry = this.#entries.get(name);
    if (!entry) return null;
    const path = this.#path(name);
    this.#space.use(path);
    try {
      await link(path, target);
    } catch (error) {
      if (!isMissing(error)) throw error;
      // Another of that name may have been made meanwhile.
      if (this.#entries.get(name) === entry) this.#forget(name);
      return null;
    }
    const now = Date.now();
    if (now - entry.touched > TOUCH_EVERY_MS) {
      entry.touched = now;
      // An entry that is evicted meanwhile needs no time.
      await utimes(path, new Date(now), new Date(now)).catch(() => undefined);
    }
    return entry;
  }

  /** Waits until the entry is made. Those who wait get their links at once: it may be evicted right after. Null for one who came too late for that. */
  async #made(name: string, target: string, make: Make<Note>, signal: AbortSignal): Promise<{ readonly note: Note } | null> {
    const making = this.#making.get(name) ?? this.#begin(name, make, signal);
    making.targets.add(target);
    try {
      const note = await orAborted(making.done, signal);
      return making.linked.has(target) ? { note } : null;
    } catch (error) {
      // What it was made with may have gone with the one who began it: then the next one makes it with what is its own.
      if (signal.aborted || !making.beginner.aborted) throw error;
      return null;
    } finally {
      making.targets.delete(target);
      if (making.targets.size === 0) this.#giveUp(name, making, signal);
    }
  }

  #begin(name: string, make: Make<Note>, beginner: AbortSignal): Making<Note> {
    const controller = new AbortController();
    // What an entry is made of may be many files, and each listens.
    setMaxListeners(0, controller.signal);
    const targets = new Set<string>();
    const linked = new Set<string>();
    const done = this.#make(name, { targets, linked }, make, controller.signal);
    const making = { done, controller, beginner, targets, linked };
    this.#making.set(name, making);
    const forget = (): void => { this.#forgetMaking(name, making); };
    // Those who wait see the failure; when all have gone nobody does.
    done.then(forget, forget);
    return making;
  }

  /** Nobody waits any more: if it is not made yet, whoever comes next begins anew. */
  #giveUp(name: string, making: Making<Note>, signal: AbortSignal): void {
    if (this.#making.get(name) !== making) return;
    this.#forgetMaking(name, making);
    making.controller.abort(signal.reason);
  }

  #forgetMaking(name: string, making: Making<Note>): void {
    if (this.#making.get(name) === making) this.#making.delete(name);
  }

  async #make(name: string, { targets, linked }: Pick<Making<Note>, 'targets' | 'linked'>, make: Make<Note>, signal: AbortSignal): Promise<Note> {
    const draft = join(this.#directory, 'making', randomUUID());
    try {
      const note = await make(draft, signal);
      if (signal.aborted) throw abortError(signal);
      const size = await bytesOnDisk(draft);
      for (const target of [...targets]) if (await linkForWaiting(draft, target, targets)) linked.add(target);
      // One that was given up too late to stop may have made the same entry meanwhile.
      await rename(draft, this.#path(name));
      this.#remember(name, size, { touched: Date.now(), note });
      await this.#space.evict();
      return note;
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  #remember(name: string, size: number, entry: Entry<Note>): void {
    this.#entries.set(name, entry);
    this.#space.add(this.#path(name), size, () => { this.#entries.delete(name); });
  }

  #forget(name: string): void {
    this.#entries.delete(name);
    this.#space.remove(this.#path(name));
  }

  #path(name: string): string {
    return join(this.#directory, 'content', name);
  }
}

/** Those used longest ago first. */
async function entriesOf(directory: string): Promise<{ readonly name: string; readonly size: number; readonly used: number }[]> {
  const found = [];
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    found.push({ name, size: await bytesOnDisk(path), used: (await stat(path)).mtimeMs });
  }
  return found.sort((a, b) => a.used - b.used);
}

/** Whether the target is a name now: who went away meanwhile wants none any more. */
async function linkForWaiting(path: string, target: string, waiting: ReadonlySet<string>): Promise<boolean> {
  if (!waiting.has(target)) return false;
  try {
    await link(path, target);
    if (waiting.has(target)) return true;
    await unlink(target);
  } catch (error) {
    if (waiting.has(target)) throw error;
  }
  return false;
}

function nameOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
