import type { Relation } from '../../sql/relation.js';
import { stagedFiles, type StagedFile } from '../stages/staged-files.js';
import type { StagePlace } from '../stages/stage-place.js';
import { relation, type ColumnDefinition } from './table.js';

const COLUMNS: readonly ColumnDefinition<StagedFile>[] = [
  { name: 'name', type: 'varchar', of: ({ name }) => name },
  { name: 'size', type: 'uint64', of: ({ object }) => object.size },
  { name: 'md5', type: 'varchar', nullable: true, of: ({ object }) => object.etag },
  { name: 'last_modified', type: 'varchar', of: ({ object }) => momentText(object.lastModified) },
  { name: 'creator', type: 'varchar', nullable: true, of: () => null },
];

/** `2024-03-05 07:08:09.000 +0000` */
function momentText(date: Date): string {
  return `${date.toISOString().replace('T', ' ').replace('Z', '')} +0000`;
}

/** The files that LIST and list_stage show. Throws 1005 for a bad pattern. */
export function filesRelation(place: StagePlace, path: string, pattern: string | null, signal: AbortSignal): Relation {
  return relation(COLUMNS, stagedFiles(place, path, pattern, signal));
}

const DIRECTORY_COLUMNS: readonly ColumnDefinition<StagedFile>[] = [
  { name: 'relative_path', type: 'varchar', of: ({ name }) => name },
  { name: 'size', type: 'uint64', of: ({ object }) => object.size },
  { name: 'last_modified', type: 'timestamp', of: ({ object }) => object.lastModified },
  { name: 'md5', type: 'varchar', nullable: true, of: ({ object }) => md5Of(object.etag) },
  { name: 'etag', type: 'varchar', nullable: true, of: ({ object }) => object.etag?.replaceAll('"', '') ?? null },
];

/** The files of a stage as DIRECTORY(@stage) shows them; `urlOf` gives the URL of one by its name, or null for none. */
export function directoryRelation(place: StagePlace, path: string, urlOf: (name: string) => string | null, signal: AbortSignal): Relation {
  return relation([...DIRECTORY_COLUMNS, { name: 'file_url', type: 'varchar', nullable: true, of: ({ name }) => urlOf(name) }], stagedFiles(place, path, null, signal));
}

/** The ETag of an object that was written in one part is the MD5 of its content. */
function md5Of(etag: string | null): string | null {
  const plain = etag?.replaceAll('"', '') ?? '';
  return /^[0-9a-f]{32}$/i.test(plain) ? plain : null;
}
