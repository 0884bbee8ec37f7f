import { StagewireError } from '../../errors/index.js';
import { giveBackPartMemory, PART_BYTES, takePartMemory } from './part-memory.js';

const MIB = 1024 * 1024;
const LARGEST_GROWN_PART = 64 * MIB;
/** S3 API: multipart upload limits. */
const MOST_PARTS = 10_000;
const LARGEST_PART = 5 * 1024 * MIB;
const FIRST_BUFFER = 256 * 1024;

export interface Part {
  /** From 1. */
  readonly number: number;
  readonly data: Buffer;
  readonly last: boolean;
  /** To be called when the part is stored, so that its memory serves a later one; never while it may still be sent. */
  release(): void;
}

/** A part's size in bytes by its number. */
export type PartSizes = (number: number) => number;

/**
 * Sizes that let a body of `sizeHint` bytes fit into 10,000 parts. Without a hint the size doubles
 * every 1,000 parts up to 64 MiB, which holds about 490 GiB.
 */
export function partSizes(sizeHint: number | undefined): PartSizes {
  if (sizeHint !== undefined) {
    const size = Math.min(Math.max(PART_BYTES, Math.ceil(sizeHint / MOST_PARTS)), LARGEST_PART);
    // A hint that is too low must not end the upload early.
    return (number) => Math.max(size, grownSize(number));
  }
  return grownSize;
}

function grownSize(number: number): number {
  return Math.min(PART_BYTES * 2 ** Math.floor((number - 1) / 1000), LARGEST_GROWN_PART);
}

/**
 * Cuts a body into parts, at least one, all of the given size but the last. Chunks are copied, so a
 * source may use its buffers again. 4000 if the body does not fit into 10,000 parts.
 */
export async function* collectParts(body: AsyncIterable<Uint8Array>, sizeOf: PartSizes): AsyncGenerator<Part, void, undefined> {
  let number = 1;
  let buffer = new PartBuffer(sizeOf(number), FIRST_BUFFER);
  for await (const chunk of body) {
    let rest = chunk;
    while (rest.length > 0) {
      // Only now is it known that the full part is not the last one.
      if (buffer.isFull) {
        yield { number, last: false, ...buffer.take() };
        number += 1;
        if (number > MOST_PARTS) throw new StagewireError('StorageOther', `the object is larger than ${MOST_PARTS} parts can hold`);
        buffer = new PartBuffer(sizeOf(number), sizeOf(number));
      }
      rest = rest.subarray(buffer.append(rest));
    }
  }
  yield { number, last: true, ...buffer.take() };
}

/** Grows up to its limit, so that small objects take little memory. */
class PartBuffer {
  readonly #limit: number;
  #bytes: Buffer;
  #length = 0;

  constructor(limit: number, size: number) {
    this.#limit = limit;
    this.#bytes = takePartMemory(size);
  }

  get isFull(): boolean {
    return this.#length === this.#limit;
  }

  /** Takes what fits and says how many bytes that were. */
  append(chunk: Uint8Array): number {
    const taken = Math.min(chunk.length, this.#limit - this.#length);
    if (this.#length + taken > this.#bytes.length) this.#grow(this.#length + taken);
    this.#bytes.set(chunk.subarray(0, taken), this.#length);
    this.#length += taken;
    return taken;
  }

  take(): Pick<Part, 'data' | 'release'> {
    return { data: this.#bytes.subarray(0, this.#length), release: () => { giveBackPartMemory(this.#bytes); } };
  }

  #grow(needed: number): void {
    const larger = takePartMemory(Math.min(Math.max(needed, this.#bytes.length * 4), this.#limit));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
