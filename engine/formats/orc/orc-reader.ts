import type { ColumnUse } from '../../../sql/query/staged-columns.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import { emptyScan } from '../empty-scan.js';
import { checkNamedColumns, noFiles } from '../named-columns.js';
import { commonColumns, scanOf } from '../parquet/parquet-reader.js';
import type { FileColumn } from '../parquet/schema.js';
import type { FormatReader, ScanContext } from '../reader.js';
import { unreadable } from '../unreadable.js';
import type { OrcConversion } from './convert.js';
import { fetchOrc, localOrc } from './local-orc.js';

const FILES_AT_ONCE = 2;

/** ORC files. A file is rewritten as Parquet, as far as queries need it, and read as such from then on. */
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
    const schemas = await inParallel(files, FILES_AT_ONCE, (file) => rewritten(file, { columns: null, withRows: false }, context));
    const columns = await commonColumns(table, schemas, context);
    if (table.columnsOnly) return scanOf(columns, table, schemas);
    const wanted = wantedColumns(columns, use);
    const names = wanted.length < columns.length ? wanted.map(({ name }) => name) : null;
    const paths = await inParallel(files, FILES_AT_ONCE, (file) => rewritten(file, { columns: names, withRows: true }, context));
    return scanOf(wanted, table, paths);
  },
};

/** What is made of a file, once. */
type Wanted = Pick<OrcConversion, 'columns' | 'withRows'>;

function rewritten(file: SourceFile, wanted: Wanted, context: ScanContext): Promise<string> {
  return context.files.derived(file, `parquet of orc ${JSON.stringify(wanted)}`, (target, signal) => rewrite(file, { ...wanted, target }, context, signal));
}

/** Where a query needs more than this part of a file's columns, all of them are made ready for the queries to come. */
const MOST_WANTED = 0.5;

/** The columns that a query needs, or all. */
function wantedColumns(columns: readonly FileColumn[], { names, highestPosition }: ColumnUse): readonly FileColumn[] {
  if (names === null || highestPosition > 0) return columns;
  const mentioned = columns.filter(({ name }) => names.has(name.toLowerCase()));
  // To count rows, some column has to be there.
  const wanted = mentioned.length === 0 ? columns.slice(0, 1) : mentioned;
  return wanted.length > columns.length * MOST_WANTED ? columns : wanted;
}

async function rewrite(file: SourceFile, wanted: Omit<OrcConversion, 'source'>, context: ScanContext, signal: AbortSignal): Promise<void> {
  const { files } = context;
  const source = await localOrc(file, context);
  try {
    if (wanted.withRows) await fetchOrc(source, wanted.columns, context, signal);
    await files.threads.run('convertOrc', { ...wanted, source }, signal);
  } catch (error) {
    throw unreadable(file, 'ORC', error);
  }
}
