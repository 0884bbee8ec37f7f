import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LocalNames, type Named } from '../../engine/cache/local-names.js';
import { removeFiles } from '../../engine/cache/remove-files.js';
import { until } from '../support/until.js';

const KEEP_MS = 200;
let parent: string;
let directory: string;
let names: LocalNames;

const removedTogether: number[] = [];
const removeMany = (paths: readonly string[]): Promise<void> => {
  removedTogether.push(paths.length);
  removeFiles({ paths });
  return Promise.resolve();
};

beforeEach(async () => {
  removedTogether.length = 0;
  parent = await mkdtemp(join(tmpdir(), 'stagewire-names-'));
  directory = join(parent, 'names');
  names = await LocalNames.open(directory, removeMany, KEEP_MS);
});

afterEach(async () => {
  await names.close();
  await rm(parent, { recursive: true });
});

const put = (text: string) => async (path: string): Promise<Named> => {
  await writeFile(path, text);
  return { kind: 'in place' };
};
const held = (): Promise<string[]> => readdir(directory);

it('a name is given again while it is used and for a while after that', async () => {
  const first = await names.make('a', put('one'));
  expect(names.take('a')).toBe(first);
  await names.release(first);
  await names.release(first);
  expect(names.take('a')).toBe(first);
  await new Promise((resolve) => { setTimeout(resolve, 2 * KEEP_MS); });
  expect(await readFile(first.path, 'utf8')).toBe('one');
  await names.release(first);
  await until('it goes', async () => (await held()).length === 0);
  expect(names.take('a')).toBeNull();
});

it('a path never means another content', async () => {
  const paths = new Set<string>();
  for (let round = 0; round < 3; round += 1) {
    const name = await names.make('a', put(`round ${round}`));
    paths.add(name.path);
    await names.release(name);
    await until('it goes', () => !names.has('a'));
  }
  expect(paths.size).toBe(3);
});

it('of two that are made for one content at once one goes with its user', async () => {
  const [one, two] = await Promise.all([names.make('a', put('x')), names.make('a', put('x'))]);
  expect(await held()).toHaveLength(2);
  const kept = names.take('a');
  await names.release(kept === one ? two : one);
  expect(await held()).toHaveLength(1);
  expect(await readFile(kept?.path ?? '', 'utf8')).toBe('x');
});

it('what could not be put there has no name and leaves nothing', async () => {
  const failing = async (path: string): Promise<Named> => {
    await writeFile(path, 'half');
    throw new Error('no more');
  };
  await expect(names.make('a', failing)).rejects.toThrow('no more');
  expect(names.take('a')).toBeNull();
  expect(await held()).toEqual([]);
});

it('finds its paths in texts', async () => {
  const { path } = await names.make('a', put('x'));
  expect(names.pathIn(`Error in file "${path}", line 3: '/elsewhere/5'`)).toBe(path);
  expect(names.pathIn(`Error in file ${path}: line 3`)).toBe(path);
  expect(names.pathIn('Error in file /elsewhere/5')).toBeNull();
});

it('closing and opening leave none', async () => {
  await names.make('a', put('x'));
  await names.close();
  await writeFile(join(parent, 'other'), '');
  expect(await readdir(parent)).toEqual(['other']);
  names = await LocalNames.open(directory, removeMany, KEEP_MS);
  expect(await held()).toEqual([]);
});

it("many go together, and one that is gone already is in nobody's way", async () => {
  const made = [];
  for (let index = 0; index < 300; index += 1) made.push(await names.make(`many ${index}`, put('x')));
  const [first] = made;
  await rm(first?.path ?? '');
  for (const name of made) await names.release(name);
  await until('they go', async () => (await held()).length === 0);
  expect(removedTogether.reduce((sum, count) => sum + count, 0)).toBe(300);
});

it('nobody who hands a name back waits for the others to be removed, but closing does', async () => {
  await names.close();
  let removed: () => void = () => undefined;
  const removing = new Promise<void>((resolve) => { removed = resolve; });
  names = await LocalNames.open(directory, () => removing, 3_600_000);
  const nothing = (): Promise<Named> => Promise.resolve({ kind: 'in place' });
  for (let index = 0; index <= 20_000; index += 1) await names.release(await names.make(`many ${index}`, nothing));
  let isClosed = false;
  const closing = names.close().then(() => { isClosed = true; });
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  expect(isClosed).toBe(false);
  removed();
  await closing;
});
