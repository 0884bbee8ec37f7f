import type { FileFacts } from './file-info.js';
import { reportedFacts } from './file-info.js';
import type { FileThread } from './file-thread.js';
import { InRow } from './in-row.js';

/** What a regular file was when it was read, and its bytes. */
export interface FileContent {
  readonly facts: FileFacts;
  readonly bytes: Uint8Array;
}

/** What a store does with many files of a directory in a row, away from the thread of the connections. */
export class ManyFiles {
  readonly #links: InRow<{ readonly path: string; readonly target: string }, FileFacts>;
  readonly #contents: InRow<{ readonly path: string; readonly size: number }, FileContent>;

  constructor(thread: FileThread) {
    this.#links = new InRow(async (some) => {
      const report = await thread.ask({ kind: 'link', paths: some.map(({ path }) => path), targets: some.map(({ target }) => target) });
      return report && some.map((_, index) => reportedFacts(report, index));
    });
    this.#contents = new InRow(async (some) => {
      const report = await thread.ask({ kind: 'read', paths: some.map(({ path }) => path), sizes: some.map(({ size }) => size) });
      if (!report) return null;
      let end = 0;
      return some.map(({ size }, index) => {
        end += size;
        const facts = reportedFacts(report, index);
        return facts && { facts, bytes: report.bytes.subarray(end - size, end) };
      });
    });
  }

  /** Gives a regular file a second name; what it is then a name of. Null where there is none. */
  link(path: string, target: string): Promise<FileFacts | null> {
    return this.#links.want({ path, target });
  }

  /** The bytes of a regular file of that size. Null where they were not read. */
  read(path: string, size: number): Promise<FileContent | null> {
    return this.#contents.want({ path, size });
  }
}
