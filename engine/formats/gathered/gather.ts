import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { FILES_AT_ONCE, type LocalFiles } from '../../cache/local-files.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import { Memory } from '../remember.js';
import { wholeLines, type LineRules } from './whole-lines.js';

/** What is read at once, in bytes; a file more than that at most. */
const STEP_BYTES = 4 * 1024 ** 2;

/** Many small files as one local file with the lines of all, in their order. */
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

/** One of the files can't be read behind another. */
class NotInLines extends Error {}

const refused = new Memory<true>();

/** The path of the local file, which is made once. Null where one of the files can't be read behind another: each is to be read by itself. */
export async function gatherLines(gathered: Gathered, rules: LineRules, local: LocalFiles): Promise<string | null> {
  const { files, identity } = gathered;
  const key = [identity, rules.variant];
  if (refused.get(key)) return null;
  try {
    return await local.gathered(files, `${rules.variant} of ${identity}`, (target, signal) => writeLines(files, rules, local, target, signal));
  } catch (error) {
    if (!(error instanceof NotInLines)) throw error;
    refused.set(key, true);
    return null;
  }
}

async function writeLines(files: readonly SourceFile[], rules: LineRules, local: LocalFiles, target: string, signal: AbortSignal): Promise<void> {
  const sink = await open(target, 'wx', 0o600);
  try {
    let lineEnd: Buffer | undefined;
    for (const step of stepsOf(files)) {
      const contents = await inParallel(step, FILES_AT_ONCE, (file) => contentOf(file, local, signal));
      const parts = contents.flatMap((content) => {
        const lines = wholeLines(content, rules, lineEnd);
        if (!lines) throw new NotInLines();
        ({ lineEnd } = lines);
        return lines.parts;
      });
      await sink.appendFile(Buffer.concat(parts));
    }
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
    if (bytes < STEP_BYTES) continue;
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
