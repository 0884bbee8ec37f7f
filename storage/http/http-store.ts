import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { StagewireError } from '../../errors/index.js';
import { throwIfAborted } from '../aborted.js';
import { batchesOf, mapBounded } from '../batches.js';
import type { HttpConnections } from '../http-connections.js';
import { HttpStatusError } from '../http-status-error.js';
import { objectReplaced } from '../object-replaced.js';
import type { ObjectInfo, ObjectStore, PresignedRequest, ReadOptions } from '../object-store.js';
import { TranslatedStream } from '../translated-stream.js';
import { cutRange } from './cut-range.js';
import { fileHeaders, hasVersion, sizeUnknown, versionOf } from './file-headers.js';
import { askFollowing } from './follow-redirects.js';
import { HttpErrors, isMissing } from './http-errors.js';
import type { HttpOptions } from './http-options.js';

const PAGE_FILES = 1000;
const REQUESTS_AT_ONCE = 16;

/**
 * Files on a web server, which are only read. None can be found there that is not named: a listing has the files of
 * `options`, or the one whose key the prefix is.
 */
export class HttpStore implements ObjectStore {
  readonly id: string;
  readonly canList = false;
  readonly #connections: HttpConnections;
  readonly #allowInsecure: boolean;
  readonly #options: HttpOptions;
  readonly #errors: HttpErrors;

  constructor(connections: HttpConnections, allowInsecure: boolean, options: HttpOptions) {
    const { origin, rootPrefix, query } = options;
    // Hashed, for the query may hold a signature.
    this.id = `http:${createHash('sha256').update(JSON.stringify([origin, rootPrefix, query])).digest('hex')}`;
    this.#connections = connections;
    this.#allowInsecure = allowInsecure;
    this.#options = options;
    this.#errors = new HttpErrors(origin);
  }

  /** 3001 if one of the files of `options` is missing, 3902 for a directory of which they are not known. */
  async *list(prefix: string, signal?: AbortSignal): AsyncGenerator<readonly ObjectInfo[], void, undefined> {
    const { files } = this.#options;
    if (files === null && (prefix === '' || prefix.endsWith('/'))) {
      throw new StagewireError('StorageUnsupported', `the files at ${this.#options.origin} cannot be listed: name them with FILES, or by a whole path`);
    }
    for await (const keys of batchesOf((files ?? [prefix]).filter((key) => key.startsWith(prefix)), PAGE_FILES, signal)) {
      const found = await mapBounded(keys, REQUESTS_AT_ONCE, (key) => this.stat(key, signal));
      const missing = files === null ? -1 : found.indexOf(null);
      if (missing !== -1) throw this.#errors.fileMissing(keys[missing] ?? '');
      const page = found.filter((object) => object !== null);
      if (page.length > 0) yield page;
    }
  }

  /** Asks for the first byte, not by HEAD: so it works with URLs that are signed for GET, and shows whether ranges do. */
  async stat(key: string, signal?: AbortSignal): Promise<ObjectInfo | null> {
    if (key === '' || key.endsWith('/')) return null;
    try {
      const response = await this.#get(key, { range: 'bytes=0-0' }, signal);
      // A whole file, or a range of any length, may be on its way where a byte was asked for.
      if (response.statusCode === 206 && Number(response.headers['content-length'] ?? Infinity) <= 1) response.resume();
      else response.destroy();
      const headers = fileHeaders(response);
      if (headers.size === null) throw sizeUnknown(key);
      return this.#info(key, headers.size, headers.etag, versionOf(headers), headers.lastModified, headers.isRange);
    } catch (error) {
      if (isMissing(error)) return null;
      // RFC 9110, 15.5.17: of an empty file there is no first byte.
      if (error instanceof HttpStatusError && error.status === 416) return this.#info(key, 0, null, 'empty', null, true);
      throw this.#errors.translate(error, key, signal);
    }
  }

  async read(key: string, { range, version, signal }: ReadOptions = {}): Promise<Readable> {
    try {
      const wanted = range && { range: `bytes=${range.offset}-${range.offset + range.length - 1}` };
      const response = await this.#get(key, { ...wanted }, signal);
      const headers = fileHeaders(response);
      if (version !== undefined && !hasVersion(headers, version)) {
        response.destroy();
        throw objectReplaced(key);
      }
      const bytes = new TranslatedStream(response, (error) => this.#errors.translate(error, key, signal));
      return range && !headers.isRange ? cutRange(bytes, range) : bytes;
    } catch (error) {
      throw this.#errors.translate(error, key, signal);
    }
  }

  link(): Promise<boolean> {
    return Promise.resolve(false);
  }

  localContent(): Promise<null> {
    return Promise.resolve(null);
  }

  write(): Promise<never> {
    return Promise.reject(this.#errors.unsupported('write'));
  }

  remove(): Promise<never> {
    return Promise.reject(this.#errors.unsupported('remove files'));
  }

  presign(): Promise<PresignedRequest> {
    return Promise.reject(this.#errors.unsupported('presign'));
  }

  sweep(): Promise<void> {
    return Promise.resolve();
  }

  /** The connections are those of all web servers. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async #get(key: string, headers: Readonly<Record<string, string>>, signal: AbortSignal | undefined): Promise<IncomingMessage> {
    throwIfAborted(signal);
    const { origin, rootPrefix, query } = this.#options;
    const url = new URL(`${origin}/${(rootPrefix + key).split('/').map(encodeURIComponent).join('/')}`);
    url.search = query;
    return (await askFollowing(this.#connections, this.#allowInsecure, { url, method: 'GET', headers, signal })).response;
  }

  #info(key: string, size: number, etag: string | null, version: string, lastModified: Date | null, ranges: boolean): ObjectInfo {
    return { key, size, etag, version, lastModified: lastModified ?? new Date(), ...(!ranges && { wholeOnly: true }) };
  }
}
