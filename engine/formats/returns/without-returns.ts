import { stat, writeFile } from 'node:fs/promises';
import type { LocalFiles } from '../../cache/local-files.js';
import type { SourceFile } from '../../sources/source-file.js';
import { partsOf } from '../shape/parts.js';
import type { Part } from '../shape/read-part.js';
import { dropReturns } from './drop-returns.js';

/** Done before a thread could begin, without keeping anybody waiting. */
const SMALL_BYTES = 512 * 1024;

/** A copy of a local text of a file without any carriage return; `compression` is what the text was made by. A large one is written by several threads. */
export function withoutReturns(file: SourceFile, path: string, compression: string, local: LocalFiles): Promise<string> {
  return local.derived(file, JSON.stringify(['without CR', compression]), async (target, signal) => {
    const { size } = await stat(path);
    await writeFile(target, '', { mode: 0o600 });
    if (size <= SMALL_BYTES) dropReturns({ path, part: { start: 0, end: size }, target, position: 0 });
    else await inThreads(path, await partsOf(path, size, local.threads.most), target, local, signal);
  });
}

async function inThreads(path: string, parts: readonly Part[], target: string, { threads }: LocalFiles, signal: AbortSignal): Promise<void> {
  const returns = parts.length === 1 ? [0] : await Promise.all(parts.map((part) => threads.run('countReturns', { path, part }, signal)));
  let before = 0;
  const positions = parts.map(({ start }, index) => {
    const position = start - before;
    before += returns[index] ?? 0;
    return position;
  });
  await Promise.all(parts.map((part, index) => threads.run('dropReturns', { path, part, target, position: positions[index] ?? 0 }, signal)));
}
