import { StagewireError, type ErrorKind } from '../../errors/index.js';
import { abortError } from '../aborted.js';

const KIND_OF_ERRNO: Readonly<Record<string, ErrorKind>> = {
  ENOENT: 'StorageNotFound',
  ENOTDIR: 'StorageNotFound',
  EACCES: 'StoragePermissionDenied',
  EPERM: 'StoragePermissionDenied',
  EROFS: 'StoragePermissionDenied',
  ENAMETOOLONG: 'BadArguments',
  EMFILE: 'StorageUnavailable',
  ENFILE: 'StorageUnavailable',
  EIO: 'StorageUnavailable',
  ESTALE: 'StorageUnavailable',
};

const TEXT_OF_ERRNO: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is exceeded',
  ENAMETOOLONG: 'the name is too long for the file system',
  EMFILE: 'too many open files',
  EXDEV: 'it lies on another file system than the root of the store',
};

/** Tells a client about the objects of one directory store. */
export class FsErrors {
  readonly #place: string;

  /** `place`: what clients are told of where the store is. */
  constructor(place: string) {
    this.#place = place;
  }

  static ofDirectory(directory: string): FsErrors {
    return new FsErrors(`fs://${directory.endsWith('/') ? directory : `${directory}/`}`);
  }

  notFound(key: string): StagewireError {
    return new StagewireError('StorageNotFound', `object '${key}' does not exist in ${this.#place}`);
  }

  rootMissing(): StagewireError {
    return new StagewireError('StorageNotFound', `the directory of ${this.#place} does not exist`);
  }

  outOfRoot(key: string): StagewireError {
    return new StagewireError('StorageInsecure', `object '${key}' in ${this.#place} lies behind a symbolic link`);
  }

  /** A directory has the name that an object should get, or a file has the name of one of its folders. */
  occupied(key: string): StagewireError {
    return new StagewireError('BadArguments', `object '${key}' cannot be written to ${this.#place}: a directory or file is in its place`);
  }

  /** Any error of a file operation on `key`; our own errors pass. */
  translate(error: unknown, key: string, signal?: AbortSignal): StagewireError {
    if (error instanceof StagewireError) return error;
    if (signal?.aborted) return abortError(signal);
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return this.notFound(key);
    const why = TEXT_OF_ERRNO[code] ?? `file system error${code === '' ? '' : ` ${code}`}`;
    return new StagewireError(KIND_OF_ERRNO[code] ?? 'StorageOther', `object '${key}' in ${this.#place}: ${why}`, { cause: error });
  }
}
