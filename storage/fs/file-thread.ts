import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { packageFile } from '../../package/package-files.js';
import type { FileOrder, FileReport } from './file-worker.js';

/** Compiled, also for what runs from its source, as tests do. */
const WORKER = packageFile('dist/storage/fs/file-worker.js');

/** A thread with nothing to do ends after this time. */
const IDLE_MS = 30_000;

/**
 * A thread of a store that asks for the status of many files, or links them, in a row: that takes a quarter of the processor time of as many
 * hops to libuv's pool, or less. Each store has its own, so that one whose file system hangs holds up no other.
 */
export class FileThread {
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;
  /** One order after the other. */
  #last: Promise<unknown> = Promise.resolve();

  /** What is known of the files, as far as the thread came; null where it ended. */
  ask(order: FileOrder): Promise<FileReport | null> {
    const report = this.#last.then(() => this.#ask(order));
    // One that fails is no reason not to ask again.
    this.#last = report.catch(() => undefined);
    return report;
  }

  async #ask(order: FileOrder): Promise<FileReport | null> {
    const worker = (this.#worker ??= this.#start());
    if (this.#idle) clearTimeout(this.#idle);
    worker.ref();
    worker.postMessage(order);
    const settled = new AbortController();
    const { signal } = settled;
    try {
      const [report] = (await Promise.race([once(worker, 'message', { signal }), once(worker, 'exit', { signal }).then(() => [null])])) as [FileReport | null];
      return report;
    } catch {
      // It ended by an error: files are asked for without it.
      return null;
    } finally {
      settled.abort();
      worker.unref();
      this.#idle = setTimeout(() => { this.close(); }, IDLE_MS).unref();
    }
  }

  close(): void {
    if (this.#idle) clearTimeout(this.#idle);
    void this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): Worker {
    // Nothing of the environment, where secrets are, is needed there.
    const worker = new Worker(WORKER, { env: {} });
    // Whoever waits for it learns of its end.
    worker.on('error', () => undefined);
    worker.once('exit', () => { if (this.#worker === worker) this.#worker = null; });
    return worker;
  }
}
