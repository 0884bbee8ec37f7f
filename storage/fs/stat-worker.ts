import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';

/** What is asked of the thread. */
export interface StatOrder {
  readonly root: string;
  readonly keys: readonly string[];
}

/** For each key. `isFile` is 0 for whatever is no regular file, or not there, and for all to which the thread did not come. */
export interface StatReport {
  readonly isFile: Uint8Array;
  readonly sizes: BigUint64Array;
  readonly mtimesNs: BigUint64Array;
  readonly inodes: BigUint64Array;
}

/** A file system that takes longer for one file is asked for many at once instead: milliseconds, and after how many files that is judged. */
const SLOW_MS = 0.2;
const JUDGED_AFTER = 32;

/** Asks for one file after the other, until it turns out that this takes long. */
function statInRow({ root, keys }: StatOrder): StatReport {
  const of = (): BigUint64Array => new BigUint64Array(keys.length);
  const report = { isFile: new Uint8Array(keys.length), sizes: of(), mtimesNs: of(), inodes: of() };
  const start = performance.now();
  for (const [index, key] of keys.entries()) {
    const stats = statusOf(join(root, key));
    if (stats?.isFile()) {
      report.isFile[index] = 1;
      report.sizes[index] = stats.size;
      report.mtimesNs[index] = stats.mtimeNs;
      report.inodes[index] = stats.ino;
    }
    const count = index + 1;
    if (count % JUDGED_AFTER === 0 && performance.now() - start > SLOW_MS * count) break;
  }
  return report;
}

/** Null where it can't be told; who asks finds out why. */
function statusOf(path: string): ReturnType<typeof lstat> | null {
  try {
    return lstat(path);
  } catch {
    return null;
  }
}

const lstat = (path: string) => lstatSync(path, { bigint: true, throwIfNoEntry: false });

parentPort?.on('message', (order: StatOrder) => {
  parentPort?.postMessage(statInRow(order));
});
