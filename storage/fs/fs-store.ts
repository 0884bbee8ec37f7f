import { constants } from 'node:fs';
import { link, mkdir, open, realpath, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { StagewireError } from '../../errors/index.js';
import { throwIfAborted } from '../aborted.js';
import { unlessCallers } from '../caller-failure.js';
import { objectReplaced } from '../object-replaced.js';
import type { ByteRange, ObjectInfo, ObjectStore, PresignedRequest, PresignRequest, ReadOptions, WriteOptions } from '../object-store.js';
import type { UrlSigner } from '../signed-url.js';
import { TranslatedStream } from '../translated-stream.js';
import { findFile, lstat, toObjectInfo, type FileFacts, type FoundFile } from './file-info.js';
import { FileThread } from './file-thread.js';
import { FsErrors } from './fs-errors.js';
import { isErrno, isPlainDirectory, isRepresentable, refuseUnrepresentable } from './key-path.js';
import { listFiles } from './list-files.js';
import { ManyFiles } from './many-files.js';
import { removeFiles } from './remove-files.js';
import { TemporaryFiles } from './temporary-files.js';
import { writeFile } from './write-file.js';

const READ_AHEAD_BYTES = 256 * 1024;

export interface FsStoreOptions {
  /** The directory. */
  readonly directory: string;
  /** Whether to make the directory if it does not exist. */
  readonly create: boolean;
  /** What clients are told of where it is, if they are not to know the directory. */
  readonly shownAs?: string;
  /** Stands in the names of temporary files; letters, digits, `-`. The same after a restart. */
  readonly instanceId: string;
  /** Signs URLs of our own HTTP listener for `presign`; without it there is none. */
  readonly signing?: { readonly signer: UrlSigner; readonly storeId: string };
}

/** Opens a directory as an object store. 3001 if it does not exist. */
export async function openFsStore(options: FsStoreOptions): Promise<ObjectStore> {
  const directory = resolve(options.directory);
  const errors = FsErrors.ofDirectory(directory);
  try {
    if (options.create) await mkdir(directory, { recursive: true });
    const root = await realpath(directory);
    if (!(await stat(root)).isDirectory()) throw errors.rootMissing();
    return new FsStore(root, options.shownAs === undefined ? errors : new FsErrors(options.shownAs), options);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) throw errors.rootMissing();
    throw errors.translate(error, '');
  }
}

/** Objects as files below a directory; a key is the path of its file. See `findFile` for symbolic links. */
class FsStore implements ObjectStore {
  readonly id: string;
  readonly canList = true;
  /** Real path. */
  readonly #root: string;
  readonly #errors: FsErrors;
  readonly #temporary: TemporaryFiles;
  readonly #signing: FsStoreOptions['signing'];
  readonly #thread = new FileThread();
  readonly #many = new ManyFiles(this.#thread);

  constructor(root: string, errors: FsErrors, options: FsStoreOptions) {
    this.id = `fs:${root}`;
    this.#root = root;
    this.#errors = errors;
    this.#temporary = new TemporaryFiles(root, options.instanceId);
    this.#signing = options.signing;
  }

  async *list(prefix: string, signal?: AbortSignal): AsyncGenerator<readonly ObjectInfo[], void, undefined> {
    throwIfAborted(signal);
    try {
      yield* listFiles(this.#root, prefix, this.#thread, signal);
    } catch (error) {
      if (isErrno(error, 'ENOENT')) throw this.#errors.rootMissing();
      throw this.#errors.translate(error, prefix, signal);
    }
  }

  async stat(key: string, signal?: AbortSignal): Promise<ObjectInfo | null> {
    throwIfAborted(signal);
    return (await this.#find(key))?.info ?? null;
  }

  async read(key: string, options: ReadOptions = {}): Promise<Readable> {
    const { signal, range, version } = options;
    throwIfAborted(signal);
    const found = await this.#find(key);
    if (!found) throw this.#errors.notFound(key);
    try {
      // O_NOFOLLOW and O_NONBLOCK: what was put in place of the file since must neither lead out nor block.
      const file = await open(found.path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      try {
        const stats = await file.stat({ bigint: true });
        const size = Number(stats.size);
        if (version !== undefined && toObjectInfo(key, stats).version !== version) throw objectReplaced(key);
        if (range) refuseRangeBeyond(range, size, key);
        const stream = file.createReadStream({
          highWaterMark: READ_AHEAD_BYTES,
          ...(range && { start: range.offset, end: range.offset + range.length - 1 }),
          ...(signal && { signal }),
        });
        return new TranslatedStream(stream, (error) => this.#errors.translate(error, key, signal));
      } catch (error) {
        await file.close();
        throw error;
      }
    } catch (error) {
      throw this.#errors.translate(error, key, signal);
    }
  }

  async link(key: string, version: string, target: string): Promise<boolean> {
    if (!isRepresentable(key)) throw this.#errors.notFound(key);
    const path = join(this.#root, key);
    const inRow = await this.#many.link(path, target);
    const linked = inRow ? await sameOrRemoved(inRow, key, version, target) : await this.#linkPath(path, key, version, target);
    if (linked !== 'other') return linked === 'same';
    // A symbolic link, or another file by now.
    const found = await this.#find(key);
    if (!found) throw this.#errors.notFound(key);
    const followed = await this.#linkPath(found.path, key, version, target);
    if (followed === 'other') throw objectReplaced(key);
    return followed === 'same';
  }

  async localContent({ key, version, size }: ObjectInfo, signal?: AbortSignal): Promise<Uint8Array> {
    throwIfAborted(signal);
    const content = isRepresentable(key) ? await this.#many.read(join(this.#root, key), size) : null;
    if (content && toObjectInfo(key, content.facts).version === version) return content.bytes;
    return buffer(await this.read(key, { version, ...(signal && { signal }) }));
  }

  /**
   * What was linked is what counts: the version holds the inode, so that it is the file that was found below the root,
   * whichever way the path leads by now. `impossible`: nothing was linked.
   */
  async #linkPath(path: string, key: string, version: string, target: string): Promise<'same' | 'other' | 'impossible'> {
    try {
      await link(path, target);
    } catch (error) {
      // Another file system, or one without links, or files of another user.
      if (isErrno(error, 'EXDEV', 'EPERM', 'EACCES', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) return 'impossible';
      if (isErrno(error, 'ENOENT', 'ENOTDIR')) return 'other';
      // The thread may have ended after it made the name, or left one that it could not remove.
      if (!isErrno(error, 'EEXIST')) throw this.#errors.translate(error, key);
    }
    const stats = await lstat(target);
    return sameOrRemoved(stats.isFile() ? stats : null, key, version, target);
  }

  async write(key: string, body: AsyncIterable<Uint8Array>, options: WriteOptions = {}): Promise<ObjectInfo> {
    refuseUnrepresentable(key);
    throwIfAborted(options.signal);
    try {
      return await writeFile({ root: this.#root, temporary: this.#temporary, errors: this.#errors }, key, body, options);
    } catch (error) {
      throw unlessCallers(error, (own) => this.#errors.translate(own, key, options.signal));
    }
  }

  async remove(keys: Iterable<string> | AsyncIterable<string>, signal?: AbortSignal): Promise<void> {
    await removeFiles(this.#root, keys, this.#errors, signal);
  }

  presign({ method, key, expiresIn, contentType, publicUrl }: PresignRequest): Promise<PresignedRequest> {
    if (!this.#signing) return Promise.reject(new StagewireError('StorageUnsupported', "storage doesn't support presign operation"));
    const { signer, storeId } = this.#signing;
    return Promise.resolve().then(() => {
      refuseUnrepresentable(key);
      return signer.presign(publicUrl, { storeId, key, method, ...(contentType !== undefined && { contentType }) }, expiresIn);
    });
  }

  /** Temporary files are ours alone and say nothing of their keys: all are swept whatever the prefix. */
  async sweep(): Promise<void> {
    try {
      await this.#temporary.sweep();
    } catch (error) {
      throw this.#errors.translate(error, '');
    }
  }

  close(): Promise<void> {
    this.#thread.close();
    return Promise.resolve();
  }

  async #find(key: string): Promise<FoundFile | null> {
    if (!isRepresentable(key)) return null;
    try {
      const parent = dirname(key);
      if (parent !== '.' && !(await isPlainDirectory(this.#root, parent))) return null;
      return await findFile(this.#root, key);
    } catch (error) {
      throw this.#errors.translate(error, key);
    }
  }
}

/** A second name of something else than that version of the object is removed. */
async function sameOrRemoved(facts: FileFacts | null, key: string, version: string, target: string): Promise<'same' | 'other'> {
  if (facts && toObjectInfo(key, facts).version === version) return 'same';
  await unlink(target);
  return 'other';
}

function refuseRangeBeyond(range: ByteRange, size: number, key: string): void {
  if (range.offset < size) return;
  throw new StagewireError('BadArguments', `the range of object '${key}' begins at byte ${range.offset}, but it has ${size} bytes`);
}
