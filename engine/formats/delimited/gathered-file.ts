import type { ColumnUse } from '../../../sql/query/staged-columns.js';
import type { LocalFiles } from '../../cache/local-files.js';
import type { SourceFile } from '../../sources/source-file.js';
import { gather, gatheredOf } from '../gathered/gather.js';
import { joinLines, type LineRules } from '../gathered/join-lines.js';
import { Memory } from '../remember.js';
import { shapeOfContent } from '../shape/shape-of-content.js';
import { headerEnd } from './header-lines.js';
import { meaningBytes, type DelimitedOptions } from './options.js';
import { directReading, type Reading } from './reading.js';
import type { ReadableFile } from './scan.js';

/** Null: one by one they are read otherwise. */
const readings = new Memory<{ readonly reading: Reading | null }>();

/** Many small files as one that DuckDB reads as it would each of them; null where they must be read one by one. */
export async function gatheredFile(files: readonly SourceFile[], options: DelimitedOptions, { metadata }: ColumnUse, local: LocalFiles): Promise<ReadableFile | null> {
  const gathered = gatheredOf(files);
  const rules = rulesOf(options);
  const key = [gathered.identity, rules.variant];
  if (readings.get(key)?.reading === null) return null;
  const copy = await gather(gathered, joinLines(rules), local, metadata.length > 0);
  if (copy === null) return null;
  const { path, origins } = copy;
  const { reading } = await readings.of(key, async () => ({ reading: await directReading(path, { ...options, skipHeader: 0 }, false, local) }));
  // In TEXT blank lines count, and DuckDB does not count them.
  if (!reading || (options.type === 'TEXT' && reading.hasBlankLines && metadata.includes('metadata$file_row_number'))) return null;
  return { file: files[0] as SourceFile, path, reading, isCanonical: false, headerLines: 0, origins };
}

function rulesOf(options: DelimitedOptions): LineRules {
  const marks = meaningBytes(options);
  const countRows = (content: Buffer): number => Math.max(0, shapeOfContent(content, marks).records - options.skipHeader);
  return { variant: JSON.stringify(['lines', options]), quote: marks.quote, headerEnd: (text) => headerEnd(text, options), onlyLf: false, countRows };
}
