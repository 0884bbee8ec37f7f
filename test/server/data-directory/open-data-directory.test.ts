import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDataDirectory } from '../../../server/data-directory/open-data-directory.js';
import { currentProcess } from '../../../server/data-directory/process-identity.js';
import { compile, type Compiled } from '../../support/compiled.js';

let compiled: Compiled;
let path: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  compiled = await compile('server/data-directory/open-data-directory.ts');
});
afterAll(() => compiled.remove());
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'stagewire-data-')), 'data');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(join(path, '..'), { recursive: true, force: true });
});

/** Opens the directory in a process of its own, which then stays; resolves with `open` or the error's text. */
async function openInChild(): Promise<{ child: ChildProcess; outcome: string }> {
  const script = `
    const { openDataDirectory } = await import(${JSON.stringify(compiled.module('server/data-directory/open-data-directory.ts'))});
    process.stdout.write(await openDataDirectory(${JSON.stringify(path)}).then(() => 'open', (error) => error.text ?? String(error)));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, outcome: output.toString('utf8') };
}

async function writeForeignClaim(token: string, modified: Date): Promise<string> {
  const directory = join(path, 'lock');
  await mkdir(directory, { recursive: true });
  const claim = join(directory, `${token}.claim`);
  await writeFile(claim, JSON.stringify({ pid: 7, startedAt: '1', machine: 'elsewhere', host: 'elsewhere' }));
  await writeFile(join(directory, `${token}.held`), '');
  await utimes(claim, modified, modified);
  return claim;
}

test('a new directory is private, with an id and a key that stay', async () => {
  const first = await openDataDirectory(path);
  expect((await stat(path)).mode & 0o777).toBe(0o700);
  const key = await first.secretKey();
  expect(key).toHaveLength(32);
  expect((await stat(join(path, 'secret.key'))).mode & 0o777).toBe(0o600);
  await first.release();
  const second = await openDataDirectory(path);
  expect(second.instanceId).toBe(first.instanceId);
  expect(await second.secretKey()).toEqual(key);
  await second.release();
  expect(await readdir(join(path, 'lock'))).toEqual([]);
});

test('a key of the wrong length stops the start', async () => {
  const directory = await openDataDirectory(path);
  await writeFile(join(path, 'secret.key'), 'short');
  await expect(directory.secretKey()).rejects.toMatchObject({ kind: 'InvalidConfig' });
  await directory.release();
});

test('a second one is refused with one line', async () => {
  const first = await openDataDirectory(path);
  await expect(openDataDirectory(path)).rejects.toMatchObject({
    kind: 'InvalidConfig',
    text: `data directory ${path} is in use by another stagewire (pid ${process.pid})`,
  });
  await first.release();
  await (await openDataDirectory(path)).release();
});

test('what cannot be a directory is refused with one line', async () => {
  await writeFile(path, '');
  await expect(openDataDirectory(path)).rejects.toMatchObject({ kind: 'InvalidConfig', text: expect.stringContaining(path) as string });
});

test('of ten processes that start at once, one gets it', { timeout: 60_000 }, async () => {
  const outcomes = (await Promise.all(Array.from({ length: 10 }, openInChild))).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === 'open')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome.includes('is in use by another stagewire (pid '))).toHaveLength(9);
});

test('of many in one process, one gets it, round after round', { timeout: 60_000 }, async () => {
  for (let round = 0; round < 5; round++) {
    const results = await Promise.allSettled(Array.from({ length: 15 }, () => openDataDirectory(path)));
    const winners = results.filter((result) => result.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    await winners[0]?.value.release();
  }
});

test('the lock of a killed process is no hindrance', { timeout: 30_000 }, async () => {
  const { child, outcome } = await openInChild();
  expect(outcome).toBe('open');
  await expect(openDataDirectory(path)).rejects.toMatchObject({ text: expect.stringContaining(`(pid ${child.pid ?? 0})`) as string });
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await openDataDirectory(path)).release();
});

test('nor is one whose pid now belongs to another process', async () => {
  await mkdir(join(path, 'lock'), { recursive: true });
  await writeFile(join(path, 'lock', 'a.claim'), JSON.stringify({ ...currentProcess(), startedAt: '1' }));
  await writeFile(join(path, 'lock', 'a.held'), '');
  await (await openDataDirectory(path)).release();
});

test('another machine is judged by its heartbeat', { timeout: 30_000 }, async () => {
  await writeForeignClaim('a', new Date(Date.now() - 3_600_000));
  await (await openDataDirectory(path)).release();

  const claim = await writeForeignClaim('b', new Date());
  const beating = setInterval(() => void utimes(claim, new Date(), new Date()), 200);
  await expect(openDataDirectory(path)).rejects.toMatchObject({
    text: `data directory ${path} is in use by another stagewire (pid 7 on host elsewhere)`,
  });
  clearInterval(beating);
  expect(hostname()).not.toBe('elsewhere');

  // Stopped a moment ago: it takes some seconds to be sure.
  await (await openDataDirectory(path)).release();
});
