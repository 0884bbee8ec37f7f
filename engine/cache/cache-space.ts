import { unlink } from 'node:fs/promises';
import { isMissing } from './file-facts.js';

interface Occupant {
  /** Bytes. */
  readonly size: number;
  /** Called when the file has lost its place, before it is removed. */
  readonly dropped: () => void;
}

/** Bounds the bytes of files that several caches keep: those used longest ago go first. */
export class CacheSpace {
  /** Bytes. */
  readonly capacity: number;
  /** By path, in the order of their last use. */
  readonly #occupants = new Map<string, Occupant>();
  #bytes = 0;

  /** `capacity` in bytes. */
  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Bytes of all files. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Counts a file, which was there before under the same path or not; it is the one used last. */
  add(path: string, size: number, dropped: () => void): void {
    this.remove(path);
    this.#occupants.set(path, { size, dropped });
    this.#bytes += size;
  }

  use(path: string): void {
    const occupant = this.#occupants.get(path);
    if (occupant) this.add(path, occupant.size, occupant.dropped);
  }

  /** Counts a file that has grown; one that lost its place meanwhile counts no more. */
  async resize(path: string, size: number): Promise<void> {
    const occupant = this.#occupants.get(path);
    if (!occupant) return;
    this.#bytes += size - occupant.size;
    this.#occupants.set(path, { ...occupant, size });
    await this.evict();
  }

  /** Counts a file no more. It is not removed. */
  remove(path: string): void {
    const occupant = this.#occupants.get(path);
    if (occupant && this.#occupants.delete(path)) this.#bytes -= occupant.size;
  }

  /** Removes files until the others fit. */
  async evict(): Promise<void> {
    for (const [path, { dropped }] of this.#occupants) {
      if (this.#bytes <= this.capacity) return;
      this.remove(path);
      dropped();
      await unlink(path).catch((error: unknown) => { if (!isMissing(error)) throw error; });
    }
  }
}
