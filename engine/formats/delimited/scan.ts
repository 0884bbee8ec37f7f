import { positionName } from '../../../sql/query/column-positions.js';
import { quoteName, quoteText } from '../../../sql/query/quoting.js';
import type { ColumnUse } from '../../../sql/query/staged-columns.js';
import type { SourceFile } from '../../sources/source-file.js';
import type { RowOrigins } from '../gathered/gather.js';
import { lineLimit } from '../line-profile.js';
import { besideItems, besideRows, metadataItems, pathList } from '../metadata.js';
import { numberInFile } from '../row-numbers.js';
import { scanInGroups, type Group } from '../scan-in-groups.js';
import { firstRowNumber, type DelimitedOptions } from './options.js';
import type { Reading } from './reading.js';

/** A local file that DuckDB reads as our rules have it. */
export interface ReadableFile {
  readonly file: SourceFile;
  readonly path: string;
  readonly reading: Reading;
  /** Whether it was rewritten: then the number of the row stands in front. */
  readonly isCanonical: boolean;
  /** Lines in front of the first record. */
  readonly headerLines: number;
  /** Of one that holds many files, if metadata are asked for: what its rows are of. */
  readonly origins: RowOrigins | null;
}

/** A SELECT over the files, in their order. */
export function delimitedScan(files: readonly ReadableFile[], use: ColumnUse, options: DelimitedOptions): string {
  return scanInGroups(files, isReadLike, (group) => scanOf(group, use, options));
}

function isReadLike(one: ReadableFile, other: ReadableFile): boolean {
  return !one.origins && !other.origins && one.isCanonical === other.isCanonical && one.headerLines === other.headerLines && (['hasQuotes', 'isCrlf', 'inParallel'] as const).every((trait) => one.reading[trait] === other.reading[trait]);
}

function scanOf(group: Group<ReadableFile>, { highestPosition, metadata }: ColumnUse, options: DelimitedOptions): string {
  const names = namesUpTo(highestPosition).map(quoteName).join(', ');
  const isNumbered = metadata.includes('metadata$file_row_number');
  const [{ isCanonical, origins }] = group;
  const reader = readCsv(group, highestPosition, options);
  if (origins) return `SELECT ${names}${besideItems(metadata)} FROM ${besideRows(reader, metadata, origins, firstRowNumber(options))}`;
  const source = isNumbered && !isCanonical ? `(SELECT ${names}, file_index, ${rowNumber(group, options)} AS "row" FROM ${reader})` : reader;
  return `SELECT ${names}${metadataItems(metadata, group.map(({ file }) => file), { fileIndex: 'file_index', rowNumber: '"row"' })} FROM ${source}`;
}

function rowNumber(group: Group<ReadableFile>, options: DelimitedOptions): string {
  const number = numberInFile(group.map(({ reading }) => reading.rows ?? 0), 'file_index');
  const first = firstRowNumber(options);
  return first > 0 ? `${number} + ${first}` : number;
}

/**
 * A call of DuckDB's reader with its options; columns that a record lacks are NULL. Only in strict mode, which takes what is known
 * of these files for granted, do its threads agree on where quoted fields are.
 */
function readCsv(group: Group<ReadableFile>, highestPosition: number, options: DelimitedOptions): string {
  const [{ isCanonical, headerLines, reading: { hasQuotes, isCrlf, inParallel } }] = group;
  const most = (value: (reading: Reading) => number): number => Math.max(...group.map(({ reading }) => value(reading)));
  // In a file of one column a blank line would be a row; with two it is none.
  const width = Math.max(highestPosition, most(({ mostFields }) => mostFields) - (isCanonical ? 1 : 0), 2);
  const columns = namesUpTo(width).map((name) => `${quoteText(name)}: 'VARCHAR'`);
  const hasNullDisplay = group.some(({ reading }) => reading.hasNullDisplay);
  // Each costs a comparison of every field, and DuckDB takes no empty list.
  const nulls = options.emptyIsText && !isCanonical ? [options.nullDisplay] : hasNullDisplay ? [options.nullDisplay, ''] : [''];
  const quote = hasQuotes ? quoteText(isCanonical ? '"' : options.quote) : `''`;
  return `read_csv(${pathList(group.map(({ path }) => path))}, ${[
    `columns = {${[...(isCanonical ? [`'row': 'UBIGINT'`] : []), ...columns].join(', ')}}`, 'auto_detect = false', 'header = false',
    `delim = ${quoteText(isCanonical ? ',' : options.fieldDelimiter)}`, `quote = ${quote}`, `escape = ${quote}`, `nullstr = [${nulls.map(quoteText).join(', ')}]`, 'allow_quoted_nulls = false',
    `new_line = ${isCrlf ? `'\\r\\n'` : `'\\n'`}`, 'null_padding = true', `strict_mode = ${hasQuotes && inParallel}`, `skip = ${headerLines}`, `parallel = ${inParallel}`,
    ...lineLimit(most(({ longest }) => longest)),
  ].join(', ')})`;
}

const namesUpTo = (position: number): string[] => Array.from({ length: position }, (_, index) => positionName(index + 1));
