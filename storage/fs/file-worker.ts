import { closeSync, constants, fstatSync, linkSync, lstatSync, openSync, readSync, unlinkSync, type BigIntStats } from 'node:fs';
import { parentPort } from 'node:worker_threads';

/** What is asked of the thread: the status of files, second names for them, or the bytes of those that have the sizes. */
export type FileOrder =
  | { readonly kind: 'status'; readonly paths: readonly string[] }
  | { readonly kind: 'link'; readonly paths: readonly string[]; readonly targets: readonly string[] }
  | { readonly kind: 'read'; readonly paths: readonly string[]; readonly sizes: readonly number[] };

/** For each path. `isFile` is 0 for whatever is no regular file, not there, has got no second name, or has another size, and for all to which the thread did not come. */
export interface FileReport {
  readonly isFile: Uint8Array;
  readonly sizes: BigUint64Array;
  readonly mtimesNs: BigUint64Array;
  readonly inodes: BigUint64Array;
  /** What was read, one file behind the other; each has as many bytes as were asked for. */
  readonly bytes: Uint8Array;
}

type Status = BigIntStats | undefined;

/** A file system that takes longer for one file is asked for many at once instead: milliseconds, and after how many files that is judged. */
const SLOW_MS = 0.5;
const JUDGED_AFTER = 64;

/** Does one file after the other, until it turns out that this takes long. */
function inRow(order: FileOrder): FileReport {
  const { paths } = order;
  const of = (): BigUint64Array => new BigUint64Array(paths.length);
  const { bytes, actOn } = actionOf(order);
  const report = { isFile: new Uint8Array(paths.length), sizes: of(), mtimesNs: of(), inodes: of(), bytes };
  const start = performance.now();
  for (const [index, path] of paths.entries()) {
    const status = actOn(path, index);
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

/** What is done with each path: gives its status, null for what was not done. */
function actionOf(order: FileOrder): { readonly bytes: Uint8Array; readonly actOn: (path: string, index: number) => Status | null } {
  const none = new Uint8Array(0);
  switch (order.kind) {
    case 'status': return { bytes: none, actOn: statusOf };
    case 'link': return { bytes: none, actOn: (path, index) => linked(path, order.targets[index] ?? '') };
    case 'read': {
      const bytes = new Uint8Array(order.sizes.reduce((sum, size) => sum + size, 0));
      let end = 0;
      return {
        bytes,
        actOn: (path, index) => {
          const start = end;
          end += order.sizes[index] ?? 0;
          return readInto(bytes.subarray(start, end), path);
        },
      };
    }
  }
}

/** O_NOFOLLOW and O_NONBLOCK: what was put in place of the file since must neither lead out nor block. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Reads a file that has as many bytes. Null for another, and where it can't be read. */
function readInto(bytes: Uint8Array, path: string): Status | null {
  try {
    const file = openSync(path, OPEN_FLAGS);
    try {
      // Its state is asked for afterwards, so that it tells of what was written meanwhile.
      const status = isFilled(bytes, file) ? fstatSync(file, { bigint: true }) : null;
      return status?.isFile() && status.size === BigInt(bytes.length) ? status : null;
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

function isFilled(bytes: Uint8Array, file: number): boolean {
  for (let read = 0; read < bytes.length;) {
    const count = readSync(file, bytes, read, bytes.length - read, read);
    if (count === 0) return false;
    read += count;
  }
  return true;
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
  const report = inRow(order);
  parentPort?.postMessage(report, [report.bytes.buffer as ArrayBuffer]);
});
