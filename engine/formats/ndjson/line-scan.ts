import type { ColumnUse } from '../../../sql/query/staged-columns.js';
import type { SourceFile } from '../../sources/source-file.js';
import { lineLimit, lineProfile, type LineProfile } from '../line-profile.js';
import { metadataItems, pathList } from '../metadata.js';
import { Memory } from '../remember.js';

/** A local file of lines of JSON. */
export interface LineFile {
  readonly file: SourceFile;
  readonly path: string;
  readonly longest: number;
}

const profiles = new Memory<LineProfile>();

/** What is known of the lines of a file; `variant` says how its local copy was made. */
export function linesOf(file: SourceFile, path: string, variant: string): Promise<LineProfile> {
  return profiles.of([file.identity, variant], () => lineProfile(path));
}

/** A SELECT over lines of JSON that we wrote ourselves, one for each row of the file. */
export async function lineScan(files: readonly SourceFile[], paths: readonly string[], use: ColumnUse): Promise<string> {
  const readable = [];
  for (const [index, file] of files.entries()) {
    const path = paths[index] ?? '';
    readable.push({ file, path, longest: (await linesOf(file, path, 'written')).longest });
  }
  return scanLines(readable, use);
}

/** Rows are numbered per file in the order of its lines. */
export function scanLines(files: readonly LineFile[], use: ColumnUse): string {
  const groups = use.metadata.includes('metadata$file_row_number') ? files.map((file) => [file]) : [files];
  return groups.map((group) => scanOf(group, use)).join(' UNION ALL ');
}

function scanOf(group: readonly LineFile[], use: ColumnUse): string {
  const isNumbered = use.metadata.includes('metadata$file_row_number');
  const metadata = metadataItems(use.metadata, group.map(({ file }) => file), { fileIndex: 'file', rowNumber: 'number' });
  const options = [
    "columns = {'line': 'VARCHAR'}", 'auto_detect = false', 'header = false', "delim = ''", "quote = ''", "escape = ''", "nullstr = ''", "new_line = '\\n'",
    'strict_mode = false', ...lineLimit(Math.max(...group.map(({ longest }) => longest))),
  ];
  const lines = `SELECT line, file_index AS file${isNumbered ? ', row_number() OVER () - 1 AS number' : ''} FROM read_csv(${pathList(group.map(({ path }) => path))}, ${options.join(', ')})`;
  return `SELECT json(line) AS "_$1"${metadata} FROM (${lines}) WHERE line IS NOT NULL AND trim(line, ' \t\r') <> ''`;
}
