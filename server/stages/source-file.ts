import type { SourceFile } from '../../engine/sources/source-file.js';
import type { StagePlace } from './stage-place.js';
import type { StagedFile } from './staged-files.js';

/** A staged file as the engine reads it. */
export function sourceFile({ store }: StagePlace, { object, name }: StagedFile): SourceFile {
  const { key, size, version, etag, lastModified } = object;
  return {
    name,
    identity: JSON.stringify([store.id, key, version, size]),
    size,
    contentKey: etag === null ? null : etag.replaceAll('"', ''),
    lastModified,
    read: (range, signal) => store.read(key, { version, signal, ...(range && { range }) }),
    link: (target) => store.link(key, version, target),
  };
}
