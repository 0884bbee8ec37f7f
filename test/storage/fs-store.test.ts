import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFsStore } from '../../storage/fs/fs-store.js';
import type { ObjectInfo, ObjectStore } from '../../storage/object-store.js';

let directory: string;
let root: string;
let store: ObjectStore;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stagewire-fs-'));
  root = join(directory, 'root');
  await mkdir(join(directory, 'outside'));
  await writeFile(join(directory, 'outside', 'secret'), 'secret');
  store = await openFsStore({ directory: root, create: true, instanceId: 'me' });
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

async function keys(prefix = ''): Promise<string[]> {
  const found: string[] = [];
  for await (const page of store.list(prefix)) found.push(...page.map((object) => object.key));
  return found;
}

test('a file that another tool puts there is an object at once', async () => {
  await mkdir(join(root, 'in'));
  await writeFile(join(root, 'in', 'x.csv'), '1');
  expect(await keys()).toEqual(['in/x.csv']);
  expect((await store.read('in/x.csv').then((stream) => stream.toArray())).toString()).toBe('1');
});

test('no symbolic link leads out of the root', async () => {
  await symlink(join(directory, 'outside'), join(root, 'linked'));
  await symlink(join(directory, 'outside', 'secret'), join(root, 'file'));
  expect(await keys()).toEqual([]);
  expect(await keys('linked/')).toEqual([]);
  for (const key of ['linked/secret', 'file']) {
    expect(await store.stat(key)).toBeNull();
    await expect(store.read(key)).rejects.toMatchObject({ kind: 'StorageNotFound' });
  }
  await expect(store.write('linked/new', bytes('x'))).rejects.toMatchObject({ kind: 'StorageInsecure' });
  await expect(store.write('linked/deep/new', bytes('x'))).rejects.toMatchObject({ kind: 'StorageInsecure' });
  await store.remove(['linked/secret']);
  expect(await readdir(join(directory, 'outside'))).toEqual(['secret']);
  await store.write('file', bytes('mine'));
  expect(await readFile(join(directory, 'outside', 'secret'), 'utf8')).toBe('secret');
  expect(await keys()).toEqual(['file']);
});

test('of many files a listing says what asking for each of them says', async () => {
  const names = Array.from({ length: 1300 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
  await mkdir(join(root, 'many'));
  for (const [index, name] of names.entries()) {
    if (index % 100 === 7) await symlink(`000${index % 7}`, join(root, name));
    else if (index % 100 === 8) await symlink(join(directory, 'outside', 'secret'), join(root, name));
    else await writeFile(join(root, name), 'x'.repeat(index % 50));
    if (index % 3 === 0) await utimes(join(root, name), 1e9 + index, 1_600_000_000.25 + index).catch(() => undefined);
  }
  const listed = [];
  for await (const page of store.list('many/')) listed.push(...page);
  expect(listed.map(({ key }) => key)).toEqual(names.filter((_, index) => index % 100 !== 8));
  for (const info of listed) expect(info).toEqual(await store.stat(info.key));
});

test('what is linked is the file that was listed, and never what lies outside', async () => {
  await writeFile(join(root, 'plain'), 'x');
  await symlink('plain', join(root, 'alias'));
  const target = join(directory, 'second-name');
  for (const key of ['plain', 'alias']) {
    const { version } = (await store.stat(key)) ?? { version: '' };
    expect(await store.link(key, version, target)).toBe(true);
    expect(await readFile(target, 'utf8')).toBe('x');
    await rm(target);
    await expect(store.link(key, `${version}1`, target)).rejects.toMatchObject({ kind: 'StorageNotFound' });
    await expect(readFile(target)).rejects.toMatchObject({ code: 'ENOENT' });
  }
  const { version } = (await store.stat('plain')) ?? { version: '' };
  await symlink(join(directory, 'outside'), join(root, 'way-out'));
  await expect(store.link('way-out/secret', version, target)).rejects.toMatchObject({ kind: 'StorageNotFound' });
  await expect(readFile(target)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a second name that is there already counts if it is of that file, and else gives way', async () => {
  await writeFile(join(root, 'plain'), 'x');
  const target = join(directory, 'second-name');
  const { version } = (await store.stat('plain')) ?? { version: '' };
  await link(join(root, 'plain'), target);
  expect(await store.link('plain', version, target)).toBe(true);
  await rm(target);
  await writeFile(target, 'another');
  expect(await store.link('plain', version, target)).toBe(true);
  expect(await readFile(target, 'utf8')).toBe('x');
});

test('of many that are linked at once each is the file that was listed, or none', async () => {
  const names = Array.from({ length: 1200 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
  await mkdir(join(root, 'many'));
  await mkdir(join(directory, 'names'));
  for (const [index, name] of names.entries()) {
    if (index % 100 === 7) await symlink(`000${index % 7}`, join(root, name));
    else await writeFile(join(root, name), `content ${index}`);
  }
  const listed: ObjectInfo[] = [];
  for await (const page of store.list('many/')) listed.push(...page);
  // Since they were listed one was written anew, one replaced by what lies outside, and one removed.
  await writeFile(join(root, 'many/0011'), 'another content');
  await rm(join(root, 'many/0012'));
  await symlink(join(directory, 'outside', 'secret'), join(root, 'many/0012'));
  await rm(join(root, 'many/0013'));
  const target = (key: string): string => join(directory, 'names', key.slice(5));
  const linked = await Promise.allSettled(listed.map(({ key, version }) => store.link(key, version, target(key))));
  const failed = linked.flatMap((outcome, index) => (outcome.status === 'rejected' ? [[listed[index]?.key, (outcome.reason as { kind: string }).kind]] : []));
  expect(failed).toEqual(['many/0011', 'many/0012', 'many/0013'].map((key) => [key, 'StorageNotFound']));
  expect(linked.filter((outcome) => outcome.status === 'fulfilled' && outcome.value)).toHaveLength(1197);
  const held = await readdir(join(directory, 'names'));
  expect(held).toHaveLength(1197);
  for (const name of held) expect(await readFile(join(directory, 'names', name), 'utf8')).toBe(`content ${Number(name) % 100 === 7 ? Number(name) % 7 : Number(name)}`);
  // What is read at once is that file as well, or an error.
  const contents = await Promise.allSettled(listed.map((object) => store.localContent(object)));
  expect(contents.flatMap((outcome, index) => (outcome.status === 'rejected' ? [[listed[index]?.key, (outcome.reason as { kind: string }).kind]] : []))).toEqual(failed);
  for (const [index, outcome] of contents.entries()) if (outcome.status === 'fulfilled') expect(Buffer.from(outcome.value ?? []).toString()).toBe(`content ${index % 100 === 7 ? index % 7 : index}`);
});

test('a link to a file inside of the root is that file; one to a directory is not walked', async () => {
  await store.write('data/2024.csv', bytes('1'));
  await symlink('data/2024.csv', join(root, 'latest.csv'));
  await symlink('data', join(root, 'again'));
  await symlink('nowhere', join(root, 'dangling'));
  expect(await keys()).toEqual(['data/2024.csv', 'latest.csv']);
  expect((await store.read('latest.csv').then((stream) => stream.toArray())).toString()).toBe('1');
});

test.each([
  ['.', 'a component'], ['a/./b', 'a component'], ['..', 'a component'], ['a/../../b', 'a component'], ['a//b', '//'], ['/a', 'begins'],
  ['a\0b', 'NUL'], ['é'.repeat(128), '255 bytes'], ['.stagewire-tmp/x', 'reserved'], ['a/.stagewire-tmp', 'reserved'],
])('refuses to write the key %j', async (key, why) => {
  await expect(store.write(key, bytes('x'))).rejects.toMatchObject({ kind: 'BadArguments', text: expect.stringContaining(why) as string });
  expect(await store.stat(key)).toBeNull();
  await store.remove([key]);
});

test('says when a directory or a file is in the way', async () => {
  await store.write('a/b', bytes('x'));
  await expect(store.write('a', bytes('x'))).rejects.toMatchObject({ kind: 'BadArguments', text: expect.stringContaining("'a'") as string });
  await expect(store.write('a/b/c', bytes('x'))).rejects.toMatchObject({ kind: 'BadArguments' });
  await store.remove(['a']);
  expect(await keys()).toEqual(['a/b']);
  expect(await readdir(join(root, '.stagewire-tmp'))).toEqual([]);
});

test('skips what is no regular file and names that are not UTF-8', async () => {
  await store.write('ok', bytes('x'));
  await writeFile(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff, 0xfe])]), 'x');
  expect(spawnSync('mkfifo', [join(root, 'pipe')]).status).toBe(0);
  expect(await keys()).toEqual(['ok']);
  expect(await store.stat('pipe')).toBeNull();
  await expect(store.read('pipe')).rejects.toMatchObject({ kind: 'StorageNotFound' });
});

test('removing the last file of a directory removes the directory, but never the root', async () => {
  await store.write('a/b/c', bytes('x'));
  await store.write('a/d', bytes('x'));
  await store.remove(['a/b/c']);
  expect(await readdir(join(root, 'a'))).toEqual(['d']);
  await store.remove(['a/d', 'not/there']);
  expect(await readdir(root)).toEqual(['.stagewire-tmp']);
});

test('writers and removers of the same directory do not disturb each other', async () => {
  const work = Array.from({ length: 8 }, async (_, index) => {
    for (let round = 0; round < 50; round += 1) {
      const key = `x/y/z/${index}`;
      await store.write(key, bytes('x'));
      await store.remove([key]);
    }
  });
  await Promise.all(work);
  expect(await keys()).toEqual([]);
});

test('sweeps its own temporary files and those that are a day old', async () => {
  const temporary = join(root, '.stagewire-tmp');
  await mkdir(temporary);
  for (const name of ['me-1', 'other-new', 'other-old']) await writeFile(join(temporary, name), 'x');
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  await utimes(join(temporary, 'other-old'), yesterday, yesterday);
  let seen: string[] = [];
  await store.write('running', bytes('x'), {
    beforeCommit: async () => {
      await store.sweep('');
      seen = await readdir(temporary);
    },
  });
  expect(seen.filter((name) => name === 'other-new')).toHaveLength(1);
  expect(seen).toHaveLength(2);
  expect(await keys()).toEqual(['running']);
});

test('a root that is gone is reported', async () => {
  await rm(root, { recursive: true });
  await expect(keys()).rejects.toMatchObject({ kind: 'StorageNotFound', text: expect.stringContaining('does not exist') as string });
  await expect(openFsStore({ directory: root, create: false, instanceId: 'me' })).rejects.toMatchObject({ kind: 'StorageNotFound' });
});

test('without a signer there is no presigned URL', async () => {
  await expect(store.presign({ method: 'GET', key: 'a', expiresIn: 1, publicUrl: 'http://h' })).rejects.toMatchObject({ kind: 'StorageUnsupported' });
});
