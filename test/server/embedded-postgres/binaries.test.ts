import { lstat, mkdir, mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { completeInstallation, findPostgresBinaries } from '../../../server/embedded-postgres/binaries.js';

let native: string;
beforeEach(async () => {
  native = join(await mkdtemp(join(tmpdir(), 'stagewire-binaries-')), 'native');
  for (const folder of ['lib', 'bin']) await mkdir(join(native, folder), { recursive: true });
});
afterEach(() => rm(join(native, '..'), { recursive: true, force: true }));

test('an installation whose script did not run is completed, once', async () => {
  await writeFile(join(native, 'lib', 'libpq.so.5.18'), 'library');
  const links = ['libpq.so', 'libpq.so.5'].map((name) => ({ source: 'native/lib/libpq.so.5.18', target: `native/lib/${name}` }));
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
  const program = join(native, 'bin', 'postgres');
  await writeFile(program, '', { mode: 0o644 });

  await Promise.all([completeInstallation(native, [program]), completeInstallation(native, [program])]);
  await completeInstallation(native, [program]);
  expect(await readlink(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
  expect(await readFile(join(native, 'lib', 'libpq.so'), 'utf8')).toBe('library');
  expect((await stat(program)).mode & 0o777).toBe(0o755);
});

test('the programs of this platform are found', async () => {
  const { initdb, postgres, bootstrapScript } = await findPostgresBinaries();
  for (const path of [initdb, postgres, bootstrapScript]) expect((await lstat(path)).isFile()).toBe(true);
});
