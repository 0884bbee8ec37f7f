import { quoteName } from '../../../sql/query/quoting.js';
import { StagewireError } from '../../../errors/index.js';
import { FILES_AT_ONCE, type LocalFiles } from '../../cache/local-files.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import type { StagedTable } from '../../sources/staged-table.js';
import { gather, gatheredOf, type RowOrigins } from '../gathered/gather.js';
import { readInRuns } from '../gathered/runs.js';
import { besideItems, besideRows, metadataItems, pathList } from '../metadata.js';
import { checkNamedColumns, noFiles } from '../named-columns.js';
import type { FormatReader, ScanContext } from '../reader.js';
import { emptyScan } from '../empty-scan.js';
import { engineMessage } from '../engine-message.js';
import { Memory } from '../remember.js';
import { rowAsVariant } from '../row-variant.js';
import { scanInGroups } from '../scan-in-groups.js';
import { variantValue } from '../variant-value.js';
import { namedColumns, type NamedColumn } from './column-names.js';
import { parquetPortions } from './parquet-portions.js';
import { invalidParquet } from './footer.js';
import { JOIN_PARQUET } from './join-parquet.js';
import { localParquet } from './local-parquet.js';
import { withPlainDecimals } from './plain-decimals.js';
import { fileColumns, refuseOtherColumns, type FileColumn } from './schema.js';
import { decidesColumns, isSameSchema, schemaIds } from './schema-ids.js';
import { besideVirtual, VIRTUAL } from './virtual-columns.js';
import { wideNull, wideValue } from './wide-values.js';

/** What is read to find a bad file. */
const MOST_SEARCHED_BYTES = 256 * 1024 ** 2;

export const parquetReader: FormatReader = {
  check(table) {
    checkNamedColumns(table, 'parquet');
  },

  portions: parquetPortions,

  async scan(table, context) {
    const { files, use } = table;
    const [first] = files;
    if (!first) {
      if (use.highestPosition === 0) throw noFiles();
      return emptyScan({ _$1: 'JSON' }, use.metadata);
    }
    const isGathered = mayGather(table);
    const readable = await readInRuns(files, {
      mayGather: () => isGathered,
      asOne: (run) => gatheredFile(run, use.metadata.length > 0, context.files),
      oneByOne: (run) => inParallel(run, FILES_AT_ONCE, async (file) => readBySelf(file, await localParquet(file, context.files))),
    });
    return parquetScan(table, readable, context);
  },

  /** Of several files the engine does not tell which is to blame, unless each is read by itself. */
  async locate({ files }, context) {
    if (files.length < 2 || files.reduce((bytes, { size }) => bytes + size, 0) > MOST_SEARCHED_BYTES) return null;
    for (const file of files) {
      const path = await localParquet(file, context.files);
      const error = await context.ask(`SELECT max(COLUMNS(*)::VARCHAR) FROM read_parquet(${pathList([path])})`).then(() => null, (reason: unknown) => reason);
      // Nobody waits for it any more, and no file is to blame for that.
      if (context.files.signal.aborted) throw error;
      if (error instanceof Error) return new StagewireError('BadBytes', `${engineMessage(error instanceof StagewireError ? error.text : error.message)}, at file '${file.name}'`, { cause: error });
    }
    return null;
  },
};

/** A local Parquet file. */
export interface ReadableFile {
  readonly file: SourceFile;
  readonly path: string;
  /** Of one that holds many files, if metadata are asked for: what its rows are of. */
  readonly origins: RowOrigins | null;
}

/** One that holds what a single file of the table holds. */
export function readBySelf(file: SourceFile, path: string): ReadableFile {
  return { file, path, origins: null };
}

function mayGather({ leadingRows, eachByItself }: StagedTable): boolean {
  return leadingRows === undefined && eachByItself !== true;
}

async function gatheredFile(files: readonly SourceFile[], needsOrigins: boolean, local: LocalFiles): Promise<ReadableFile | null> {
  const gathered = gatheredOf(files);
  const copy = await gather(gathered, JOIN_PARQUET, local, needsOrigins);
  // Errors about its columns name its first file: those of the others are the same.
  return copy && { file: { ...(files[0] as SourceFile), identity: gathered.identity }, ...copy };
}

/** A SELECT over local Parquet files, which hold what the files of the table hold. */
export async function parquetScan(table: StagedTable, readable: readonly ReadableFile[], context: ScanContext): Promise<string> {
  const all = { ...table, files: readable.map(({ file }) => file) };
  const columns = await commonColumns(all, readable.map(({ path }) => path), context);
  const isPlain = table.columnsOnly === true || !readsWide(columns, all);
  const plain = isPlain ? readable : await inParallel(readable, FILES_AT_ONCE, async (one) => ({ ...one, path: await withPlainDecimals(one.file, one.path, context.files) }));
  return scanInGroups(plain, (one, other) => !one.origins && !other.origins, (group) => {
    const [{ origins }] = group;
    return scanOf(columns, { ...table, files: group.map(({ file }) => file) }, group.map(({ path }) => path), origins);
  });
}

/** The same over files of which the columns are known, or over one that holds the rows of `origins`. */
export function scanOf(columns: readonly FileColumn[], table: StagedTable, paths: readonly string[], origins: RowOrigins | null = null): string {
  const { files, use, leadingRows } = table;
  const isRow = use.highestPosition > 0;
  const { columns: named, alias } = besideVirtual(isRow ? columns.map((column) => ({ ...column, sqlName: column.readAs })) : namedColumns(columns, use));
  const items = isRow ? `${rowAsVariant(named, (column) => (column.isWide && table.columnsOnly ? 'NULL' : variantValue(quoteName(column.readAs), column.type)))} AS "_$1"` : named.map((column) => item(column, table)).join(', ');
  const reader = `read_parquet(${pathList(paths)})${alias}`;
  if (origins) return `SELECT ${items}${besideItems(use.metadata)} FROM ${besideRows(reader, use.metadata, origins, 0)}`;
  const scan = `SELECT ${items}${metadataItems(use.metadata, files, VIRTUAL)} FROM ${reader}`;
  if (leadingRows === undefined) return scan;
  // In two steps: for a LIMIT over one scan the engine may plan to look for the rows first and then to get their columns by a scan of the whole file.
  return `${scan} WHERE ${VIRTUAL.rowNumber} < ${leadingRows - 1} UNION ALL ${scan} WHERE ${VIRTUAL.rowNumber} = ${leadingRows - 1}`;
}

function item(named: NamedColumn, table: StagedTable): string {
  const { readAs, sqlName, type } = named;
  const { format } = table;
  const column = quoteName(readAs);
  // Where no rows are read, or this column is not, only its type counts, and there may be no copy.
  if (named.isWide) return `${table.columnsOnly || !isWanted(named, table) ? wideNull(type) : wideValue(column, type)} AS ${quoteName(sqlName)}`;
  const plain = format.options['use_logic_type'] === false ? physicalValue(column, type) : logicalValue(column, type);
  return plain === column && sqlName === readAs ? column : `${plain} AS ${quoteName(sqlName)}`;
}

const isWanted = ({ name }: FileColumn, { use: { names, highestPosition } }: StagedTable): boolean => highestPosition > 0 || names === null || names.has(name.toLowerCase());

/** Whether a query needs a column of decimals of more than 38 digits. */
const readsWide = (columns: readonly FileColumn[], table: StagedTable): boolean => columns.some((column) => column.isWide && isWanted(column, table));

/** Times have microseconds and no zone. */
function logicalValue(column: string, type: string): string {
  return type === 'TIMESTAMP WITH TIME ZONE' || type === 'TIMESTAMP_NS' ? `CAST(${column} AS TIMESTAMP)` : column;
}

/** What is stored where logical types are ignored. */
function physicalValue(column: string, type: string): string {
  switch (type) {
    case 'DATE':
      return `CAST(${column} - DATE '1970-01-01' AS INTEGER)`;
    case 'TIMESTAMP':
    case 'TIMESTAMP WITH TIME ZONE':
      return `epoch_us(${column})`;
    case 'TIMESTAMP_NS':
      return `epoch_ns(${column})`;
    default:
      return column;
  }
}

/**
 * The columns of the first file, which all others must have too (1303), from the local Parquet files that hold their rows or at least
 * their schemas. 1201 for a file that is no Parquet.
 */
export async function commonColumns(table: StagedTable, paths: readonly string[], context: ScanContext): Promise<readonly FileColumn[]> {
  const { files } = table;
  const schemas = await schemaIds(table, paths, context);
  const columnsAt = (index: number): Promise<readonly FileColumn[]> => {
    const { identity, name } = files[index] as SourceFile;
    const schema = schemas[index] ?? '';
    return knownColumns.of(decidesColumns(schema) ? [schema] : [identity, schema], () => columnsOf(name, paths[index] ?? '', context));
  };
  const expected = await columnsAt(0);
  const others = schemas.flatMap((other, index) => (isSameSchema(other, schemas[0] ?? '') ? [] : [index]));
  for (const index of others) refuseOtherColumns(files[0]?.name ?? '', expected, files[index]?.name ?? '', await columnsAt(index));
  return expected;
}

const knownColumns = new Memory<readonly FileColumn[]>();

async function columnsOf(name: string, path: string, context: ScanContext): Promise<readonly FileColumn[]> {
  try {
    return await fileColumns(path, context);
  } catch (error) {
    if (error instanceof StagewireError || !(error instanceof Error)) throw error;
    throw invalidParquet(name, error.message.split('\n')[0]?.replace(/'[^']*'/g, '').replace(/^\w[\w ]* Error:\s*/, '') ?? '');
  }
}
