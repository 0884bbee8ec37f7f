import { StagewireError } from '../../errors/index.js';
import type { FileFormat } from '../../sql/file-format.js';
import { positionName } from '../../sql/query/column-positions.js';
import { quoteName } from '../../sql/query/quoting.js';
import { codecOfExtension } from '../compression/codec.js';
import { firstRecordWidth } from '../formats/delimited/normalise.js';
import { delimitedOptions, isPlainUtf8 } from '../formats/delimited/options.js';
import { localParquet } from '../formats/parquet/local-parquet.js';
import { fileColumns } from '../formats/parquet/schema.js';
import { plainText } from '../formats/plain-text.js';
import { readerOf } from '../formats/readers.js';
import type { ScanContext } from '../formats/reader.js';
import { inParallel } from '../sources/in-parallel.js';
import type { SourceFile } from '../sources/source-file.js';
import type { StagedTable } from '../sources/staged-table.js';
import { mergeColumns, type FileColumns, type InferredColumn } from './inferred-columns.js';
import { structureColumns } from './json-structure.js';
import { typeName } from './type-names.js';

const INFERABLE = ['PARQUET', 'CSV', 'TEXT', 'NDJSON'];
/** Text files above this are not looked at as a whole. */
const LARGEST_TEXT = 100 * 1024 * 1024;
const FILES_AT_ONCE = 16;

/** The columns that files seem to have. 1006 for a format without a rule, 1075 for files of differing compression, 2004 for a text file that is too large. */
export async function inferSchema(files: readonly SourceFile[], format: FileFormat, records: number | null, context: ScanContext): Promise<readonly InferredColumn[]> {
  if (!INFERABLE.includes(format.type)) throw new StagewireError('BadArguments', 'infer_schema is currently limited to format Parquet, CSV, TEXT and NDJSON');
  if (format.type === 'PARQUET') {
    const ofFiles = await inParallel(files, FILES_AT_ONCE, async (file) => ({ file: file.name, columns: await parquetColumns(file, context) }));
    const columns = mergeColumns(ofFiles, (a, b, name) => { throw new StagewireError('TableSchemaMismatch', `column ${name} is ${a} in one file and ${b} in another`); });
    return columns.map((column) => ({ ...column, files: files.map(({ name }) => name) }));
  }
  const found: FileColumns[] = [];
  const byExtension = textFormat(format, files);
  for (const file of files) {
    if (file.size > LARGEST_TEXT && records === null) throw new StagewireError('InvalidArgument', `file '${file.name}' has more than ${LARGEST_TEXT} bytes; limit max_records_per_file`);
    const columns = format.type === 'NDJSON' ? await jsonColumns(file, byExtension, records, context) : await textColumns(file, byExtension, records, context);
    found.push({ file: file.name, columns: columns.map((column) => ({ ...column, nullable: true })) });
  }
  return format.type === 'NDJSON' ? mergeColumns(found, mergeJson) : mergeColumns(found, () => 'VARCHAR');
}

/** Compression goes by the extension, whatever the format says. */
function textFormat(format: FileFormat, files: readonly SourceFile[]): FileFormat {
  const codecs = new Set(files.map(({ name }) => codecOfExtension(name)));
  if (codecs.size > 1) throw new StagewireError('UnknownCompressionType', 'files of differing compression in one infer_schema');
  return { ...format, options: { ...format.options, compression: 'AUTO' } };
}

function mergeJson(a: string, b: string): string {
  const numbers = ['BIGINT', 'DOUBLE'];
  return numbers.includes(a) && numbers.includes(b) ? 'DOUBLE' : 'VARIANT';
}

async function parquetColumns(file: SourceFile, context: ScanContext): Promise<FileColumns['columns']> {
  const path = await localParquet(file, context.files);
  const columns = await fileColumns(path, context);
  const optional = await context.ask(`SELECT name, repetition_type FROM parquet_schema('${path.replaceAll("'", "''")}')`);
  const required = new Set(optional.filter((row) => row['repetition_type'] === 'REQUIRED').map((row) => String(row['name'])));
  return columns.map(({ name, type }) => ({ name, type: typeName(type), nullable: !required.has(name) }));
}

/** A date, with or without a time, a fraction and a zone. */
const MOMENT = String.raw`[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?(?:Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?))?)?`;

/** What a field must look like so that it is read as the type, blanks and all. Tried in this order; the first that takes all values is the type. */
const TEXT_TYPES: readonly (readonly [type: string, test: (column: string) => string])[] = [
  ['BOOLEAN', (column) => `${column} IN ('true', 'false')`],
  ['BIGINT', (column) => `${column} IS NULL OR (regexp_full_match(${column}, '[+-]?[0-9]+') AND TRY_CAST(${column} AS BIGINT) IS NOT NULL)`],
  ['DOUBLE', (column) => `${column} IS NULL OR regexp_full_match(${column}, '[+-]?(?:(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|(?i:nan|inf|infinity))')`],
  ['DATE', (column) => `${column} IS NULL OR (regexp_full_match(${column}, '[0-9]{4}-[0-9]{2}-[0-9]{2}') AND TRY_CAST(${column} AS DATE) IS NOT NULL)`],
  ['TIMESTAMP', (column) => `${column} IS NULL OR (regexp_full_match(${column}, '${MOMENT}') AND TRY_CAST(${column} AS TIMESTAMP) IS NOT NULL)`],
];

async function textColumns(file: SourceFile, format: FileFormat, records: number | null, context: ScanContext): Promise<readonly { readonly name: string; readonly type: string }[]> {
  const options = delimitedOptions(format);
  const path = await plainText(file, { ...options, isPlainUtf8: isPlainUtf8(options) }, context.files);
  const width = await firstRecordWidth(path, options);
  if (width === 0) return [];
  await context.files.threads.run('checkWidths', { path, options, records: records === null ? Infinity : options.skipHeader + records, fileName: file.name }, context.files.signal);
  const positions = Array.from({ length: width }, (_, index) => quoteName(positionName(index + 1)));
  const scan = async (asRead: FileFormat): Promise<string> =>
    readerOf(format.type).scan({ files: [file], format: asRead, use: { highestPosition: width, star: false, metadata: [], names: null } }, context);
  const header = options.skipHeader > 0 ? (await context.ask(`SELECT * FROM (${await scan({ ...format, options: { ...format.options, skip_header: 0 } })}) LIMIT 1`))[0] : undefined;
  const tests = positions.flatMap((column, index) => TEXT_TYPES.map(([type, test]) => `(bool_and(${test(column)}) AND count(${column}) > 0) AS "${index} ${type}"`));
  const [verdict] = await context.ask(`SELECT ${tests.join(', ')} FROM (SELECT * FROM (${await scan(format)})${records === null ? '' : ` LIMIT ${records}`})`);
  return positions.map((_, index) => {
    const name = header?.[positionName(index + 1)];
    const type = TEXT_TYPES.find(([candidate]) => verdict?.[`${index} ${candidate}`] === true)?.[0] ?? 'VARCHAR';
    return { name: typeof name === 'string' && name !== '' ? name : `column_${index + 1}`, type };
  });
}

async function jsonColumns(file: SourceFile, format: FileFormat, records: number | null, context: ScanContext): Promise<readonly { readonly name: string; readonly type: string }[]> {
  const table: StagedTable = { files: [file], format, use: { highestPosition: 1, star: false, metadata: [], names: null } };
  const reader = readerOf('NDJSON');
  const scan = await reader.scan(table, context);
  try {
    // The engine calls all that has no sign unsigned. Few texts have so many digits in a row.
    const value = String.raw`CASE WHEN regexp_matches(CAST("_$1" AS VARCHAR), '\d{19}') THEN stagewire_json_large_as_fractions(CAST("_$1" AS VARCHAR)) ELSE "_$1" END`;
    const [row] = await context.ask(`SELECT CAST(json_group_structure(${value}) AS VARCHAR) AS structure FROM (SELECT * FROM (${scan})${records === null ? '' : ` LIMIT ${records}`})`);
    return structureColumns(row?.['structure']);
  } catch (error) {
    if (context.files.signal.aborted || (error instanceof StagewireError && error.kind === 'BadBytes')) throw error;
    throw (await reader.locate?.(table, context)) ?? error;
  }
}
