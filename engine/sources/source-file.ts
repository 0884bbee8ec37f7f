import { StagewireError } from '../../errors/index.js';

/** Bytes of a file; `length` is at least 1. */
export interface FileRange {
  readonly offset: number;
  readonly length: number;
}

/**
 * A staged file as the engine sees it: where its bytes come from is the business of whoever hands it
 * over. Reading throws 3001 when the file is no longer the one that was listed.
 */
export interface SourceFile {
  /** Path from the root of the stage; what errors and metadata columns say. */
  readonly name: string;
  /** Stands for this content, in this place, seen with these rights. */
  readonly identity: string;
  /** Bytes. */
  readonly size: number;
  /** ETag, without quotes, or null where the store has none. */
  readonly contentKey: string | null;
  readonly lastModified: Date;
  /** Whether it is better fetched as a whole than in parts. */
  readonly wholeOnly: boolean;
  read(range: FileRange | null, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** Gives a file of this machine a second name, without copying; false where that can't be. */
  link(target: string): Promise<boolean>;
  /** All bytes of a small file of this machine; many that are asked for at once are read in a row. Null for files that come from elsewhere. */
  localContent(signal: AbortSignal): Promise<Uint8Array | null>;
}

/** For a store that sends less than it said. */
export function shortRead(received: number, expected: number, name: string): StagewireError {
  return new StagewireError('StorageUnavailable', `the store sent ${received} of ${expected} bytes of file '${name}'`);
}
