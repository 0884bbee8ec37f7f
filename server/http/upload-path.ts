import type { IncomingHttpHeaders } from 'node:http';
import { StagewireError } from '../../errors/index.js';
import { refuseTraversal } from '../../sql/location.js';
import { HttpError } from './http-error.js';

/** Where the files of an upload go. */
export interface UploadPlace {
  /** Without `@`; `~` is the caller's own stage. */
  readonly stage: string;
  /** Without slashes at its ends; empty for the root of the stage. */
  readonly relativePath: string;
}

/** Reads the headers of an upload; the new spelling of a name wins. 400 without a stage, 1006 for a `..`. */
export function readUploadPlace(headers: IncomingHttpHeaders): UploadPlace {
  const stage = readHeader(headers, 'x-databend-stage-name', 'stage_name');
  if (stage === undefined || stage === '') throw new HttpError(400, "Missing required parameter 'stage-name' in request headers");
  const relativePath = (readHeader(headers, 'x-databend-relative-path', 'relative_path') ?? '').replace(/^\/+|\/+$/g, '');
  refuseTraversal(relativePath);
  refuseControl(relativePath);
  return { stage, relativePath };
}

/**
 * The path below the relative path that a file name stands for: the name itself, which may hold `/`,
 * without leading slashes. 1006 for one that cannot be a file's.
 */
export function uploadFilePath(fileName: string): string {
  refuseTraversal(fileName);
  refuseControl(fileName);
  const path = fileName.replace(/^\/+/, '');
  if (path === '' || path.endsWith('/')) throw new StagewireError('BadArguments', `'${fileName}' is not the name of a file`);
  return path;
}

function refuseControl(path: string): void {
  if (path.includes('\0')) throw new StagewireError('BadArguments', 'a path must not hold a NUL character');
}

function readHeader(headers: IncomingHttpHeaders, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = headers[name];
    if (typeof value === 'string') return decodeUtf8(value);
  }
  return undefined;
}

/** Node reads headers as Latin-1; clients such as curl send the bytes of their UTF-8. */
function decodeUtf8(value: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}
