import { linkSync, lstatSync, unlinkSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

/** What is asked of the thread: the status of files, or second names for them. */
export type FileOrder =
  | { readonly kind: 'status'; readonly paths: readonly string[] }
  | { readonly kind: 'link'; readonly paths: readonly string[]; readonly targets: readonly string[] };

/** For each path. `isFile` is 0 for whatever is no regular file, not there, or has got no second name, and for all to which the thread did not come. */
export interface FileReport {
  readonly isFile: Uint8Array;
  readonly sizes: BigUint64Array;
  readonly mtimesNs: BigUint64Array;
  readonly inodes: BigUint64Array;
}

type Status = ReturnType<typeof lstat>;

/** A file system that takes longer for one file is asked for many at once instead: milliseconds, and after how many files that is judged. */
const SLOW_MS = 0.5;
const JUDGED_AFTER = 64;

/** Does one file after the other, until it turns out that this takes long. */
function inRow(order: FileOrder): FileReport {
  const { paths } = order;
  const of = (): BigUint64Array => new BigUint64Array(paths.length);
  const report = { isFile: new Uint8Array(paths.length), sizes: of(), mtimesNs: of(), inodes: of() };
  const start = performance.now();
  for (const [index, path] of paths.entries()) {
    const status = order.kind === 'status' ? statusOf(path) : linked(path, order.targets[index] ?? '');
    if (status?.isFile()) {
      report.isFile[index] = 1;
      report.sizes[index] = status.size;
      report.mtimesNs[index] = status.mtimeNs;
      report.inodes[index] = status.ino;
    }
    const count = index + 1;
    if (count % JUDGED_AFTER === 0 && performance.now() - start > SLOW_MS * count) break;
  }
  return report;
}

/** Null where it can't be told; who asks finds out why. */
function statusOf(path: string): Status | null {
  try {
    return lstat(path);
  } catch {
    return null;
  }
}

/** The status of what `target` is a name of now; null, and no such name, unless that is a regular file. */
function linked(path: string, target: string): Status | null {
  try {
    linkSync(path, target);
  } catch {
    return null;
  }
  const status = statusOf(target);
  if (!status?.isFile()) removeName(target);
  return status;
}

/** One that can't be removed is met by who asks for it, who finds out why. */
function removeName(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // The thread goes on for the others.
  }
}

const lstat = (path: string) => lstatSync(path, { bigint: true, throwIfNoEntry: false });

parentPort?.on('message', (order: FileOrder) => {
  parentPort?.postMessage(inRow(order));
});
