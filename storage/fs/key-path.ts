import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { StagewireError } from '../../errors/index.js';
import { isWellFormed } from '../well-formed.js';

/**
 * Directory at the root where objects are written before they get their name. Never listed and never
 * in a key, at any depth: the root of one store may lie below that of another.
 */
export const TEMPORARY_DIRECTORY = '.stagewire-tmp';
/** NAME_MAX of the common file systems. */
const LONGEST_COMPONENT_BYTES = 255;

/** Why no file can have this key, or null. Keys are taken byte for byte, so nothing is collapsed or cleaned. */
function whyUnrepresentable(key: string): string | null {
  if (key === '') return 'it is empty';
  if (key.includes('\0')) return 'it holds a NUL character';
  if (!isWellFormed(key)) return 'it is not valid Unicode';
  const components = key.split('/');
  for (const component of components) {
    if (component === TEMPORARY_DIRECTORY) return `'${TEMPORARY_DIRECTORY}' is reserved`;
    if (component === '') return "it begins or ends with '/' or holds '//'";
    if (component === '.' || component === '..') return `a component is '${component}'`;
    if (Buffer.byteLength(component) > LONGEST_COMPONENT_BYTES) return `a component is longer than ${LONGEST_COMPONENT_BYTES} bytes`;
  }
  return null;
}

/** Whether a file could have this key; one that could not does not exist. */
export function isRepresentable(key: string): boolean {
  return whyUnrepresentable(key) === null;
}

/** 1006 if a file system cannot hold the key. */
export function refuseUnrepresentable(key: string): void {
  const why = whyUnrepresentable(key);
  if (why !== null) throw new StagewireError('BadArguments', `a directory store cannot hold an object with the key '${key}': ${why}`);
}

/**
 * Whether a directory below `root` is reached without passing a symbolic link. Only then may it be
 * used: a link could lead out of the root. `root` is a real path. ENOENT and ENOTDIR mean no.
 */
export async function isPlainDirectory(root: string, directory: string): Promise<boolean> {
  const expected = join(root, directory);
  try {
    return (await realpath(expected)) === expected;
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG')) return false;
    throw error;
  }
}

/** The real path of a symbolic link if it stays below `root`, else null. */
export async function linkTarget(root: string, path: string): Promise<string | null> {
  try {
    const target = await realpath(path);
    return target.startsWith(root.endsWith(sep) ? root : root + sep) ? target : null;
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES')) return null;
    throw error;
  }
}

export function isErrno(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}
