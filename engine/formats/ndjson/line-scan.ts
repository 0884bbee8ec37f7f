import type { ColumnUse } from '../../../sql/query/staged-columns.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import type { LineProfile } from '../line-look.js';
import { lineLimit, lineProfile } from '../line-profile.js';
import type { RowOrigins } from '../gathered/gather.js';
import { besideItems, besideRows, metadataItems, pathList } from '../metadata.js';
import { Memory } from '../remember.js';
import { numberInFile } from '../row-numbers.js';
import { scanInGroups, type Group } from '../scan-in-groups.js';
import type { Looking } from '../shape/look-through.js';
import { textShape } from '../shape/text-shape.js';

const FILES_AT_ONCE = 8;

/** A local file of lines of JSON. */
export interface LineFile {
  readonly file: SourceFile;
  readonly path: string;
  readonly profile: LineProfile;
  /** How many there are, blank ones too; null where nobody asks for numbers of rows. */
  readonly lines: number | null;
  /** Of one that holds many files, if metadata are asked for: what its lines are of. */
  readonly origins: RowOrigins | null;
}

const profiles = new Memory<LineProfile>();

/** What is known of the lines of a local file; `identity` stands for the content that it was made of, `variant` says how. */
export function profileOf(identity: string, path: string, variant: string, looking: Looking): Promise<LineProfile> {
  return profiles.of([identity, variant], () => lineProfile(path, looking));
}

const counts = new Memory<number>();

/** How many lines a file has if its rows are to be numbered, else null. */
export async function countedLines(file: SourceFile, path: string, variant: string, { metadata }: ColumnUse, looking: Looking): Promise<number | null> {
  if (!metadata.includes('metadata$file_row_number')) return null;
  return counts.of([file.identity, variant], async () => (await textShape(path, LINES_ONLY, looking)).lines);
}

/** Lines are all that is looked for. */
export const LINES_ONLY = { quote: null, delimiter: 0, nullByte: null };

/** A SELECT over lines of JSON that we wrote ourselves, one for each row of the file. */
export async function lineScan(files: readonly SourceFile[], paths: readonly string[], use: ColumnUse, looking: Looking): Promise<string> {
  const readable = await inParallel(files, FILES_AT_ONCE, async (file, index) => {
    const path = paths[index] ?? '';
    return { file, path, profile: await profileOf(file.identity, path, 'written', looking), lines: await countedLines(file, path, 'written', use, looking), origins: null };
  });
  return scanLines(readable, use);
}

/** Bytes; of twice as many DuckDB's JSON reader makes a buffer for each thread. */
const USUAL_LONGEST_OBJECT = 4 * 1024 ** 2;
/** Blank lines are no rows. Nearly every line is told by its first character; `trim` goes through all of them. */
const NOT_BLANK = "(ord(line) > 32 OR trim(line, ' \t\r') <> '')";

/** A SELECT over lines of JSON; rows are numbered per file in the order of its lines. */
export function scanLines(files: readonly LineFile[], use: ColumnUse): string {
  return scanInGroups(files, (one, other) => !one.origins && !other.origins, (group) => scanOf(group, use));
}

function scanOf(files: Group<LineFile>, use: ColumnUse): string {
  const paths = pathList(files.map(({ path }) => path));
  const longest = Math.max(...files.map(({ profile }) => profile.longest));
  // What a path finds is written anew anyway.
  const value = (json: string): string => (use.pathsOnly === true ? `CAST(${json} AS JSON)` : `fn.compact(${json})`);
  const metadata = (fileIndex: string): string => metadataItems(use.metadata, files.map(({ file }) => file), { fileIndex, rowNumber: 'number' });
  const isNumbered = use.metadata.includes('metadata$file_row_number');
  const [{ origins }] = files;
  if (use.highestPosition > 0 && !isNumbered && !origins && files.every(readAsObjects)) {
    return `SELECT ${value('json')} AS "_$1"${metadata('file_index')} FROM read_ndjson_objects(${paths}, maximum_object_size = ${Math.max(2 * longest, USUAL_LONGEST_OBJECT)})`;
  }
  const options = [
    "columns = {'line': 'VARCHAR'}", 'auto_detect = false', 'header = false', "delim = ''", "quote = ''", "escape = ''", "nullstr = ''", "new_line = '\\n'",
    'strict_mode = false', ...lineLimit(longest),
  ];
  const reader = `read_csv(${paths}, ${options.join(', ')})`;
  if (origins) return `SELECT ${value('line')} AS "_$1"${besideItems(use.metadata)} FROM ${besideRows(reader, use.metadata, origins, 0)} WHERE ${NOT_BLANK}`;
  const number = isNumbered ? `, ${numberInFile(files.map(({ lines }) => lines ?? 0), 'file_index')} AS number` : '';
  const lines = `SELECT line, file_index AS file${number} FROM ${reader}`;
  return `SELECT ${value('line')} AS "_$1"${metadata('file')} FROM (${lines}) WHERE ${NOT_BLANK}`;
}

/**
 * Whether DuckDB's JSON reader, which takes half as long as its CSV reader with JSON on top, finds the same lines: it knows no byte order mark, and
 * a carriage return to it is a blank wherever it stands.
 */
function readAsObjects({ profile: { hasByteOrderMark, hasCarriageReturn } }: LineFile): boolean {
  return !hasByteOrderMark && !hasCarriageReturn;
}
