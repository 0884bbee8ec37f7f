import type { ObjectInfo } from '../../storage/object-store.js';
import { compilePattern } from './pattern.js';
import type { StagePlace } from './stage-place.js';

/** A file of a stage: the object, and its path from the root of the stage. */
export interface StagedFile {
  readonly object: ObjectInfo;
  readonly name: string;
}

/**
 * The files that a location and a PATTERN choose, page by page in the order of their names. `path` is a
 * raw prefix, not a folder. The file with exactly that name is there whatever the pattern says;
 * others are if the pattern matches the whole of what follows the path. Throws 1005 for a bad pattern.
 */
export function stagedFiles(place: StagePlace, path: string, pattern: string | null, signal: AbortSignal): AsyncIterable<readonly StagedFile[]> {
  const matches = pattern === null ? null : pattern === '' ? () => false : compilePattern(pattern);
  return chosenFiles(place, path, matches, signal);
}

async function* chosenFiles(place: StagePlace, path: string, matches: ((text: string) => boolean) | null, signal: AbortSignal): AsyncGenerator<readonly StagedFile[]> {
  const start = place.prefix + path;
  for await (const page of place.store.list(start, signal)) {
    const chosen = page.filter(({ key }) => key === start || !matches || matches(key.slice(start.length)));
    if (chosen.length > 0) yield chosen.map((object) => ({ object, name: object.key.slice(place.prefix.length) }));
  }
}
