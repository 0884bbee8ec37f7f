import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../server/embedded-postgres/start-embedded-postgres.js';
import { compile, type Compiled } from '../../support/compiled.js';
import { silentLog } from '../../support/logger.js';
import { query } from '../../support/postgres.js';

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

let compiled: Compiled;
let dataDir: string;
const running: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];
beforeAll(async () => {
  compiled = await compile('server/embedded-postgres/start-embedded-postgres.ts');
});
afterAll(() => compiled.remove());
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'stagewire-embedded-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const postgres of running.splice(0)) await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(directory = dataDir): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir: directory, log: silentLog });
  running.push(postgres);
  return postgres;
}

/** Starts it in a process of its own; resolves with the URL, or the error's text. */
async function startInChild(directory: string, account: { uid?: number; gid?: number } = {}): Promise<{ child: ChildProcess; said: string }> {
  const script = `
    import { pino } from 'pino';
    const { startEmbeddedPostgres } = await import(${JSON.stringify(compiled.module('server/embedded-postgres/start-embedded-postgres.ts'))});
    const started = startEmbeddedPostgres({ dataDir: ${JSON.stringify(directory)}, log: pino({ level: 'silent' }) });
    process.on('SIGTERM', () => started.then((postgres) => postgres.stop()).then(() => process.exit(0)));
    process.on('SIGUSR2', () => { throw new Error('a bug'); });
    process.stdout.write(await started.then(({ url }) => url, (error) => error.text ?? String(error)));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'ignore'], ...account });
  children.push(child);
  const [output] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [unknown];
  return { child, said: String(output) };
}

async function postmasterPid(directory = dataDir): Promise<number> {
  return Number.parseInt(await readFile(join(directory, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(execFileSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return false;
  }
}

async function untilDead(pid: number): Promise<void> {
  for (let n = 0; n < 250 && isAlive(pid); n++) await sleep(20);
  expect(isAlive(pid)).toBe(false);
}

describe('start and stop', () => {
  test('data and password stay, nothing else is left running', { timeout: 30_000 }, async () => {
    const first = await start();
    const pid = await postmasterPid();
    expect(new URL(first.url)).toMatchObject({ protocol: 'postgres:', hostname: '127.0.0.1', username: 'stagewire' });
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.stop();
    await untilDead(pid);
    const began = performance.now();
    const second = await start();
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(expect.not.arrayContaining([expect.stringContaining('init')]) as string[]);
  });

  test('it wants the password, and loses nothing that it confirmed', { timeout: 30_000 }, async () => {
    const { url } = await start();
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect(
      await query(url, `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit, current_setting('listen_addresses') AS listen`),
    ).toEqual([{ fsync: 'on', commit: 'on', listen: '127.0.0.1' }]);
  });

  test('an initdb that was killed midway is done again', { timeout: 30_000 }, async () => {
    const child = startInChild(dataDir).catch(() => undefined);
    while (!(await readdir(dataDir)).some((name) => name.startsWith('postgres.init-'))) await sleep(5);
    await sleep(150);
    children[0]?.kill('SIGKILL');
    expect(await readdir(dataDir)).not.toContain('postgres');
    const { url } = await start();
    expect(await query(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await Promise.race([child, sleep(100)]);
    expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres.init-'))).toEqual([]);
  });

  test('foreign files where the cluster should be are left alone', { timeout: 30_000 }, async () => {
    await mkdir(join(dataDir, 'postgres'));
    await writeFile(join(dataDir, 'postgres', 'mine'), 'precious');
    await expect(start()).rejects.toMatchObject({ kind: 'InvalidConfig', text: expect.stringContaining('neither empty nor') as string });
    expect(await readFile(join(dataDir, 'postgres', 'mine'), 'utf8')).toBe('precious');
  });

  test('a start that fails says what PostgreSQL said', { timeout: 30_000 }, async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '9.6\n');
    await expect(start()).rejects.toMatchObject({ kind: 'InvalidConfig', text: expect.stringContaining('incompatible with server') as string });
  });
});

describe('crashes', () => {
  test('PostgreSQL that dies comes back on the same port', { timeout: 30_000 }, async () => {
    const { url } = await start();
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS n');
    process.kill(await postmasterPid(), 'SIGKILL');
    const began = performance.now();
    let rows: unknown;
    while (!rows && performance.now() - began < 10_000) rows = await query(url, 'SELECT n FROM kept').catch(() => sleep(20, undefined));
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('the PostgreSQL of a killed server is ended and its data kept', { timeout: 30_000 }, async () => {
    const { child, said } = await startInChild(dataDir);
    await query(said, 'CREATE TABLE kept AS SELECT 1 AS n');
    const orphan = await postmasterPid();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(orphan)).toBe(true);
    const { url } = await start();
    expect(await query(url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    await untilDead(orphan);
  });

  test('a pid file whose pid belongs to a stranger by now is no hindrance, nor is he harmed', { timeout: 30_000 }, async () => {
    await (await start()).stop();
    // The same account, so that PostgreSQL itself would believe him to be its predecessor.
    const { uid, gid } = await stat(join(dataDir, 'postgres'));
    const stranger = spawn('sleep', ['60'], isRoot ? { uid, gid } : {});
    children.push(stranger);
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    await writeFile(pidFile, `${stranger.pid ?? 0}\n${join(dataDir, 'postgres')}\n1700000000\n5432\n\n127.0.0.1\n         0         0\n`);
    if (isRoot) await chown(pidFile, uid, gid);
    const { url } = await start();
    expect(await query(url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    expect(stranger.exitCode).toBeNull();
  });

  test.each(['SIGTERM', 'SIGUSR2'] as const)('it ends with us (%s: a stop, an exception)', { timeout: 30_000 }, async (signal) => {
    const { child } = await startInChild(dataDir);
    const pid = await postmasterPid();
    child.kill(signal);
    await once(child, 'exit');
    await untilDead(pid);
  });

  test('Ctrl-C in the terminal does not reach it', { timeout: 30_000 }, async () => {
    await start();
    const groupOf = (pid: number): string => execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    expect(groupOf(await postmasterPid())).not.toBe(groupOf(process.pid));
  });
});

describe.runIf(isRoot)('accounts', () => {
  test('as root it runs under an ordinary account, below a closed directory too', { timeout: 30_000 }, async () => {
    await chmod(dataDir, 0o700);
    const inner = join(dataDir, 'inner');
    await mkdir(inner, { mode: 0o755 });
    const { url } = await start(inner);
    const { uid } = await stat(`/proc/${await postmasterPid(inner)}`);
    expect(uid).not.toBe(0);
    expect((await stat(join(inner, 'postgres'))).uid).toBe(uid);
    expect((await stat(inner)).uid).toBe(0);
    // A backend forked later must reach its files as well.
    expect(await query(url, 'SELECT count(*) > 0 AS found FROM pg_class')).toEqual([{ found: true }]);
  });

  test('an ordinary user runs it as himself, and root later keeps his account', { timeout: 30_000 }, async () => {
    await chown(dataDir, NOBODY, NOBODY);
    const { child, said } = await startInChild(dataDir, { uid: NOBODY, gid: NOBODY });
    expect(said).toMatch(/^postgres:/);
    await query(said, 'CREATE TABLE kept AS SELECT 1 AS n');
    child.kill('SIGTERM');
    await once(child, 'exit');
    const { url } = await start();
    expect(await query(url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    expect((await stat(`/proc/${await postmasterPid()}`)).uid).toBe(NOBODY);
  });
});
