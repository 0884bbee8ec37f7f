import type { ColumnUse } from '../../../sql/query/staged-columns.js';
import type { LocalFiles } from '../../cache/local-files.js';
import type { SourceFile } from '../../sources/source-file.js';
import { gather, gatheredOf } from '../gathered/gather.js';
import { joinLines, type LineRules } from '../gathered/join-lines.js';
import { Memory } from '../remember.js';
import { headerEnd } from './header-lines.js';
import { meaningBytes, type DelimitedOptions } from './options.js';
import { directReading, optionsAreDirect, type Reading } from './reading.js';
import type { ReadableFile } from './scan.js';

/** Whether many files may be read as one: nothing is asked that tells one from another, and DuckDB may be able to read them as they are. */
export function mayGather(options: DelimitedOptions, { metadata }: ColumnUse): boolean {
  return metadata.length === 0 && optionsAreDirect(options);
}

/** Null: one by one they are read otherwise. */
const readings = new Memory<{ readonly reading: Reading | null }>();

/** Many small files as one that DuckDB reads as it would each of them; null where they must be read one by one. */
export async function gatheredFile(files: readonly SourceFile[], options: DelimitedOptions, local: LocalFiles): Promise<ReadableFile | null> {
  const gathered = gatheredOf(files);
  const rules = rulesOf(options);
  const key = [gathered.identity, rules.variant];
  if (readings.get(key)?.reading === null) return null;
  const path = await gather(gathered, joinLines(rules), local);
  if (path === null) return null;
  const { reading } = await readings.of(key, async () => ({ reading: await directReading(path, { ...options, skipHeader: 0 }, false, local) }));
  return reading && { file: files[0] as SourceFile, path, reading, isCanonical: false, headerLines: 0 };
}

function rulesOf(options: DelimitedOptions): LineRules {
  return { variant: JSON.stringify(['lines', options]), quote: meaningBytes(options).quote, headerEnd: (text) => headerEnd(text, options) };
}
