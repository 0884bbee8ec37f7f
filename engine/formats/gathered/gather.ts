import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { FILES_AT_ONCE, type LocalFiles } from '../../cache/local-files.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
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

/** Makes one file of many. */
export interface Joining {
  /** What of the next file comes next, in parts; null if that can't be read behind what came before. */
  add(content: Buffer): readonly Uint8Array[] | null;
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

const refused = new Memory<true>();

/** The path of the local file, which is made once. Null where one of the files can't be read behind another: each is to be read by itself. */
export async function gather({ files, identity }: Gathered, join: Join, local: LocalFiles): Promise<string | null> {
  const key = [identity, join.variant];
  if (refused.get(key)) return null;
  try {
    return await local.gathered(files, `${join.variant} of ${identity}`, (target, signal) => write(files, join, local, target, signal));
  } catch (error) {
    if (!(error instanceof NotJoined)) throw error;
    refused.set(key, true);
    return null;
  }
}

async function write(files: readonly SourceFile[], join: Join, local: LocalFiles, target: string, signal: AbortSignal): Promise<void> {
  const sink = await open(target, 'wx', 0o600);
  try {
    const joining = join.begin();
    for (const step of stepsOf(files)) {
      const contents = await inParallel(step, FILES_AT_ONCE, (file) => contentOf(file, local, signal));
      const parts = contents.flatMap((content) => {
        const added = joining.add(content);
        if (!added) throw new NotJoined();
        return added;
      });
      await sink.appendFile(Buffer.concat(parts));
    }
    await sink.appendFile(Buffer.concat(joining.end()));
  } finally {
    await sink.close();
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
