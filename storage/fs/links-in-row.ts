import { reportedFacts, type FileFacts } from './file-info.js';
import type { FileThread } from './file-thread.js';
import type { FileReport } from './file-worker.js';

/** Fewer are linked in the time that a thread takes to start. */
const LEAST_IN_ROW = 100;
/** What one order holds, so that listings and other statements get their turn between. */
const MOST_IN_ROW = 1000;

interface Wanted {
  readonly path: string;
  readonly target: string;
  readonly settle: (facts: FileFacts | null) => void;
}

/** Second names for files, many at once where they are asked for in the same turn of the event loop. */
export class LinksInRow {
  readonly #thread: FileThread;
  #wanted: Wanted[] = [];

  constructor(thread: FileThread) {
    this.#thread = thread;
  }

  /** Gives a regular file a second name; what it is then a name of, or null where there is none: because too few were asked for, or it can't be had so. */
  link(path: string, target: string): Promise<FileFacts | null> {
    return new Promise((settle) => {
      this.#wanted.push({ path, target, settle });
      if (this.#wanted.length === 1) setImmediate(() => { void this.#run(); });
    });
  }

  async #run(): Promise<void> {
    const wanted = this.#wanted;
    this.#wanted = [];
    for (let start = 0; start < wanted.length; start += MOST_IN_ROW) {
      const some = wanted.slice(start, start + MOST_IN_ROW);
      const report = some.length < LEAST_IN_ROW ? null : await this.#ask(some);
      for (const [index, { settle }] of some.entries()) settle(report && reportedFacts(report, index));
    }
  }

  /** Without the thread they are linked one by one. */
  #ask(some: readonly Wanted[]): Promise<FileReport | null> {
    return this.#thread.ask({ kind: 'link', paths: some.map(({ path }) => path), targets: some.map(({ target }) => target) }).catch(() => null);
  }
}
