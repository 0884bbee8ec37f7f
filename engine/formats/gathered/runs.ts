import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';

/** Opening a larger one costs the engine little beside reading it. */
const SMALL_BYTES = 64 * 1024;
/** Fewer are not worth a copy. */
const LEAST_FILES = 100;
/** What is copied anew when one of the files changes. */
const MOST_FILES = 1000;
/** In all less than DuckDB reads of a text at once: where one such part ends between CR and LF it may take the LF for a field. */
const MOST_BYTES = 16 * 1024 ** 2;
const RUNS_AT_ONCE = 8;

/** Files that follow each other; those of a run of many small ones may be read as one. */
interface Run {
  readonly files: readonly SourceFile[];
  readonly isMany: boolean;
}

/** How files are made readable. */
export interface WaysToRead<Readable> {
  /** Whether a small file may be read together with others. */
  readonly mayGather: (file: SourceFile) => boolean;
  /** Many small files as one; null where they must be read one by one. */
  readonly asOne: (files: readonly SourceFile[]) => Promise<Readable | null>;
  readonly oneByOne: (files: readonly SourceFile[]) => Promise<readonly Readable[]>;
}

/** Files as they are read, in their order. */
export async function readInRuns<Readable>(files: readonly SourceFile[], { mayGather, asOne, oneByOne }: WaysToRead<Readable>): Promise<readonly Readable[]> {
  const readable = await inParallel(runsOf(files, mayGather), RUNS_AT_ONCE, async (run) => {
    const one = run.isMany ? await asOne(run.files) : null;
    return one === null ? oneByOne(run.files) : [one];
  });
  return readable.flat();
}

/** The files in runs, in their order. */
function runsOf(files: readonly SourceFile[], mayGather: (file: SourceFile) => boolean): readonly Run[] {
  const runs: Run[] = [];
  let others: SourceFile[] = [];
  const endOthers = (): void => {
    if (others.length > 0) runs.push({ files: others, isMany: false });
    others = [];
  };
  for (let start = 0; start < files.length;) {
    let end = start;
    let bytes = 0;
    for (let file = files[end]; file && end - start < MOST_FILES && file.size <= SMALL_BYTES && bytes + file.size <= MOST_BYTES && mayGather(file); file = files[end]) {
      bytes += file.size;
      end += 1;
    }
    if (end - start >= LEAST_FILES) {
      endOthers();
      runs.push({ files: files.slice(start, end), isMany: true });
    } else {
      end = Math.max(end, start + 1);
      others.push(...files.slice(start, end));
    }
    start = end;
  }
  endOthers();
  return runs;
}
