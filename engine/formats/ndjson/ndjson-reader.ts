import type { ColumnUse } from '../../../sql/query/staged-columns.js';
import { FILES_AT_ONCE, type LocalFiles } from '../../cache/local-files.js';
import { codecOf } from '../../compression/codec.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import { emptyScan } from '../empty-scan.js';
import { gather, gatheredOf } from '../gathered/gather.js';
import { joinLines } from '../gathered/join-lines.js';
import { readInRuns } from '../gathered/runs.js';
import { linePortions } from '../line-portions.js';
import { plainText, type TextDecoding } from '../plain-text.js';
import type { LineProfile } from '../line-look.js';
import type { FormatReader } from '../reader.js';
import { Memory } from '../remember.js';
import { withoutReturns } from '../returns/without-returns.js';
import { shapeOfContent } from '../shape/shape-of-content.js';
import { checkVariantOnly } from '../variant-only.js';
import { findBadLine } from './find-bad-line.js';
import { countedLines, LINES_ONLY, profileOf, scanLines, type LineFile } from './line-scan.js';

/** Those of which every line is JSON, although they looked as if not. */
const checkedFiles = new Memory<true>();

/** One JSON value per line; `$1` is that value. Blank lines are no rows, but count as lines. */
export const ndjsonReader: FormatReader = {
  check({ use }) {
    checkVariantOnly(use);
  },

  async scan({ files, format, use, eachByItself }, { files: local }) {
    if (files.length === 0) return emptyScan({ _$1: 'JSON' }, use.metadata);
    const decoding = decodingOf(String(format.options['compression']));
    const readable = await readInRuns(files, {
      mayGather: ({ name }) => eachByItself !== true && codecOf(decoding.compression, name) === null,
      asOne: (run) => gatheredFile(run, use, local),
      oneByOne: (run) => eachFile(run, decoding, use, local),
    });
    return scanLines(readable, use);
  },

  portions: (table, _first, context) => linePortions(table, decodingOf(String(table.format.options['compression'])), [], context),

  async locate({ files, format }, context) {
    return findBadLine(files, decodingOf(String(format.options['compression'])), context.files);
  },

  lineOf: (_file, row) => Promise.resolve(row + 1),
};

/** Every file by itself. */
async function eachFile(files: readonly SourceFile[], decoding: TextDecoding, use: ColumnUse, local: LocalFiles): Promise<readonly LineFile[]> {
  const isNumbered = use.metadata.includes('metadata$file_row_number');
  const paths = await inParallel(files, FILES_AT_ONCE, (file) => plainText(file, decoding, local));
  const profiles = await inParallel(files, FILES_AT_ONCE, (file, index) => profileOf(file.identity, paths[index] ?? '', decoding.compression, local));
  const read = async (file: SourceFile, index: number): Promise<LineFile> => {
    const path = paths[index] ?? '';
    const profile = profiles[index] as LineProfile;
    const { hasCarriageReturn, mayBeLooseJson } = profile;
    if (mayBeLooseJson) await checkedFiles.of([file.identity, decoding.compression], () => local.threads.run('checkLines', { path, fileName: file.name }, local.signal).then(() => true as const));
    // DuckDB counts carriage returns as ends of lines, and JSON has them between values only.
    const counted = isNumbered && hasCarriageReturn ? await withoutReturns(file, path, decoding.compression, local) : path;
    return { file, profile, path: counted, lines: await countedLines(file, counted, decoding.compression, use, local), origins: null };
  };
  return inParallel(files, FILES_AT_ONCE, read);
}

/** JSON has no header, and no end of a line is within a value. DuckDB takes carriage returns for ends of lines. */
const JOIN = joinLines({ variant: 'lines ending in LF', quote: null, headerEnd: () => 0, onlyLf: true, countRows: (content) => shapeOfContent(content, LINES_ONLY).lines });

/** Many small files as one; null where they must be read one by one: what may be no JSON is looked at by the name of its file. */
async function gatheredFile(files: readonly SourceFile[], { metadata }: ColumnUse, local: LocalFiles): Promise<LineFile | null> {
  const gathered = gatheredOf(files);
  const copy = await gather(gathered, JOIN, local, metadata.length > 0);
  if (copy === null) return null;
  const { path, origins } = copy;
  const profile = await profileOf(gathered.identity, path, JOIN.variant, local);
  return profile.mayBeLooseJson ? null : { file: files[0] as SourceFile, path, profile, lines: null, origins };
}

function decodingOf(compression: string): TextDecoding {
  return { compression, encoding: 'utf-8', isPlainUtf8: true, replaceBadCharacters: false };
}
