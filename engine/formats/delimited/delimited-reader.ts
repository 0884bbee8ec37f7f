import { StagewireError } from '../../../errors/index.js';
import { positionName } from '../../../sql/query/column-positions.js';
import { quoteName, quoteText } from '../../../sql/query/quoting.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import type { StagedTable } from '../../sources/staged-table.js';
import { emptyScan } from '../empty-scan.js';
import { lineLimit } from '../line-profile.js';
import { metadataItems, pathList } from '../metadata.js';
import { plainText } from '../plain-text.js';
import type { FormatReader, ScanContext } from '../reader.js';
import { Memory } from '../remember.js';
import { longestRecord } from './longest-record.js';
import { firstRecordWidth, normalise } from './normalise.js';
import { delimitedOptions, isLineMode, isPlainUtf8, type DelimitedOptions } from './options.js';
import { optionsAreDirect, profileOf, type Profile } from './profile.js';

const FILES_AT_ONCE = 8;

/** A local file that DuckDB reads as our rules have it. */
interface ReadableFile {
  readonly file: SourceFile;
  readonly path: string;
  /** Whether it was rewritten: then the number of the row stands in front. */
  readonly isCanonical: boolean;
  readonly longestLine: number;
}

/**
 * CSV and TEXT. Files without quotes, carriage returns and escapes are read by DuckDB as they are;
 * others are rewritten once to a form that DuckDB reads exactly.
 */
export const delimitedReader: FormatReader = {
  check({ format, use }) {
    if (use.highestPosition === 0) throw new StagewireError('SemanticError', `Query from ${format.type} file lacks column positions. Specify as $1, $2, etc.`);
    if (use.star) throw new StagewireError('SemanticError', 'select * from file only support Parquet format');
    if (isLineMode(delimitedOptions(format)) && format.type === 'TEXT' && use.highestPosition > 1) {
      throw new StagewireError('SemanticError', 'Query from TEXT line mode only supports $1 as column position');
    }
  },

  async scan(table, context) {
    const options = delimitedOptions(table.format);
    const { highestPosition, metadata } = table.use;
    const names = Array.from({ length: highestPosition }, (_, index) => positionName(index + 1));
    if (table.files.length === 0) return emptyScan(Object.fromEntries(names.map((name) => [name, 'VARCHAR'])), metadata);
    const needsNumbers = metadata.includes('metadata$file_row_number');
    const readable = await inParallel(table.files, FILES_AT_ONCE, (file) => readableFile(file, options, highestPosition, needsNumbers, context));
    const scans = [];
    for (const isCanonical of [false, true]) {
      const group = readable.filter((file) => file.isCanonical === isCanonical);
      if (group.length > 0) scans.push(scanOf(group, isCanonical, table, options));
    }
    return scans.join(' UNION ALL ');
  },
};

async function readableFile(file: SourceFile, options: DelimitedOptions, width: number, needsNumbers: boolean, context: ScanContext): Promise<ReadableFile> {
  const { files } = context;
  const path = await plainText(file, { ...options, isPlainUtf8: isPlainUtf8(options) }, files);
  const profile = !needsNumbers && optionsAreDirect(options) ? await profiles.of([file.identity, options], () => profileOf(path, options, files.signal)) : null;
  if (profile?.isDirect) return { file, path, isCanonical: false, longestLine: profile.longestLine };
  const wide = Math.max(width, await firstRecordWidth(path, options));
  const variant = JSON.stringify(['records', options, wide]);
  const canonical = await files.derived(file, variant, (target, signal) => normalise(path, target, options, wide, file.name, signal));
  const longestLine = await recordLengths.of([file.identity, variant], () => longestRecord(canonical));
  return { file, path: canonical, isCanonical: true, longestLine };
}

const profiles = new Memory<Profile>();
const recordLengths = new Memory<number>();

function scanOf(group: readonly ReadableFile[], isCanonical: boolean, { use }: StagedTable, options: DelimitedOptions): string {
  const files = group.map(({ file }) => file);
  const names = Array.from({ length: use.highestPosition }, (_, index) => positionName(index + 1));
  const metadata = metadataItems(use.metadata, files, { fileIndex: 'file_index', rowNumber: '"row"' });
  const source = isCanonical ? canonicalSource(group, names) : directSource(group, names, options);
  return `SELECT ${names.map(quoteName).join(', ')}${metadata} FROM ${source}`;
}

function canonicalSource(group: readonly ReadableFile[], names: readonly string[]): string {
  // Records may be wider than what this query asks for: columns beyond are left out by their number.
  return `read_csv(${pathList(group.map(({ path }) => path))}, ${[
    columnsOption(['row', ...names], 'UBIGINT'), 'auto_detect = false', 'header = false', `delim = ','`, `quote = '"'`, `escape = '"'`, `nullstr = ''`,
    'allow_quoted_nulls = false', `new_line = '\\n'`, 'strict_mode = false', 'null_padding = false', ...limitOf(group),
  ].join(', ')})`;
}

function directSource(group: readonly ReadableFile[], names: readonly string[], options: DelimitedOptions): string {
  // In a file of one column a blank line would be a row; with two it is none.
  const columns = names.length === 1 ? [...names, '_unused'] : names;
  const nulls = [options.nullDisplay, ...(options.emptyIsText ? [] : [''])];
  return `read_csv(${pathList(group.map(({ path }) => path))}, ${[
    columnsOption(columns), 'auto_detect = false', 'header = false', `delim = ${quoteText(options.fieldDelimiter)}`, `quote = ''`, `escape = ''`,
    `nullstr = [${[...new Set(nulls)].map(quoteText).join(', ')}]`, `new_line = '\\n'`, 'null_padding = true', 'strict_mode = false', `skip = ${options.skipHeader}`, ...limitOf(group),
  ].join(', ')})`;
}

function columnsOption(names: readonly string[], firstType = 'VARCHAR'): string {
  return `columns = {${names.map((name, index) => `${quoteText(name)}: ${quoteText(index === 0 ? firstType : 'VARCHAR')}`).join(', ')}}`;
}

function limitOf(group: readonly ReadableFile[]): string[] {
  return lineLimit(Math.max(...group.map(({ longestLine }) => longestLine)));
}
