import { StagewireError } from '../../errors/index.js';
import { refuseTraversal } from '../../sql/location.js';
import type { ObjectStore } from '../../storage/object-store.js';
import type { StagePlace } from './stage-place.js';
import { stagedFiles, type StagedFile } from './staged-files.js';

/** What of a location a statement reads. */
export interface FileChoice {
  readonly pattern: string | null;
  /** Names below the path; PATTERN is ignored then. */
  readonly files: readonly string[] | null;
}

const STATS_AT_ONCE = 16;

/**
 * The files that a statement reads: those of FILES in their order, or all that path and PATTERN choose by name.
 * 3001 for a name in FILES that is no object, 1006 for one that is a directory.
 */
export async function chosenFiles(place: StagePlace, path: string, { pattern, files }: FileChoice, signal: AbortSignal): Promise<readonly StagedFile[]> {
  if (files !== null) return namedFiles(place, path, files, signal);
  const chosen: StagedFile[] = [];
  for await (const page of stagedFiles(place, path, pattern, signal)) chosen.push(...page);
  return chosen;
}

async function namedFiles(place: StagePlace, path: string, names: readonly string[], signal: AbortSignal): Promise<readonly StagedFile[]> {
  const found: StagedFile[] = [];
  for (let start = 0; start < names.length; start += STATS_AT_ONCE) {
    found.push(...(await Promise.all(names.slice(start, start + STATS_AT_ONCE).map((name) => namedFile(place, joined(path, name), signal)))));
  }
  return found;
}

async function namedFile({ store, prefix }: StagePlace, name: string, signal: AbortSignal): Promise<StagedFile> {
  refuseTraversal(name);
  const object = await store.stat(prefix + name, signal);
  if (object) return { object, name };
  if (store.canList && (await holdsObjects(store, `${prefix}${name.replace(/\/+$/, '')}/`, signal))) {
    throw new StagewireError('BadArguments', `${name} is not a file`);
  }
  throw new StagewireError('StorageNotFound', `file '${name}' does not exist`);
}

async function holdsObjects(store: ObjectStore, directory: string, signal: AbortSignal): Promise<boolean> {
  for await (const page of store.list(directory, signal)) if (page.length > 0) return true;
  return false;
}

/** One slash between the path and the name. */
function joined(path: string, name: string): string {
  const below = name.replace(/^\/+/, '');
  return path === '' ? below : `${path.replace(/\/+$/, '')}/${below}`;
}
