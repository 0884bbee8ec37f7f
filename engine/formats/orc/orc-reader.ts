import { StagewireError } from '../../../errors/index.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import { emptyScan } from '../empty-scan.js';
import { checkNamedColumns, noFiles } from '../named-columns.js';
import { parquetScan } from '../parquet/parquet-reader.js';
import type { FormatReader, ScanContext } from '../reader.js';
import { convertOrc } from './convert.js';

const FILES_AT_ONCE = 2;

/** ORC files. A file is rewritten once as Parquet and read as such from then on. */
export const orcReader: FormatReader = {
  check(table) {
    checkNamedColumns(table, 'orc');
  },

  async scan(table, context) {
    const { files, use } = table;
    if (files.length === 0) {
      if (use.highestPosition === 0) throw noFiles();
      return emptyScan({ _$1: 'JSON' }, use.metadata);
    }
    const paths = await inParallel(files, FILES_AT_ONCE, (file) => context.files.derived(file, 'parquet of orc', (target, signal) => rewrite(file, target, context, signal)));
    return parquetScan(table, paths, context);
  },
};

async function rewrite(file: SourceFile, target: string, { files }: ScanContext, signal: AbortSignal): Promise<void> {
  const source = await files.original(file);
  try {
    await convertOrc(source, target, signal);
  } catch (error) {
    if (!(error instanceof StagewireError) || (error.kind !== 'BadBytes' && error.kind !== 'Unimplemented')) throw error;
    throw new StagewireError(error.kind, `file '${file.name}' is no readable ORC file: ${error.text}`, { cause: error });
  }
}
