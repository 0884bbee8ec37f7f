import type { Readable } from 'node:stream';

/** One object as its store describes it. */
export interface ObjectInfo {
  /** Key relative to the root of the store, without a leading slash, byte for byte. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** ETag as the store sends it, with its double quotes; null where the store has none (`fs`). */
  readonly etag: string | null;
  /** Changes whenever the content may have changed; the ETag, or what stands in for it on `fs`. For caches, never shown. */
  readonly version: string;
  readonly lastModified: Date;
  /** Set for an object of which the store sends no ranges: each one that is asked for costs all that comes before it. */
  readonly wholeOnly?: true;
}

export interface ByteRange {
  /** First byte, from 0. */
  readonly offset: number;
  /** Number of bytes, at least 1. */
  readonly length: number;
}

export interface ReadOptions {
  readonly range?: ByteRange;
  /** The version that the object must still have; 3001 if it was replaced since. */
  readonly version?: string;
  readonly signal?: AbortSignal;
}

export interface WriteOptions {
  readonly contentType?: string;
  /** Upper bound of the length in bytes where it is known; lets a store choose its part size. */
  readonly sizeHint?: number;
  /** Runs when all bytes are stored and before the object becomes visible; what it throws abandons the object. */
  readonly beforeCommit?: () => Promise<void>;
  readonly signal?: AbortSignal;
}

export interface PresignRequest {
  readonly method: 'GET' | 'PUT';
  readonly key: string;
  /** Seconds from now. */
  readonly expiresIn: number;
  /** For PUT: the type that the client must send then. */
  readonly contentType?: string;
  /** Base URL of our own HTTP listener, for stores whose URLs we serve ourselves (`http://127.0.0.1:8000`). */
  readonly publicUrl: string;
}

export interface PresignedRequest {
  readonly method: 'GET' | 'PUT';
  readonly url: string;
  /** Headers that the client must send. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A place of objects. Keys are relative to the root that the store was opened with.
 * Every method ends within a bounded time and throws a `StagewireError` of a storage kind
 * (3001, 3002, 3901, 3902, 4000) that names the store and the key.
 */
export interface ObjectStore {
  /** Stands for the place and the rights with which it was opened. For caches, never shown. */
  readonly id: string;
  /** False for one that can't be asked which objects it has; then `list` knows only what it was opened for, or the object that the prefix names. */
  readonly canList: boolean;
  /**
   * The objects whose keys begin with the string `prefix`, at any depth, in the byte order of
   * their keys (on Azure in that of their UTF-16 code units), page by page (at most 1,000 each). Keys that end in `/` are markers and left out.
   */
  list(prefix: string, signal?: AbortSignal): AsyncIterable<readonly ObjectInfo[]>;
  /** The object with exactly this key, or null. */
  stat(key: string, signal?: AbortSignal): Promise<ObjectInfo | null>;
  /** The object's bytes, or a range of them. 3001 if it does not exist. */
  read(key: string, options?: ReadOptions): Promise<Readable>;
  /**
   * Gives an object that is a file of this machine a second name in its file system, without copying, if
   * it still has that version (else 3001). False where a store or a file system can't.
   */
  link(key: string, version: string, target: string): Promise<boolean>;
  /**
   * All bytes of a small object that is a file of this machine, if it still has that version (else 3001); many that are asked for at once are read
   * in a row. Null where a store has no such objects.
   */
  localContent(object: ObjectInfo, signal?: AbortSignal): Promise<Uint8Array | null>;
  /**
   * Writes a stream of unknown length with bounded memory. The object becomes visible only when complete.
   * A chunk of `body` is not used any more when the next is asked for.
   */
  write(key: string, body: AsyncIterable<Uint8Array>, options?: WriteOptions): Promise<ObjectInfo>;
  /** Removes objects, in batches of at most 1,000; a key that does not exist is no error. Throws if any could not be removed. */
  remove(keys: Iterable<string> | AsyncIterable<string>, signal?: AbortSignal): Promise<void>;
  presign(request: PresignRequest): Promise<PresignedRequest>;
  /** Clears up what killed processes left half-written of objects whose keys begin with `prefix`, and of no others. */
  sweep(prefix: string): Promise<void>;
  close(): Promise<void>;
}
