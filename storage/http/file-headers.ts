import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { StagewireError } from '../../errors/index.js';

/** What the headers of a response tell of the file. */
export interface FileHeaders {
  /** Bytes of the whole file; null where the server does not say. */
  readonly size: number | null;
  readonly etag: string | null;
  readonly lastModified: Date | null;
  /** Whether the body is the range that was asked for, not the whole file. */
  readonly isRange: boolean;
}

/** RFC 9110: 8.6 Content-Length, 8.8 Validator Fields, 14.4 Content-Range. */
export function fileHeaders({ statusCode, headers }: IncomingMessage): FileHeaders {
  const isRange = statusCode === 206;
  const total = isRange ? /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] : headers['content-length'];
  const modified = Date.parse(headers['last-modified'] ?? '');
  return {
    size: total === undefined ? null : Number(total),
    etag: headers.etag ?? null,
    lastModified: Number.isNaN(modified) ? null : new Date(modified),
    isRange,
  };
}

/** What stands for the content. Of a file without validators nothing is known to be the same the next time. */
export function versionOf({ etag, lastModified, size }: FileHeaders): string {
  if (etag !== null) return etag;
  return lastModified === null ? `${UNKNOWN}${randomUUID()}` : `${lastModified.getTime()}/${size ?? ''}`;
}

const UNKNOWN = 'unknown ';

/** Whether a response has the version that was seen before, as far as the server says. */
export function hasVersion(headers: FileHeaders, version: string): boolean {
  return version.startsWith(UNKNOWN) || versionOf(headers) === version;
}

/** 3902: what is read has to be known in advance, as for any other object. */
export function sizeUnknown(key: string): StagewireError {
  return new StagewireError('StorageUnsupported', `the server does not say how large file '${key}' is`);
}
