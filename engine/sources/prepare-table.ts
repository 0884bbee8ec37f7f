import { StagewireError } from '../../errors/index.js';
import type { FormatType } from '../../sql/file-format.js';
import type { ColumnUse } from '../../sql/query/staged-columns.js';
import type { LocalFiles } from '../cache/local-files.js';
import { engineMessage } from '../formats/engine-message.js';
import { readerOf } from '../formats/readers.js';
import type { ScanContext } from '../formats/reader.js';
import type { SourceFile } from './source-file.js';
import type { StagedTable } from './staged-table.js';

/** Formats whose columns are the same whatever the files hold: positions, without names. */
const FIXED_COLUMNS: readonly FormatType[] = ['CSV', 'TEXT', 'NDJSON', 'AVRO'];

/** What a query asks of the columns of files of a format: where they have no names, to give them some is to ask for their positions. */
export function columnUse(type: FormatType, use: ColumnUse): ColumnUse {
  return FIXED_COLUMNS.includes(type) ? { ...use, highestPosition: Math.max(use.highestPosition, use.renamed ?? 0) } : use;
}

/** Throws what a query may not ask of the format of its files, before anything is read. */
export function checkStagedTable(table: StagedTable): void {
  readerOf(table.format.type).check(table);
}

/** A SELECT for DuckDB over the files. */
export function scanOf(table: StagedTable, context: ScanContext): Promise<string> {
  return readerOf(table.format.type).scan({ ...table, files: table.files.filter(({ size }) => size > 0) }, context);
}

/** As many files as decide what the columns are: the first one with content, or none. */
export function withFewestFiles(table: StagedTable): StagedTable {
  const files = FIXED_COLUMNS.includes(table.format.type) ? [] : table.files.filter(({ size }) => size > 0).slice(0, 1);
  return { ...table, files, columnsOnly: true };
}

/** What DuckDB says of data that it can't read. */
const BAD_DATA = /CSV Error|Malformed JSON|Invalid unicode|not utf-8|Parquet|snappy|zstd|thrift|TProtocol|out of bounds|corrupt|invalid/i;

/** What it says of data without saying of which file. */
const OF_UNNAMED_FILE = /Malformed JSON|TProtocolException|don't know what type|decompression failure|Failed to decompress|corrupt file\?|Out of buffer|encoding is only supported|should only be INT|Unsupported page encoding/i;

/** Those that a message speaks of; the only one there is, if it speaks of data and of no file. */
function filesToBlame(message: string, tables: readonly StagedTable[], local: LocalFiles): readonly SourceFile[] {
  const named = local.filesIn(message);
  const all = tables.flatMap(({ files }) => files);
  return named.length === 0 && all.length === 1 && OF_UNNAMED_FILE.test(message) ? all : named;
}

/**
 * An error of DuckDB about the content of staged files, as one of ours that names the file and, where the
 * format can tell, the line. Null if it is about something else.
 */
export async function badDataError(error: unknown, tables: readonly StagedTable[], local: LocalFiles, context: ScanContext): Promise<StagewireError | null> {
  if (error instanceof StagewireError || !(error instanceof Error)) return null;
  const { message } = error;
  const named = filesToBlame(message, tables, local);
  const isOfFile = named.length > 0 && BAD_DATA.test(message);
  if (isOfFile || OF_UNNAMED_FILE.test(message)) {
    for (const table of tables) {
      const found = await readerOf(table.format.type).locate?.(withNamed(table, named.map(({ name }) => name)), context);
      if (found) return found;
    }
  }
  if (!isOfFile) return null;
  const [, line] = /CSV Error on Line: (\d+)/.exec(message) ?? [];
  const what = /Invalid unicode/.test(message) ? 'invalid utf-8 sequence' : engineMessage(message);
  const [first, ...others] = named;
  const where = others.length > 0 ? `one of ${named.length} files from '${first?.name}' to '${others.at(-1)?.name}'` : `file '${first?.name}'${line === undefined ? '' : `, line ${line}`}`;
  return new StagewireError('BadBytes', `${what}, at ${where}`, { cause: error });
}

/** Only the files that may be to blame, if that is known. */
function withNamed(table: StagedTable, names: readonly string[]): StagedTable {
  return names.length === 0 ? table : { ...table, files: table.files.filter(({ name }) => names.includes(name)) };
}
