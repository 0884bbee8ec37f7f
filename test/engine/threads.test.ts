import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { normalise } from '../../engine/formats/delimited/normalise.js';
import type { delimitedOptions } from '../../engine/formats/delimited/options.js';
import { Threads } from '../../engine/threads/threads.js';
import { StagewireError } from '../../errors/index.js';
import { until } from '../support/until.js';

const CSV = {
  type: 'CSV' as const, fieldDelimiter: ',', recordDelimiter: '\n', quote: '"', escape: '', skipHeader: 0, trimSpace: false, allowQuotedNulls: false,
  nullDisplay: '\\N', emptyIsText: false, quotedEmptyIsText: true, compression: 'NONE', encoding: 'utf-8', replaceBadCharacters: false,
} satisfies ReturnType<typeof delimitedOptions>;

let directory: string;
let threads: Threads;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stagewire-threads-'));
  threads = new Threads(2, 64 * 1024 ** 2);
});

afterEach(async () => {
  await threads.close();
  await rm(directory, { recursive: true, force: true });
});

/** A CSV of so many quoted records, and the work of rewriting it. */
async function csv(records: number, end = ''): Promise<Parameters<typeof normalise>[0]> {
  const source = join(directory, `${records}.csv`);
  await writeFile(source, '1,"a ""quoted"" text"\n'.repeat(records) + end);
  return { source, target: join(directory, `canonical ${Math.random()}`), options: CSV, width: 2, fileName: 'books.csv' };
}

const live = (): AbortSignal => new AbortController().signal;

test('a thread makes what would be made here, and is used again', async () => {
  const work = await csv(50_000);
  await normalise(work, live());
  for (const name of ['one', 'two']) {
    const target = join(directory, name);
    await threads.run('normalise', { ...work, target }, live());
    expect((await readFile(target)).equals(readFileSync(work.target))).toBe(true);
    expect(threads.count).toBe(1);
  }
});

test('an error comes back as it was, and the thread goes on', async () => {
  const bad = await csv(10, '1,"open');
  const failure: unknown = await threads.run('normalise', bad, live()).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StagewireError);
  expect(failure).toMatchObject({ kind: 'BadBytes', text: expect.stringMatching(/not closed, at file 'books\.csv', line 11$/) as unknown });
  await expect(threads.run('normalise', { ...bad, source: join(directory, 'none') }, live())).rejects.toThrow(/ENOENT/);
  await threads.run('normalise', await csv(10), live());
  expect(threads.count).toBe(1);
});

test('no more threads than allowed, and all work gets done', async () => {
  const work = await csv(20_000);
  let most = 0;
  const watch = setInterval(() => { most = Math.max(most, threads.count); }, 1);
  await Promise.all(Array.from({ length: 6 }, (_, index) => threads.run('normalise', { ...work, target: join(directory, String(index)) }, live())));
  clearInterval(watch);
  expect(most).toBe(2);
});

test('whoever goes away ends the work amid a file, and waits no longer for a turn', async () => {
  const work = await csv(2_000_000);
  const [running, other, waiting] = [new AbortController(), new AbortController(), new AbortController()];
  const results = [running, other, waiting].map(({ signal }, index) => threads.run('normalise', { ...work, target: join(directory, String(index)) }, signal).catch((error: unknown) => error));
  await until('both threads work', () => threads.count === 2);
  waiting.abort();
  expect(await results[2]).toMatchObject({ kind: 'AbortedQuery' });
  running.abort();
  other.abort(new StagewireError('AbortedQuery', 'killed'));
  expect(await results[0]).toMatchObject({ kind: 'AbortedQuery' });
  expect(await results[1]).toMatchObject({ text: 'killed' });
  expect(threads.count).toBe(0);
  await threads.run('normalise', await csv(10), live());
});

test('a stop ends what runs', async () => {
  const work = threads.run('normalise', await csv(2_000_000), live());
  const failed = expect(work).rejects.toThrow('ended amid its work');
  await until('the thread works', () => threads.count === 1);
  await threads.close();
  await failed;
});
