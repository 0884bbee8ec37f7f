import { FILES_AT_ONCE } from '../../cache/local-files.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import { emptyScan } from '../empty-scan.js';
import { linePortions } from '../line-portions.js';
import { plainText, type TextDecoding } from '../plain-text.js';
import type { LineProfile } from '../line-look.js';
import type { FormatReader } from '../reader.js';
import { Memory } from '../remember.js';
import { checkVariantOnly } from '../variant-only.js';
import { withoutCarriageReturns } from './carriage-returns.js';
import { findBadLine } from './find-bad-line.js';
import { countedLines, linesOf, scanLines, type LineFile } from './line-scan.js';

/** Those of which every line is JSON, although they looked as if not. */
const checkedFiles = new Memory<true>();

/** One JSON value per line; `$1` is that value. Blank lines are no rows, but count as lines. */
export const ndjsonReader: FormatReader = {
  check({ use }) {
    checkVariantOnly(use);
  },

  async scan({ files, format, use }, { files: local }) {
    if (files.length === 0) return emptyScan({ _$1: 'JSON' }, use.metadata);
    const decoding = decodingOf(String(format.options['compression']));
    const isNumbered = use.metadata.includes('metadata$file_row_number');
    const paths = await inParallel(files, FILES_AT_ONCE, (file) => plainText(file, decoding, local));
    const profiles = await inParallel(files, FILES_AT_ONCE, (file, index) => linesOf(file, paths[index] ?? '', decoding.compression, local));
    const read = async (file: SourceFile, index: number): Promise<LineFile> => {
      const path = paths[index] ?? '';
      const profile = profiles[index] as LineProfile;
      const { hasCarriageReturn, mayBeLooseJson } = profile;
      if (mayBeLooseJson) await checkedFiles.of([file.identity, decoding.compression], () => local.threads.run('checkLines', { path, fileName: file.name }, local.signal).then(() => true as const));
      const counted = isNumbered && hasCarriageReturn ? await withoutCarriageReturns(file, path, decoding.compression, local) : path;
      return { file, profile, path: counted, lines: await countedLines(file, counted, decoding.compression, use, local) };
    };
    const readable = await inParallel(files, FILES_AT_ONCE, read);
    return scanLines(readable, use);
  },

  portions: (table, _first, context) => linePortions(table, decodingOf(String(table.format.options['compression'])), [], context),

  async locate({ files, format }, context) {
    return findBadLine(files, decodingOf(String(format.options['compression'])), context.files);
  },
};

function decodingOf(compression: string): TextDecoding {
  return { compression, encoding: 'utf-8', isPlainUtf8: true, replaceBadCharacters: false };
}
