import type { Cursor } from '../grammar/cursor.js';
import { stageLocation } from '../grammar/location.js';
import { bareOptions, type Option } from '../grammar/options.js';
import { parseLocalFile, type LocalFile } from '../local-file.js';
import { parseStageLocation, type StageLocation } from '../location.js';
import { syntaxError } from '../syntax-error.js';
import { StagewireError } from '../../errors/index.js';

/** Compressions that a file can have before it comes; `auto_detect` goes by its name. */
export const SOURCE_COMPRESSIONS = ['auto_detect', 'none', 'gzip', 'bz2', 'brotli', 'zstd', 'deflate', 'raw_deflate', 'xz', 'zip', 'snappy'] as const;
export type SourceCompression = (typeof SOURCE_COMPRESSIONS)[number];

export interface PutOptions {
  readonly overwrite: boolean;
  readonly autoCompress: boolean;
  readonly sourceCompression: SourceCompression;
  /** The length in bytes that the client vouches for; null if it does not. */
  readonly size: number | null;
}

/** Files of the client into a folder of a stage. */
export interface PutFiles extends PutOptions {
  readonly kind: 'put';
  readonly files: readonly LocalFile[];
  readonly folder: StageLocation;
  /** PUT answers a row for each file, LOAD DATA counts only. */
  readonly answer: 'rows' | 'counts';
}

/**
 * `PUT <file> [, …] <location> [OVERWRITE = <bool>] [AUTO_COMPRESS = <bool>] [SOURCE_COMPRESSION = <word>] [SIZE = <bytes>]
 * [PARALLEL = <n>]`; a file is `'file:///path'` or the same without quotes. The location is a folder, as in Snowflake.
 */
export function parsePut(cursor: Cursor): PutFiles {
  cursor.expect('PUT');
  const files = localFiles(cursor);
  const folder = stageLocation(cursor);
  return { kind: 'put', files, folder, ...putOptions(cursor, files.length), answer: 'rows' };
}

function localFiles(cursor: Cursor): readonly LocalFile[] {
  const parenthesized = cursor.takeSymbol('(');
  const files: LocalFile[] = [];
  do files.push(localFile(cursor)); while (cursor.takeSymbol(','));
  if (parenthesized) cursor.expectSymbol(')');
  return files;
}

function localFile(cursor: Cursor): LocalFile {
  if (cursor.token.kind === 'string' || cursor.token.kind === 'dollar') return parseLocalFile(cursor.expectString('a file'));
  if (cursor.isWord('FILE')) return parseLocalFile(cursor.takeBare());
  throw cursor.unexpected("a file of the client such as 'file:///path/name'");
}

/**
 * `LOAD DATA [LOW_PRIORITY | CONCURRENT] LOCAL INFILE '<path>' [REPLACE | IGNORE] INTO STAGE <name>[/<folder>] [<options of PUT>]`.
 * As in MySQL a file that is there already stays unless REPLACE is said (manual, "LOAD DATA Statement").
 */
export function parseLoadData(cursor: Cursor): PutFiles {
  cursor.expect('LOAD', 'DATA');
  cursor.takeOneOf('LOW_PRIORITY', 'CONCURRENT');
  const local = cursor.take('LOCAL');
  cursor.expect('INFILE');
  const file = parseLocalFile(cursor.expectString('the name of a file in quotes'));
  const overwrite = cursor.takeOneOf('REPLACE', 'IGNORE') === 'REPLACE';
  cursor.expect('INTO');
  if (cursor.isWord('TABLE')) throw new StagewireError('Unimplemented', 'LOAD DATA … INTO TABLE is not supported: LOAD DATA LOCAL INFILE … INTO STAGE puts the file into a stage, where queries can read it');
  cursor.expect('STAGE');
  const folder = cursor.token.kind === 'word' || cursor.isSymbol('~') ? parseStageLocation(`@${cursor.takeBare()}`) : stageLocation(cursor);
  if (!local) throw new StagewireError('Unimplemented', 'LOAD DATA without LOCAL would read a file of the server, which it does not do: LOAD DATA LOCAL INFILE sends one from the client');
  return { kind: 'put', files: [file], folder, ...putOptions(cursor, 1), ...(overwrite ? { overwrite } : {}), answer: 'counts' };
}

function putOptions(cursor: Cursor, files: number): PutOptions {
  let put: PutOptions = { overwrite: false, autoCompress: false, sourceCompression: 'auto_detect', size: null };
  for (const option of bareOptions(cursor)) {
    switch (option.key) {
      case 'overwrite':
        put = { ...put, overwrite: booleanOf(cursor, option) };
        break;
      case 'auto_compress':
        put = { ...put, autoCompress: booleanOf(cursor, option) };
        break;
      case 'source_compression':
        put = { ...put, sourceCompression: compressionOf(cursor, option) };
        break;
      case 'size':
        if (files > 1) throw syntaxError(cursor.sql, option.span, 'SIZE is for one file');
        put = { ...put, size: integerOf(cursor, option, 0, Number.MAX_SAFE_INTEGER) };
        break;
      case 'parallel':
        // A connection carries one file at a time.
        integerOf(cursor, option, 1, 99);
        break;
      default:
        throw syntaxError(cursor.sql, option.span, 'unknown option, expected OVERWRITE, AUTO_COMPRESS, SOURCE_COMPRESSION, SIZE or PARALLEL');
    }
  }
  return put;
}

function booleanOf(cursor: Cursor, { value, span }: Option): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return /^true$/i.test(value);
  throw syntaxError(cursor.sql, span, 'takes TRUE or FALSE');
}

function integerOf(cursor: Cursor, { value, span }: Option, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw syntaxError(cursor.sql, span, `takes a whole number from ${least} to ${most}`);
}

function compressionOf(cursor: Cursor, { value, span }: Option): SourceCompression {
  const found = SOURCE_COMPRESSIONS.find((name) => name === String(value).toLowerCase());
  if (found === undefined) throw syntaxError(cursor.sql, span, `takes one of ${SOURCE_COMPRESSIONS.map((name) => name.toUpperCase()).join(', ')}`);
  return found;
}

const LARGEST_CHUNK = 64 * 1024 * 1024;

/** The bytes of one file, or of all files below a folder. */
export interface GetFiles {
  readonly kind: 'get';
  readonly location: StageLocation;
  readonly pattern: string | null;
  /** Bytes of one row at most; null for what suits the file. */
  readonly chunkSize: number | null;
  /** Rows end at ends of lines and leave the newline out, which command line clients write themselves. */
  readonly lines: boolean;
}

/** `GET <location> [PATTERN = '<regex>'] [CHUNK_SIZE = <bytes>] [LINES = <bool>]` */
export function parseGet(cursor: Cursor): GetFiles {
  cursor.expect('GET');
  const location = stageLocation(cursor);
  if (cursor.token.kind === 'string' || cursor.isWord('FILE')) {
    throw new StagewireError('Unimplemented', 'GET can not write a file of the client, it answers the bytes: mysql -N -r -e "GET @stage/file" > file');
  }
  let get: Omit<GetFiles, 'kind' | 'location'> = { pattern: null, chunkSize: null, lines: false };
  for (const option of bareOptions(cursor)) {
    switch (option.key) {
      case 'pattern':
        if (typeof option.value !== 'string') throw syntaxError(cursor.sql, option.span, 'takes a regular expression in quotes');
        get = { ...get, pattern: option.value };
        break;
      case 'chunk_size':
        get = { ...get, chunkSize: integerOf(cursor, option, 1, LARGEST_CHUNK) };
        break;
      case 'lines':
        get = { ...get, lines: booleanOf(cursor, option) };
        break;
      default:
        throw syntaxError(cursor.sql, option.span, 'unknown option, expected PATTERN, CHUNK_SIZE or LINES');
    }
  }
  return { kind: 'get', location, ...get };
}
