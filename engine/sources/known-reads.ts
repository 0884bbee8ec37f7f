import { createHash } from 'node:crypto';
import type { LocalFiles, PartsOfFile } from '../cache/local-files.js';
import { RecentlyUsed } from '../recently-used.js';
import type { FileRange } from './source-file.js';
import type { StagedTable } from './staged-table.js';

const MOST_QUERIES = 200;
/** A query that reads more parts is planned anew each time. */
const MOST_PARTS = 2000;

/** What queries read of files with holes, so that one that comes again needs no plan for that. A query of the same files has the same plan. */
export class KnownReads {
  /** Parts by the identity of their file, by what was asked. */
  readonly #known = new RecentlyUsed<string, ReadonlyMap<string, readonly FileRange[]>>(MOST_QUERIES);

  /** What a query reads of the files with holes; asks `find` if that is not known. `sql` has its parameters in it. */
  async of(sql: string, tables: readonly StagedTable[], files: LocalFiles, find: () => Promise<readonly PartsOfFile[]>): Promise<readonly PartsOfFile[]> {
    const holes = [...files.withHoles].map((path) => ({ path, identity: files.fileAt(path)?.identity ?? path }));
    const key = keyOf(sql, tables);
    const known = this.#known.get(key);
    if (known) return holes.map(({ path, identity }) => ({ path, parts: known.get(identity) ?? [] }));
    const found = await find();
    if (found.reduce((sum, { parts }) => sum + parts.length, 0) <= MOST_PARTS) this.#known.set(key, byIdentity(found, holes));
    return found;
  }
}

function keyOf(sql: string, tables: readonly StagedTable[]): string {
  const read = tables.map(({ files, format, use, leadingRows }) => [files.map(({ identity }) => identity), format, use, leadingRows ?? null]);
  return createHash('sha256').update(JSON.stringify([sql, read])).digest('hex');
}

/** Parts of a file that has several paths are those of all of them. */
function byIdentity(found: readonly PartsOfFile[], holes: readonly { readonly path: string; readonly identity: string }[]): ReadonlyMap<string, readonly FileRange[]> {
  const identities = new Map(holes.map(({ path, identity }) => [path, identity]));
  const parts = new Map<string, Map<number, FileRange>>();
  for (const { path, parts: own } of found) {
    const identity = identities.get(path) ?? path;
    const all = parts.get(identity) ?? new Map<number, FileRange>();
    for (const { offset, length } of own) all.set(offset, { offset, length });
    parts.set(identity, all);
  }
  return new Map([...parts].map(([identity, all]) => [identity, [...all.values()]]));
}
