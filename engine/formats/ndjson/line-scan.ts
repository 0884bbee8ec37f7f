import type { ColumnUse } from '../../../sql/query/staged-columns.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import type { LineProfile } from '../line-look.js';
import { lineLimit, lineProfile } from '../line-profile.js';
import { metadataItems, pathList } from '../metadata.js';
import { Memory } from '../remember.js';
import { numberInFile } from '../row-numbers.js';
import type { Looking } from '../shape/look-through.js';
import { textShape } from '../shape/text-shape.js';

const FILES_AT_ONCE = 8;

/** A local file of lines of JSON. */
export interface LineFile {
  readonly file: SourceFile;
  readonly path: string;
  readonly longest: number;
  /** How many there are, blank ones too; null where nobody asks for numbers of rows. */
  readonly lines: number | null;
}

const profiles = new Memory<LineProfile>();

/** What is known of the lines of a file; `variant` says how its local copy was made. */
export function linesOf(file: SourceFile, path: string, variant: string, looking: Looking): Promise<LineProfile> {
  return profiles.of([file.identity, variant], () => lineProfile(path, looking));
}

const counts = new Memory<number>();

/** How many lines a file has if its rows are to be numbered, else null. */
export async function countedLines(file: SourceFile, path: string, variant: string, { metadata }: ColumnUse, looking: Looking): Promise<number | null> {
  if (!metadata.includes('metadata$file_row_number')) return null;
  return counts.of([file.identity, variant], async () => (await textShape(path, NO_MARKS, looking)).lines);
}

/** Lines are all that is looked for. */
const NO_MARKS = { quote: null, delimiter: 0 };

/** A SELECT over lines of JSON that we wrote ourselves, one for each row of the file. */
export async function lineScan(files: readonly SourceFile[], paths: readonly string[], use: ColumnUse, looking: Looking): Promise<string> {
  const readable = await inParallel(files, FILES_AT_ONCE, async (file, index) => {
    const path = paths[index] ?? '';
    return { file, path, longest: (await linesOf(file, path, 'written', looking)).longest, lines: await countedLines(file, path, 'written', use, looking) };
  });
  return scanLines(readable, use);
}

/** A SELECT over lines of JSON; rows are numbered per file in the order of its lines. */
export function scanLines(files: readonly LineFile[], use: ColumnUse): string {
  const number = use.metadata.includes('metadata$file_row_number') ? `, ${numberInFile(files.map(({ lines }) => lines ?? 0), 'file_index')} AS number` : '';
  const metadata = metadataItems(use.metadata, files.map(({ file }) => file), { fileIndex: 'file', rowNumber: 'number' });
  const options = [
    "columns = {'line': 'VARCHAR'}", 'auto_detect = false', 'header = false', "delim = ''", "quote = ''", "escape = ''", "nullstr = ''", "new_line = '\\n'",
    'strict_mode = false', ...lineLimit(Math.max(...files.map(({ longest }) => longest))),
  ];
  const lines = `SELECT line, file_index AS file${number} FROM read_csv(${pathList(files.map(({ path }) => path))}, ${options.join(', ')})`;
  return `SELECT json(line) AS "_$1"${metadata} FROM (${lines}) WHERE line IS NOT NULL AND trim(line, ' \t\r') <> ''`;
}
