import { createHash } from 'node:crypto';
import { inParallel } from '../../sources/in-parallel.js';
import type { StagedTable } from '../../sources/staged-table.js';
import type { ScanContext } from '../reader.js';
import { Memory } from '../remember.js';
import { GEO_KEY, readFooter, readFooterSync, type Footer } from './footer.js';

const FILES_AT_ONCE = 16;
/** Fewer footers are read in the time that a thread takes to start. */
const LEAST_IN_THREAD = 200;

const GEO = ' geo';

const known = new Memory<string>();

/** For each file of a table a text that is the same for equal schemas ({@link isSameSchema}), from the local Parquet files that hold them. 1201 for a file that is no Parquet. */
export async function schemaIds({ files, format }: StagedTable, paths: readonly string[], { files: { threads, signal } }: ScanContext): Promise<readonly string[]> {
  const variant = JSON.stringify(format);
  const ids = files.map(({ identity }) => known.get([identity, variant]));
  const missing = files.flatMap((file, index) => (ids[index] === undefined ? [{ file, index, read: { name: file.name, path: paths[index] ?? '' } }] : []));
  const found = missing.length >= LEAST_IN_THREAD
    ? await threads.run('readSchemaIds', { files: missing.map(({ read }) => read) }, signal)
    : await inParallel(missing, FILES_AT_ONCE, async ({ read: { path, name } }) => idOf(await readFooter(path, name)));
  for (const [position, { file, index }] of missing.entries()) {
    const id = found[position] ?? '';
    known.set([file.identity, variant], id);
    ids[index] = id;
  }
  return ids.map((id) => id ?? '');
}

/** The same of local files, in a thread of its own: it opens, reads and closes each in a tenth of the time that hops to libuv's pool take. */
export function readSchemaIds({ files }: { readonly files: readonly { readonly path: string; readonly name: string }[] }): string[] {
  return files.map(({ path, name }) => idOf(readFooterSync(path, name)));
}

const idOf = ({ schema, bytes }: Footer): string => createHash('sha256').update(schema).digest('base64') + (bytes.includes(GEO_KEY) ? GEO : '');

/** Whether the schema says all of what DuckDB makes of the columns. */
export function decidesColumns(schemaId: string): boolean {
  return !schemaId.endsWith(GEO);
}

export function isSameSchema(one: string, other: string): boolean {
  return one === other || one.replace(GEO, '') === other.replace(GEO, '');
}
