import type { SourceFile } from '../sources/source-file.js';
import { beginnings } from '../sources/beginnings.js';
import type { StagedTable } from '../sources/staged-table.js';
import { codecOf } from '../compression/codec.js';
import type { TextDecoding } from './plain-text.js';
import type { ScanContext } from './reader.js';
import { Memory } from './remember.js';

const BEGINNING_BYTES = 1024 * 1024;
/** A file below is read as a whole. */
const LARGE_BYTES = 4 * BEGINNING_BYTES;
const NEWLINE = 10;

/**
 * Beginnings of a table of files whose records end with lines: of a large first file its first MiB up to the end of a line,
 * then files. `marks` are texts that may keep a record from ending where its line does: where one of them stands in the
 * beginning, it is not used.
 */
export async function linePortions(table: StagedTable, decoding: TextDecoding, marks: readonly string[], { files }: ScanContext): Promise<readonly StagedTable[]> {
  const [first] = table.files;
  if (!first || first.size < LARGE_BYTES || files.isCached(first) || !decoding.isPlainUtf8 || codecOf(decoding.compression, first.name) !== null) return beginnings(table);
  const { bytes } = await ends.of([first.identity, JSON.stringify(marks)], () => endOfLines(first, marks, files.signal));
  return bytes === 0 ? beginnings(table) : [{ ...table, files: [beginningOf(first, bytes)] }, ...beginnings(table)];
}

const ends = new Memory<{ readonly bytes: number }>();

/** Where the last line ends of those that are in the beginning as a whole; 0 if that can't be said. */
async function endOfLines(file: SourceFile, marks: readonly string[], signal: AbortSignal): Promise<{ readonly bytes: number }> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await file.read({ offset: 0, length: BEGINNING_BYTES }, signal)) chunks.push(Uint8Array.from(chunk));
  const beginning = Buffer.concat(chunks);
  return { bytes: marks.some((mark) => mark !== '' && beginning.includes(mark)) ? 0 : beginning.lastIndexOf(NEWLINE) + 1 };
}

/** So many first bytes of a file as a file. */
function beginningOf(file: SourceFile, bytes: number): SourceFile {
  return {
    ...file,
    identity: `the first ${bytes} of ${file.identity}`,
    size: bytes,
    read: (range, signal) => file.read(range ?? { offset: 0, length: bytes }, signal),
    link: () => Promise.resolve(false),
    localContent: () => Promise.resolve(null),
  };
}
