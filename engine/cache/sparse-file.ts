import { open, type FileHandle } from 'node:fs/promises';
import { shortRead, type FileRange, type SourceFile } from '../sources/source-file.js';
import { together, type Piece } from './pieces.js';

/** Parts of a file that are being fetched. */
interface Fetching {
  readonly offsets: ReadonlySet<number>;
  /** Settles when they are there or have failed; never rejects. */
  readonly done: Promise<void>;
}

/**
 * A local copy of which only some parts are there, each at its own offset; all else is a hole. A part is a
 * column chunk or the like: it is fetched as a whole, never overlaps another, and its first byte, which is not
 * zero, is written last. So whoever reads a part before it is there, meets a zero at its start and nothing else.
 *
 * Several statements fetch into one copy at once, each through a name of its own for it.
 */
export class SparseFile {
  /** Tells this copy from another of the same object. */
  readonly inode: number;
  readonly #present = new Set<number>();
  readonly #fetching = new Set<Fetching>();

  constructor(inode: number) {
    this.inode = inode;
  }

  /** Those of the parts that are not there yet. */
  missing(parts: readonly FileRange[]): readonly FileRange[] {
    return parts.filter(({ offset }) => !this.#present.has(offset));
  }

  /**
   * What has to be done until the parts are there: pieces for the caller to fetch, and `others`, which settles when
   * those that are being fetched by others have come or failed; then ask again. Every piece must be fetched
   * or given up.
   */
  claim(parts: readonly FileRange[]): { readonly pieces: readonly ClaimedPiece[]; readonly others: Promise<unknown> | null } {
    const missing = this.missing(parts);
    const theirs = [...this.#fetching].filter(({ offsets }) => missing.some(({ offset }) => offsets.has(offset)));
    const mine = missing.filter(({ offset }) => !theirs.some(({ offsets }) => offsets.has(offset)));
    return {
      pieces: together(mine).map((piece) => this.#claimed(piece)),
      others: theirs.length === 0 ? null : Promise.all(theirs.map(({ done }) => done)),
    };
  }

  #claimed(piece: Piece): ClaimedPiece {
    let finish = (): void => undefined;
    const done = new Promise<void>((resolve) => { finish = resolve; });
    const fetching: Fetching = { offsets: new Set(piece.parts.map(({ offset }) => offset)), done };
    this.#fetching.add(fetching);
    const giveUp = (): void => {
      this.#fetching.delete(fetching);
      finish();
    };
    return {
      length: piece.length,
      giveUp,
      fetch: async (file, path, signal) => {
        try {
          await fetchPiece(piece, file, path, signal);
          for (const { offset } of piece.parts) this.#present.add(offset);
        } finally {
          giveUp();
        }
      },
    };
  }
}

export interface ClaimedPiece {
  /** Bytes that fetching it takes. */
  readonly length: number;
  /** Fetches it into the copy, whose name is `path`. 3001 if the object was replaced, 3901 if the store sends less. */
  fetch(file: SourceFile, path: string, signal: AbortSignal): Promise<void>;
  /** For a piece that will not be fetched after all. */
  giveUp(): void;
}

async function fetchPiece({ offset, length, parts }: Piece, file: SourceFile, path: string, signal: AbortSignal): Promise<void> {
  const local = await open(path, 'r+');
  try {
    const first: [byte: Uint8Array, at: number][] = [];
    let at = offset;
    for await (const chunk of await file.read({ offset, length }, signal)) {
      signal.throwIfAborted();
      for (const part of parts) {
        const held = keepFirst(chunk, at, part);
        if (held) first.push([held, part.offset]);
        await writePart(local, chunk, at, part);
      }
      at += chunk.length;
    }
    if (at !== offset + length) throw shortRead(at - offset, length, file.name);
    for (const [byte, position] of first) await local.write(byte, 0, 1, position);
  } finally {
    await local.close();
  }
}

/** The first byte of a part, if it is in the chunk; a copy, since chunks are used again. */
function keepFirst(chunk: Uint8Array, at: number, part: FileRange): Uint8Array | null {
  const index = part.offset - at;
  return index >= 0 && index < chunk.length ? chunk.slice(index, index + 1) : null;
}

/** Writes what the chunk holds of a part, without its first byte. */
async function writePart(local: FileHandle, chunk: Uint8Array, at: number, part: FileRange): Promise<void> {
  let start = Math.max(at, part.offset + 1);
  const end = Math.min(at + chunk.length, part.offset + part.length);
  while (start < end) {
    const { bytesWritten } = await local.write(chunk, start - at, end - start, start);
    start += bytesWritten;
  }
}
