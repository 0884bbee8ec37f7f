import { stat } from 'node:fs/promises';
import { StagewireError } from '../../../errors/index.js';
import { positionName } from '../../../sql/query/column-positions.js';
import { FILES_AT_ONCE, type LocalFiles } from '../../cache/local-files.js';
import { codecOf } from '../../compression/codec.js';
import { beginnings } from '../../sources/beginnings.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import type { ColumnUse } from '../../../sql/query/staged-columns.js';
import { emptyScan } from '../empty-scan.js';
import { readInRuns } from '../gathered/runs.js';
import { linePortions } from '../line-portions.js';
import { plainText } from '../plain-text.js';
import type { FormatReader, ScanContext } from '../reader.js';
import { Memory } from '../remember.js';
import { withoutReturns } from '../returns/without-returns.js';
import { gatheredFile } from './gathered-file.js';
import { findBadData, firstRecordWidth, normalise, type Normalisation } from './normalise.js';
import { delimitedOptions, firstRowNumber, isLineMode, isPlainUtf8, type DelimitedOptions } from './options.js';
import { lineOfRecord } from './line-of-record.js';
import { canonicalReading, directReading, mayMisreadEdges, optionsAreDirect, withLf, type Reading } from './reading.js';
import { delimitedScan, type ReadableFile } from './scan.js';

const REWRITTEN_AT_ONCE = 8;

/**
 * CSV and TEXT. Files that DuckDB's reader takes as our rules do are read by it as they are; others are rewritten
 * once to a form that it reads exactly.
 */
export const delimitedReader: FormatReader = {
  check({ format, use }) {
    if (use.highestPosition === 0) throw new StagewireError('SemanticError', `Query from ${format.type} file lacks column positions. Specify as $1, $2, etc.`);
    if (use.star) throw new StagewireError('SemanticError', 'select * from file only support Parquet format');
    if (isLineMode(delimitedOptions(format)) && format.type === 'TEXT' && use.highestPosition > 1) {
      throw new StagewireError('SemanticError', 'Query from TEXT line mode only supports $1 as column position');
    }
  },

  async scan({ files, format, use, eachByItself }, context) {
    const options = delimitedOptions(format);
    if (files.length === 0) {
      const names = Array.from({ length: use.highestPosition }, (_, index) => positionName(index + 1));
      return emptyScan(Object.fromEntries(names.map((name) => [name, 'VARCHAR'])), use.metadata);
    }
    const isGathered = eachByItself !== true && optionsAreDirect(options);
    const readable = await readInRuns(files, {
      mayGather: ({ name }) => isGathered && codecOf(options.compression, name) === null,
      asOne: (run) => gatheredFile(run, options, use, context.files),
      oneByOne: (run) => eachFile(run, options, use, context),
    });
    return delimitedScan(readable, use, options);
  },

  portions(table, _first, context) {
    const options = delimitedOptions(table.format);
    if (!/^\r?\n$/.test(options.recordDelimiter)) return Promise.resolve(beginnings(table));
    return linePortions(table, { ...options, isPlainUtf8: isPlainUtf8(options) }, [options.quote, options.escape], context);
  },

  async locate({ files, format, use }, { files: local }) {
    const options = delimitedOptions(format);
    for (const file of files) {
      const path = await plainText(file, { ...options, isPlainUtf8: isPlainUtf8(options) }, local);
      const found = await findBadData(path, options, use.highestPosition, local.signal);
      if (found) return found.in(file.name);
    }
    return null;
  },

  async lineOf(file, row, { format }, { files }) {
    const options = delimitedOptions(format);
    const path = await plainText(file, { ...options, isPlainUtf8: isPlainUtf8(options) }, files);
    return lineOfRecord(path, options, row - firstRowNumber(options) + options.skipHeader, files.signal);
  },
};

/** Every file by itself. */
async function eachFile(files: readonly SourceFile[], options: DelimitedOptions, { highestPosition, metadata }: ColumnUse, context: ScanContext): Promise<readonly ReadableFile[]> {
  // Of one CSV file the numbers of rows are those of the scan, so that nothing need be counted before; in TEXT blank lines count.
  const countsRows = metadata.includes('metadata$file_row_number') && (files.length > 1 || options.type === 'TEXT');
  const decoding = { ...options, isPlainUtf8: isPlainUtf8(options) };
  const variant = JSON.stringify([options, countsRows]);
  const paths = await inParallel(files, FILES_AT_ONCE, (file) => plainText(file, decoding, context.files));
  const readings = await inParallel(files, FILES_AT_ONCE, ({ identity }, index) =>
    directReadings.of([identity, variant], async () => ({ reading: await directReading(paths[index] ?? '', options, countsRows, context.files) })));
  return inParallel(files, REWRITTEN_AT_ONCE, async (file, index) => {
    const [path, reading] = [paths[index] ?? '', readings[index]?.reading ?? null];
    return (reading && (await readableFile(file, path, reading, options, context))) ?? rewrittenFile(file, path, options, highestPosition, context);
  });
}

/** Of a smaller file DuckDB has no more than two parts for its threads. */
const LEAST_COPIED_BYTES = 16 * 1024 ** 2;

/**
 * A file that DuckDB reads as it is, or a copy of it with LF for CRLF that it reads more surely, and by several threads, if there is room for one. Null for
 * one that is to be rewritten.
 */
async function readableFile(file: SourceFile, path: string, reading: Reading, { compression, skipHeader }: DelimitedOptions, { files }: ScanContext): Promise<ReadableFile | null> {
  const asIs = { file, path, reading, isCanonical: false, headerLines: skipHeader, origins: null };
  if (reading.inParallel || !reading.isCrlf) return asIs;
  const { size } = await stat(path);
  if (size < LEAST_COPIED_BYTES) return asIs;
  if (!reading.hasQuotedLineEnds && files.canKeep(size)) return { ...asIs, path: await withoutReturns(file, path, compression, files), reading: withLf(reading) };
  return mayMisreadEdges(reading) ? null : asIs;
}

async function rewrittenFile(file: SourceFile, path: string, options: DelimitedOptions, width: number, { files }: ScanContext): Promise<ReadableFile> {
  const wide = Math.max(width, await firstRecordWidth(path, options));
  const rewritten = async (columns: number): Promise<ReadableFile> => {
    const variant = JSON.stringify(['records 2', options, columns]);
    const canonical = await files.derived(file, variant, (target, signal) =>
      normaliseWhereItFits({ source: path, target, options, width: columns, fileName: file.name }, files, signal));
    return { file, path: canonical, reading: await canonicalReadings.of([file.identity, variant], () => canonicalReading(canonical, files)), isCanonical: true, headerLines: 0, origins: null };
  };
  try {
    return await rewritten(wide);
  } catch (error) {
    // Bad data in columns that the query does not read are not its business.
    if (wide === width || !(error instanceof StagewireError) || error.kind !== 'BadBytes') throw error;
    return rewritten(width);
  }
}

/** Done before a thread could begin, without keeping anybody waiting. */
const SMALL_BYTES = 512 * 1024;

async function normaliseWhereItFits(work: Normalisation, { threads }: LocalFiles, signal: AbortSignal): Promise<void> {
  const { size } = await stat(work.source);
  await (size > SMALL_BYTES ? threads.run('normalise', work, signal) : normalise(work, signal));
}

/** Null: only our own parser reads it. */
const directReadings = new Memory<{ readonly reading: Reading | null }>();
const canonicalReadings = new Memory<Reading>();
