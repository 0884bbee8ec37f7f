import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { FILES_AT_ONCE, type LocalFiles } from '../../cache/local-files.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import { RecentlyUsed } from '../../recently-used.js';
import { Memory } from '../remember.js';

/** What is read and joined at once, which nobody else can do anything amid; in bytes a file more at most. */
const STEP_BYTES = 4 * 1024 ** 2;
const STEP_FILES = 250;

/** Many small files that become one local file, in their order. */
export interface Gathered {
  readonly files: readonly SourceFile[];
  /** Stands for their contents. */
  readonly identity: string;
}

export function gatheredOf(files: readonly SourceFile[]): Gathered {
  const hash = createHash('sha256');
  for (const { identity } of files) hash.update(identity).update('\n');
  return { files, identity: `${files.length} files ${hash.digest('hex')}` };
}

/** What of a file goes into that of all. */
export interface Joined {
  readonly parts: readonly Uint8Array[];
  /** How many rows the engine reads of it. */
  readonly rows: () => number;
}

/** Makes one file of many. */
export interface Joining {
  /** What of the next file comes next; null if that can't be read behind what came before. */
  add(content: Buffer): Joined | null;
  /** What comes behind all. */
  end(): readonly Uint8Array[];
}

/** A way to make one file of many; `variant` stands for everything that it depends on beside the files. */
export interface Join {
  readonly variant: string;
  begin(): Joining;
}

/** One of the files can't be read behind another. */
class NotJoined extends Error {}

/** The local file. */
export interface GatheredCopy {
  readonly path: string;
  /** What each row is of; null if nobody asked. */
  readonly origins: RowOrigins | null;
}

/** The files that rows come of, in their order. */
export interface RowOrigins {
  readonly files: readonly SourceFile[];
  /** How many rows each of them has. */
  readonly rows: readonly number[];
}

const refused = new Memory<true>();

const MOST_COUNTED = 200;
const counted = new RecentlyUsed<string, readonly number[]>(MOST_COUNTED);

/** The local file, which is made once. Null where one of the files can't be read behind another: each is to be read by itself. */
export async function gather({ files, identity }: Gathered, join: Join, local: LocalFiles, needsOrigins: boolean): Promise<GatheredCopy | null> {
  const remembered = [identity, join.variant];
  if (refused.get(remembered)) return null;
  const key = `${join.variant} of ${identity}`;
  try {
    const path = await local.gathered(files, key, async (target, signal) => {
      const rows = await write(files, join, local, target, signal, needsOrigins);
      if (rows) counted.set(key, rows);
    });
    return { path, origins: needsOrigins ? { files, rows: await countedRows(files, join, local, key) } : null };
  } catch (error) {
    if (!(error instanceof NotJoined)) throw error;
    refused.set(remembered, true);
    return null;
  }
}

/** Counted when the file was made, if it was for one who asked. */
async function countedRows(files: readonly SourceFile[], join: Join, local: LocalFiles, key: string): Promise<readonly number[]> {
  const known = counted.get(key);
  if (known) return known;
  const rows: number[] = [];
  for await (const step of joined(files, join.begin(), local, local.signal)) rows.push(...step.map((part) => part.rows()));
  counted.set(key, rows);
  return rows;
}

/** How many rows each file has, if that is to be counted. */
async function write(files: readonly SourceFile[], join: Join, local: LocalFiles, target: string, signal: AbortSignal, counts: boolean): Promise<readonly number[] | null> {
  const sink = await open(target, 'wx', 0o600);
  try {
    const rows: number[] = [];
    const joining = join.begin();
    for await (const step of joined(files, joining, local, signal)) {
      if (counts) rows.push(...step.map((part) => part.rows()));
      await sink.appendFile(Buffer.concat(step.flatMap(({ parts }) => parts)));
    }
    await sink.appendFile(Buffer.concat(joining.end()));
    return counts ? rows : null;
  } finally {
    await sink.close();
  }
}

/** The files as they are joined, some at a time. */
async function* joined(files: readonly SourceFile[], joining: Joining, local: LocalFiles, signal: AbortSignal): AsyncGenerator<readonly Joined[]> {
  for (const step of stepsOf(files)) {
    const contents = await inParallel(step, FILES_AT_ONCE, (file) => contentOf(file, local, signal));
    yield contents.map((content) => {
      const added = joining.add(content);
      if (!added) throw new NotJoined();
      return added;
    });
  }
}

function* stepsOf(files: readonly SourceFile[]): Generator<readonly SourceFile[]> {
  let step: SourceFile[] = [];
  let bytes = 0;
  for (const file of files) {
    step.push(file);
    bytes += file.size;
    if (bytes < STEP_BYTES && step.length < STEP_FILES) continue;
    yield step;
    [step, bytes] = [[], 0];
  }
  if (step.length > 0) yield step;
}

/** What came from elsewhere stays in the cache file by file: one that changes is not a reason to fetch the others again. */
async function contentOf(file: SourceFile, local: LocalFiles, signal: AbortSignal): Promise<Buffer> {
  const content = await file.localContent(signal);
  return content ? Buffer.from(content.buffer, content.byteOffset, content.byteLength) : readFile(await local.original(file), { signal });
}
