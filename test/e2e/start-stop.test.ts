import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processesOn } from '../support/processes.js';
import { CHECKOUT, MAIN, refusal, runServer, type ServerProcess } from '../support/server-process.js';
import { failure, rows, temporaryDirectory, type Environment } from '../support/stagewire.js';
import { until } from '../support/until.js';
import { basicAuth, upload } from '../support/upload.js';

const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let dataDir: string;
const started: ServerProcess[] = [];

beforeEach(async () => {
  directory = await temporaryDirectory();
  dataDir = join(directory.path, 'data');
});
afterEach(async () => {
  for (const server of started.splice(0)) {
    server.child.kill('SIGKILL');
    await server.ended;
  }
  for (const { pid } of processesOn(directory.path)) process.kill(pid, 'SIGKILL');
  await until('nothing of the test is running', () => processesOn(directory.path).length === 0);
  await directory.remove();
});

interface Running extends ServerProcess {
  readonly mysqlPort: number;
  readonly httpUrl: string;
  connect(options?: mysql.ConnectionOptions): Promise<mysql.Connection>;
}

async function start(env: Environment = {}, ...how: [command?: readonly string[], options?: Parameters<typeof runServer>[2]]): Promise<Running> {
  const server = runServer({ STAGEWIRE_DATA_DIR: dataDir, ...env }, ...how);
  started.push(server);
  const { mysqlPort, httpPort } = await server.ready;
  return {
    ...server,
    mysqlPort,
    httpUrl: `http://127.0.0.1:${httpPort}`,
    async connect(options) {
      const connection = await mysql.createConnection({ host: '127.0.0.1', port: mysqlPort, user: 'root', ...options });
      connection.on('error', () => undefined);
      return connection;
    },
  };
}

const refused = (env: Environment = {}): ReturnType<typeof refusal> => refusal({ STAGEWIRE_DATA_DIR: dataDir, ...env });
const nothingRuns = (): void => { expect(processesOn(dataDir)).toEqual([]); };
const postmasterPid = async (): Promise<number> => Number.parseInt(await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);

/** A stage with files whose joins take a while. */
async function stageWithFiles(connection: mysql.Connection, count: number): Promise<void> {
  await connection.query('CREATE STAGE s');
  const folder = join(dataDir, 'store', 'stage', 'internal', 's');
  await mkdir(folder, { recursive: true });
  for (let index = 0; index < count; index += 1) await writeFile(join(folder, `${index}.csv`), 'x');
}

/** Joins the files of the stage with themselves. */
const joined = (times: number): string =>
  `SELECT sum(${Array.from({ length: times }, (_, n) => `t${n}.size`).join(' * ')}) AS n FROM ${Array.from({ length: times }, (_, n) => `list_stage(location => '@s') t${n}`).join(', ')}`;

/** An upload whose second half is sent when `release` is called. */
function slowUpload(httpUrl: string): { release(): void; readonly response: Promise<Response> } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => { release = resolve; });
  async function* body(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('--b\r\nContent-Disposition: form-data; name="upload"; filename="slow.csv"\r\n\r\nfirst half, ');
    await released;
    yield Buffer.from('second half\r\n--b--\r\n');
  }
  const response = fetch(`${httpUrl}/v1/upload_to_stage`, {
    method: 'PUT',
    body: ReadableStream.from(body()),
    duplex: 'half',
    headers: { ...basicAuth('root', ''), 'x-databend-stage-name': 's', 'content-type': 'multipart/form-data; boundary=b' },
  });
  response.catch(() => undefined);
  return { release, response };
}

describe('start', () => {
  it('says one line on standard output when both doors are open', async () => {
    const server = await start();
    const { httpUrl, mysqlPort } = server;
    expect(await (await fetch(`${httpUrl}/health`)).text()).toBe('ok');
    const connection = await server.connect();
    expect(await rows(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await connection.end();
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(server.stdout()).toBe(`stagewire ready mysql=127.0.0.1:${mysqlPort} http=${httpUrl.slice('http://'.length)}\n`);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
  });

  it('refuses a data directory that another server has', async () => {
    const first = await start();
    const connection = await first.connect();
    const second = await refused();
    expect(second).toEqual({ how: 1, stdout: '', lines: [`stagewire: data directory ${dataDir} is in use by another stagewire (pid ${first.child.pid ?? 0})`] });
    expect(await rows(connection, 'SHOW STAGES')).toEqual([]);
    await connection.end();
  });

  it.each(['STAGEWIRE_MYSQL_PORT', 'STAGEWIRE_HTTP_PORT'])('refuses a %s that is taken', async (name) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await refused({ [name]: String(port) })).toEqual({ how: 1, stdout: '', lines: [`stagewire: listen EADDRINUSE: address already in use 127.0.0.1:${port}; is another server running there?`] });
    other.close();
    nothingRuns();
  });

  it.each([
    [{ STAGEWIRE_FOO: '1' }, 'STAGEWIRE_FOO is no setting of stagewire; README lists them'],
    [{ STAGEWIRE_MYSQL_PORT: 'x' }, "STAGEWIRE_MYSQL_PORT='x' is not understood: expected a port from 0 to 65535"],
    [{ STAGEWIRE_HTTP_PORT: '65536' }, "STAGEWIRE_HTTP_PORT='65536' is not understood: expected a port from 0 to 65535"],
    [{ STAGEWIRE_LOG_LEVEL: 'loud' }, "STAGEWIRE_LOG_LEVEL='loud' is not understood: expected fatal, error, warn, info, debug, trace or silent"],
    [{ STAGEWIRE_LOG_FORMAT: 'xml' }, "STAGEWIRE_LOG_FORMAT='xml' is not understood: expected json or pretty"],
    [{ STAGEWIRE_CATALOG_URL: 'mysql://u:hush@h/' }, 'STAGEWIRE_CATALOG_URL is not understood: expected a postgres:// URL'],
    [{ STAGEWIRE_STORAGE_URL: 'ftp://h/' }, "STAGEWIRE_STORAGE_URL='ftp://h/' is not understood: expected an s3:// or fs:// URL"],
    [{ STAGEWIRE_FS_ROOTS: '/a:b' }, "STAGEWIRE_FS_ROOTS='/a:b' is not understood: 'b' is not an absolute directory"],
    [{ STAGEWIRE_SECRET_KEY: 'hush' }, 'STAGEWIRE_SECRET_KEY is not understood: expected at least 16 characters'],
    [{ STAGEWIRE_S3_ACCESS_KEY_ID: 'a' }, 'STAGEWIRE_S3_ACCESS_KEY_ID and STAGEWIRE_S3_SECRET_ACCESS_KEY must be set together'],
    [{ STAGEWIRE_MAX_CONNECTIONS: '0' }, "STAGEWIRE_MAX_CONNECTIONS='0' is not understood: expected a whole number from 1 to 100000"],
    [{ STAGEWIRE_HOST: '0.0.0.0' }, "STAGEWIRE_HOST='0.0.0.0' would open the server to the network while root has no password; set STAGEWIRE_ROOT_PASSWORD"],
    [{ STAGEWIRE_HOST: '0.0.0.0', STAGEWIRE_ROOT_PASSWORD: '' }, "STAGEWIRE_HOST='0.0.0.0' would open the server to the network while root has no password; set STAGEWIRE_ROOT_PASSWORD"],
  ])('refuses %o in one line', async (env, line) => {
    expect(await refused(env)).toEqual({ how: 1, stdout: '', lines: [`stagewire: ${line}`] });
    nothingRuns();
  });

  it.each([
    ['a catalog that does not answer', { STAGEWIRE_CATALOG_URL: 'postgres://u:hush@127.0.0.1:1/d' }, '127.0.0.1:1'],
    ['a storage URL without a bucket', { STAGEWIRE_STORAGE_URL: 's3:///x' }, 'STAGEWIRE_STORAGE_URL'],
    ['a storage URL without keys', { STAGEWIRE_STORAGE_URL: 's3://b/?endpoint_url=http://127.0.0.1:1' }, 'STAGEWIRE_STORAGE_URL'],
    ['a host that is none of this machine', { STAGEWIRE_HOST: '192.0.2.1', STAGEWIRE_ROOT_PASSWORD: 'hush' }, 'check STAGEWIRE_HOST'],
    ['a host name that is unknown', { STAGEWIRE_HOST: 'nowhere.invalid', STAGEWIRE_ROOT_PASSWORD: 'hush' }, 'check STAGEWIRE_HOST'],
    ['a data directory that is a file', { STAGEWIRE_DATA_DIR: MAIN }, MAIN],
  ])('refuses %s in one line that names it', async (_what, env, named) => {
    const { how, lines, stdout } = await refused(env);
    expect({ how, lines, stdout }).toEqual({ how: 1, stdout: '', lines: [expect.stringContaining(named) as string] });
    expect(lines.join()).not.toContain('hush');
    nothingRuns();
  });

  it('gives root the password of the setting until a statement changes it', async () => {
    const canLogIn = async (env: Environment, passwords: readonly string[]): Promise<void> => {
      const server = await start(env);
      const accepted: string[] = [];
      for (const password of ['', 'one', 'two', 'mine']) {
        const connection = await server.connect({ password }).catch((error: unknown) => {
          expect(error).toMatchObject({ errno: 1045 });
          return null;
        });
        if (!connection) continue;
        accepted.push(password);
        if (password === 'two') await connection.query("ALTER USER root IDENTIFIED BY 'mine'");
        await connection.end();
      }
      server.child.kill('SIGTERM');
      await server.ended;
      expect(accepted).toEqual(passwords);
    };
    await canLogIn({}, ['']);
    await canLogIn({ STAGEWIRE_HOST: '0.0.0.0', STAGEWIRE_ROOT_PASSWORD: 'one' }, ['one']);
    await canLogIn({}, ['one']);
    await canLogIn({ STAGEWIRE_ROOT_PASSWORD: 'two' }, ['two', 'mine']);
    await canLogIn({ STAGEWIRE_ROOT_PASSWORD: 'two' }, ['mine']);
    await canLogIn({}, ['mine']);
  });

  it('takes over from a server that was killed, whether its PostgreSQL lives on or not', async () => {
    const first = await start();
    const connection = await first.connect();
    await connection.query('CREATE STAGE kept');
    first.child.kill('SIGKILL');
    await first.ended;
    const orphan = await postmasterPid();
    expect(processesOn(dataDir).map(({ pid }) => pid)).toContain(orphan);

    const second = await start();
    expect(await rows(await second.connect(), 'SHOW STAGES')).toMatchObject([{ name: 'kept' }]);
    expect(processesOn(dataDir).map(({ pid }) => pid)).not.toContain(orphan);
    second.child.kill('SIGKILL');
    for (const { pid } of processesOn(dataDir)) process.kill(pid, 'SIGKILL');
    await second.ended;
    await until('nothing runs', () => processesOn(dataDir).length === 0);

    const third = await start();
    expect(await rows(await third.connect(), 'SHOW STAGES')).toMatchObject([{ name: 'kept' }]);
    third.child.kill('SIGTERM');
    expect(await third.ended).toBe(0);
    nothingRuns();
  });

  it('runs as an ordinary user', async () => {
    const canRead = attemptAsNobody(['test', '-r', MAIN]) && attemptAsNobody([process.execPath, '--version']);
    if (!isRoot || !canRead) {
      const note = 'the start as an ordinary user is not tested: this needs root, and a checkout that all may read';
      process.stderr.write(`\n*** SKIPPED: ${note}\n\n`);
      if (process.env['STAGEWIRE_TEST_REQUIRE_ALL'] === '1') throw new Error(note);
      return;
    }
    await chmod(directory.path, 0o755);
    await mkdir(dataDir);
    await chown(dataDir, NOBODY, NOBODY);
    const server = await start({}, [process.execPath, MAIN], { uid: NOBODY, gid: NOBODY });
    const connection = await server.connect();
    await connection.query('CREATE STAGE s');
    expect((await upload(server.httpUrl, 's', { 'a.csv': '1' })).status).toBe(200);
    expect(await rows(connection, 'LIST @s')).toMatchObject([{ name: 'a.csv' }]);
    await connection.end();
    for (const { pid } of processesOn(dataDir)) expect((await stat(`/proc/${pid}`)).uid).toBe(NOBODY);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    nothingRuns();
  });
});

function isThere(group: number): boolean {
  try {
    return process.kill(group, 0);
  } catch {
    return false;
  }
}

function attemptAsNobody([file = '', ...args]: readonly string[]): boolean {
  try {
    execFileSync(file, args, { uid: NOBODY, gid: NOBODY, stdio: 'ignore', cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

describe('stop', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s ends it with 0, idle clients or not, and leaves nothing running', async (signal) => {
    const server = await start();
    const idle = await server.connect();
    expect(processesOn(dataDir).length).toBeGreaterThan(0);
    const began = performance.now();
    server.child.kill(signal);
    expect(await server.ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
    nothingRuns();
    idle.destroy();
  });

  it.each([50, 300, 500, 700, 900])('SIGTERM %i ms after the start leaves nothing running', async (delay) => {
    const server = runServer({ STAGEWIRE_DATA_DIR: dataDir });
    started.push(server);
    await sleep(delay);
    server.child.kill('SIGTERM');
    // Before Node runs the first line of ours the signal itself ends it.
    expect([0, 'SIGTERM']).toContain(await server.ended);
    nothingRuns();
    const again = await start();
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  });

  it('lets a running query and a running upload finish, and takes nobody new', async () => {
    const server = await start();
    const connection = await server.connect();
    await stageWithFiles(connection, 40);
    const slow = slowUpload(server.httpUrl);
    let answered = false;
    const query = rows(connection, joined(5)).finally(() => { answered = true; });
    await sleep(300);
    expect(answered).toBe(false);
    server.child.kill('SIGTERM');
    await sleep(300);
    await expect(server.connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    slow.release();
    const response = await slow.response;
    expect(response.status, await response.text()).toBe(200);
    expect(await query).toEqual([{ n: String(40 ** 5) }]);
    expect(await server.ended).toBe(0);
    nothingRuns();
    expect(await readFile(join(dataDir, 'store', 'stage', 'internal', 's', 'slow.csv'), 'utf8')).toBe('first half, second half');
  });

  it('ends what is still running after ten seconds', async () => {
    const server = await start();
    const connection = await server.connect();
    await stageWithFiles(connection, 200);
    const stuck = slowUpload(server.httpUrl);
    const query = failure(connection, joined(6));
    await sleep(300);
    const began = performance.now();
    server.child.kill('SIGTERM');
    expect(await query).toMatchObject({ errno: 1053, sqlState: '08S01' });
    await expect(stuck.response).rejects.toThrow();
    expect(await server.ended).toBe(0);
    expect(performance.now() - began).toBeGreaterThan(9_900);
    expect(performance.now() - began).toBeLessThan(14_000);
    nothingRuns();
  });

  it.each([
    ['SIGTERM to npm', (pid: number) => process.kill(pid, 'SIGTERM')],
    ['Ctrl-C in the terminal', (pid: number) => process.kill(-pid, 'SIGINT')],
    ['a terminal that is closed', (pid: number) => process.kill(-pid, 'SIGHUP')],
  ])('npm start ends by %s and leaves nothing running', async (_how, end) => {
    const server = await start({}, ['npm', 'start'], { cwd: CHECKOUT, detached: true });
    const connection = await server.connect();
    expect(await rows(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    connection.destroy();
    const group = server.child.pid ?? 0;
    end(group);
    await server.ended;
    // npm may be gone before the server, to which the signal came at the same time.
    await until('no process of the group is left', () => !isThere(-group));
    nothingRuns();
    const again = await start();
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  });
});

describe('log', () => {
  it('is one JSON value per line, without secrets', async () => {
    const secrets = ['hush-root', 'hush-key-of-the-catalog', 'hush-connection', 'hush-user', 'hush-login', 'hush-http', 'hush-syntax', 'hush-store'];
    const server = await start({ STAGEWIRE_LOG_LEVEL: 'trace', STAGEWIRE_ROOT_PASSWORD: 'hush-root', STAGEWIRE_SECRET_KEY: 'hush-key-of-the-catalog', STAGEWIRE_S3_ACCESS_KEY_ID: 'id', STAGEWIRE_S3_SECRET_ACCESS_KEY: 'hush-store' });
    const root = await server.connect({ password: 'hush-root' });
    await root.query("CREATE CONNECTION c STORAGE_TYPE = 's3' ACCESS_KEY_ID = 'id' SECRET_ACCESS_KEY = 'hush-connection' ENDPOINT_URL = 'http://127.0.0.1:1'");
    await root.query("CREATE STAGE ext URL = 's3://b/' CONNECTION = (CONNECTION_NAME = 'c')");
    expect((await failure(root, 'LIST @ext')).message).not.toContain('hush');
    await root.query("CREATE USER u IDENTIFIED BY 'hush-user'");
    await failure(root, "CREATE USER u IDENTIFIED BY 'hush-user'");
    await failure(root, "CREATE CONNECTION c STORAGE_TYPE = 's3' SECRET_ACCESS_KEY = 'hush-syntax' SECRET_ACCESS_KEY");
    await failure(root, "CREATE STAGE t URL = 's3://b/' CONNECTION = (SECRET_ACCESS_KEY = 'hush-syntax')");
    await expect(server.connect({ password: 'hush-login' })).rejects.toMatchObject({ errno: 1045 });
    expect((await upload(server.httpUrl, 'ext', { 'a.csv': '1' }, { password: 'hush-http' })).status).toBe(401);
    expect((await upload(server.httpUrl, 'ext', { 'a.csv': '1' }, { password: 'hush-root' })).status).toBe(503);
    const catalogPassword = await readFile(join(dataDir, 'postgres.password'), 'utf8');
    // A PostgreSQL that dies is worth several lines.
    process.kill(await postmasterPid(), 'SIGKILL');
    await until('PostgreSQL is back', () => root.query('SHOW STAGES').then(() => true, () => false));
    root.destroy();
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    const lines = server.stderr().trimEnd().split('\n');
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) as string, time: expect.stringMatching(/^\d{4}-.*Z$/) as string, msg: expect.any(String) as string });
    for (const secret of [...secrets, catalogPassword]) expect(lines.filter((line) => line.includes(secret))).toEqual([]);
  });
});
