import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once, type EventEmitter } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import type mysql from 'mysql2/promise';
import mysqljs from 'mysql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Capability } from '../../protocol/capabilities.js';
import { CLIENT_CAPABILITIES, RawClient } from '../server/mysql/raw-client.js';
import { commandLineClient } from '../support/command-line-client.js';
import { residentMemory } from '../support/resident-memory.js';
import { failure, rows, startServer, temporaryDirectory, type TestServer } from '../support/stagewire.js';
import { until } from '../support/until.js';

const MIB = 1024 * 1024;
const BOOKS = 'title,year\nDune,1965\n';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: TestServer;
let root: mysql.Connection;

beforeAll(async () => {
  directory = await temporaryDirectory();
  server = await startServer(join(directory.path, 'data'));
  root = await server.connect();
  await root.query('CREATE STAGE s');
  await root.query("CREATE USER reader IDENTIFIED BY 'r'");
  await root.query('GRANT READ ON STAGE s TO reader');
  await mkdir(join(directory.path, 'local'));
  await writeFile(local('books.csv'), BOOKS);
  await writeFile(local('empty'), '');
});

afterAll(async () => {
  await root.end();
  await server.stop();
  await directory.remove();
});

const local = (name: string): string => join(directory.path, 'local', name);
const names = async (path: string): Promise<string[]> => (await rows(root, `LIST @s/${path}`)).map(({ name }) => String(name));
const md5 = (bytes: Uint8Array | string): string => createHash('md5').update(bytes).digest('hex');

/** A statement of a connection of mysql2 that gives a file to the server; the answer is an OK and then the rows. */
async function put(connection: mysql.Connection, sql: string, file: (name: string) => Readable = (name) => createReadStream(name)): Promise<Record<string, unknown>[]> {
  const [results] = await connection.query({ sql, infileStreamFactory: file } as mysql.QueryOptions);
  return (results as unknown as [unknown, Record<string, unknown>[]])[1];
}

async function putFailure(connection: mysql.Connection, sql: string, file?: (name: string) => Readable): Promise<mysql.QueryError> {
  return put(connection, sql, file).then(
    () => { throw new Error(`succeeded: ${sql}`); },
    (error: unknown) => error as mysql.QueryError,
  );
}

async function download(connection: mysql.Connection, sql: string): Promise<Buffer> {
  return Buffer.concat((await rows(connection, sql)).map(({ data }) => data as Buffer));
}

describe('PUT with mysql2', () => {
  it('brings a file into a folder and says what became of it', async () => {
    const asked: string[] = [];
    const answer = await put(root, "PUT 'file:///elsewhere/books.csv' @s/in", (name) => { asked.push(name); return Readable.from([Buffer.from('a'), Buffer.from('bc')]); });
    expect(asked).toEqual(['/elsewhere/books.csv']);
    expect(answer).toEqual([{
      source: 'books.csv', target: 'in/books.csv', source_size: 3, target_size: 3, md5: md5('abc'), status: 'UPLOADED',
      source_compression: 'NONE', target_compression: 'NONE', message: '',
    }]);
    expect(await download(root, 'GET @s/in/books.csv')).toEqual(Buffer.from('abc'));
  });

  it('leaves a file that is there, without asking for the new one, unless told to overwrite', async () => {
    await put(root, "PUT 'file:///x.txt' @s/twice/", () => Readable.from([Buffer.from('first')]));
    const never = (): Readable => { throw new Error('asked for a file that is not wanted'); };
    expect(await put(root, "PUT 'file:///x.txt' @s/twice/", never)).toMatchObject([{ status: 'SKIPPED', md5: null }]);
    expect(await put(root, "PUT 'file:///x.txt' @s/twice/ OVERWRITE = TRUE", () => Readable.from([Buffer.from('second')]))).toMatchObject([{ status: 'UPLOADED' }]);
    expect((await download(root, 'GET @s/twice/x.txt')).toString()).toBe('second');
  });

  it('compresses on the way, but nothing that is compressed already', async () => {
    const content = Buffer.alloc(3 * MIB, 'compress me ');
    const [answer] = await put(root, "PUT 'file:///c.csv' @s/gz AUTO_COMPRESS = TRUE", () => Readable.from([content]));
    const stored = await download(root, 'GET @s/gz/c.csv.gz');
    expect(gunzipSync(stored).equals(content)).toBe(true);
    expect(answer).toMatchObject({ target: 'gz/c.csv.gz', source_size: content.length, target_size: stored.length, md5: md5(stored), source_compression: 'NONE', target_compression: 'GZIP' });
    const already = gzipSync('x');
    expect(await put(root, "PUT 'file:///d.csv.gz' @s/gz AUTO_COMPRESS = TRUE", () => Readable.from([already]))).toMatchObject([{ target: 'gz/d.csv.gz', source_compression: 'GZIP', target_compression: 'GZIP' }]);
    expect(await put(root, "PUT 'file:///e.bin' @s/gz AUTO_COMPRESS = TRUE SOURCE_COMPRESSION = GZIP", () => Readable.from([already]))).toMatchObject([{ target: 'gz/e.bin' }]);
  });

  it('takes several files in one statement', async () => {
    const files = "'file:///m/1.csv', file:///m/2.csv, 'file:///m/3.csv'";
    const [results] = await root.query({ sql: `PUT (${files}) @s/many`, infileStreamFactory: (name: string) => Readable.from([Buffer.from(name)]) } as mysql.QueryOptions);
    expect((results as unknown as unknown[]).at(-1)).toMatchObject([{ target: 'many/1.csv' }, { target: 'many/2.csv' }, { target: 'many/3.csv' }]);
    expect((await download(root, 'GET @s/many/2.csv')).toString()).toBe('/m/2.csv');
    expect(await rows(root, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  });

  it('carries packets of more than 16 MiB, byte for byte', async () => {
    const content = randomBytes(40 * MIB + 3);
    expect(await put(root, "PUT 'file:///large.bin' @s/large", () => Readable.from([content.subarray(0, 33 * MIB), content.subarray(33 * MIB)]))).toMatchObject([{ source_size: content.length, md5: md5(content) }]);
    expect(md5(await download(root, 'GET @s/large/large.bin'))).toBe(md5(content));
    expect(await rows(root, 'GET @s/large/large.bin')).toHaveLength(41);
  });

  it('stores one byte and, where SIZE says that it is right, no byte', async () => {
    expect(await put(root, "PUT 'file:///one' @s/small", () => Readable.from([Buffer.from('1')]))).toMatchObject([{ target_size: 1 }]);
    expect(await put(root, "PUT 'file:///none' @s/small SIZE = 0", () => Readable.from([]))).toMatchObject([{ target_size: 0, md5: md5('') }]);
    expect(await rows(root, 'GET @s/small/none')).toEqual([{ data: Buffer.alloc(0) }]);
  });

  it('leaves nothing of a file that is missing, refused, empty or shorter than promised', async () => {
    expect(await putFailure(root, "PUT 'file:///nowhere/at/all' @s/none")).toMatchObject({ errno: 1105, message: expect.stringContaining("the client sent nothing for '/nowhere/at/all'") as string });
    expect((await failure(root, "PUT 'file:///x' @s/none")).message).toContain('infileStreamFactory');
    expect((await putFailure(root, "PUT 'file:///x' @s/none", () => Readable.from([]))).message).toContain('SIZE = 0');
    expect((await putFailure(root, "PUT 'file:///x' @s/none SIZE = 5", () => Readable.from([Buffer.from('abc')]))).message).toContain('sent 3 bytes');
    expect(await names('none')).toEqual([]);
  });

  it('drops the rest of a file that the store refuses, and lives on', async () => {
    await put(root, "PUT 'file:///taken' @s", () => Readable.from([Buffer.from('x')]));
    const error = await putFailure(root, "PUT 'file:///under.bin' @s/taken/", () => Readable.from(pieces(8 * MIB)));
    expect(error.message).toContain('taken');
    expect(await rows(root, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  });

  it('asks for WRITE, a stage that exists, and a name', async () => {
    const reader = await server.connect({ user: 'reader', password: 'r' });
    expect((await failure(reader, "PUT 'file:///x' @s")).errno).toBe(1227);
    await reader.end();
    expect((await failure(root, "PUT 'file:///x' @nope")).message).toContain('2501');
    expect((await failure(root, "PUT 'file:///dir/' @s")).message).toContain('name of a file');
    expect((await failure(root, "PUT 'file:///dir/*.csv' @s")).message).toContain('name each file');
    expect((await failure(root, "PUT 's3://b/x' @s")).message).toContain('file://');
    expect((await failure(root, "PUT 'file:///x' @s/../t")).message).toContain('traversal');
    expect((await failure(root, "PUT 'file:///x' @s COLOUR = red")).errno).toBe(1064);
  });

  it('is refused with 3948 where one side does not allow it', async () => {
    const shy = await server.connect({ flags: ['-LOCAL_FILES'] });
    expect(await failure(shy, "PUT 'file:///x' @s")).toMatchObject({ errno: 3948, sqlState: '42000', message: expect.stringContaining('--local-infile=1') as string });
    await shy.end();
    await root.query('SET GLOBAL local_infile = OFF');
    expect(await putFailure(root, "PUT 'file:///x' @s")).toMatchObject({ errno: 3948, message: expect.stringContaining('SET GLOBAL local_infile') as string });
    await root.query('SET GLOBAL local_infile = ON');
  });

  it('can not be prepared, as in MySQL', async () => {
    await expect(root.execute("PUT 'file:///x' @s")).rejects.toMatchObject({ errno: 1295 });
    await expect(root.execute("LOAD DATA LOCAL INFILE 'x' INTO STAGE s")).rejects.toMatchObject({ errno: 1295, message: expect.stringContaining('query()') as string });
    // Refused when they are prepared, not when they are executed: that is when drivers try again by a plain query.
    for (const sql of ['LOAD DATA LOCAL INFILE ? INTO STAGE s', 'PUT ? @s', '/* c */ put ? @s OVERWRITE = ?']) await expect(root.prepare(sql)).rejects.toMatchObject({ errno: 1295 });
    expect(await rows(root, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is ended by KILL QUERY: the rest of the file is dropped, and the connection lives on', async () => {
    const connection = await server.connect();
    const source = new Readable({ read: () => undefined });
    source.push(Buffer.alloc(MIB));
    const upload = putFailure(connection, "PUT 'file:///k.bin' @s/killed", () => source);
    await until('the upload has begun', async () => (await unfinished()) === 1);
    await root.query(`KILL QUERY ${connection.threadId}`);
    await until('the upload is given up', async () => (await unfinished()) === 0);
    source.push(Buffer.alloc(MIB));
    source.push(null);
    expect((await upload).errno).toBe(1317);
    expect(await rows(connection, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    expect(await names('killed')).toEqual([]);
    await connection.end();
  });

  it('of a client that goes away leaves nothing', async () => {
    const connection = await server.connect();
    connection.on('error', () => undefined);
    const source = new Readable({ read: () => undefined });
    source.push(Buffer.alloc(MIB));
    const upload = put(connection, "PUT 'file:///k.bin' @s/killed", () => source).catch((error: unknown) => error);
    await sleep(200);
    connection.destroy();
    source.destroy();
    await until('the upload of a client that has gone is given up', async () => (await unfinished()) === 0);
    expect(await names('killed')).toEqual([]);
    void upload;
  });
});

/** Random pieces of 64 KiB, as a file is read. */
function* pieces(total: number): Generator<Buffer> {
  for (let left = total; left > 0; left -= 64 * 1024) yield randomBytes(64 * 1024);
}

async function unfinished(): Promise<number> {
  const found = await readdir(join(directory.path, 'data', 'store', '.stagewire-tmp'), { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).length;
}

describe('LOAD DATA LOCAL INFILE … INTO STAGE', () => {
  it('is PUT in words of MySQL, and answers with counts', async () => {
    const load = (how: string): Promise<unknown> => root.query({ sql: `LOAD DATA LOCAL INFILE '${local('books.csv')}' ${how} INTO STAGE s/loaded/`, infileStreamFactory: (name: string) => createReadStream(name) } as mysql.QueryOptions).then(([result]) => result);
    expect(await load('')).toMatchObject({ affectedRows: 1, info: expect.stringContaining('Records: 1  Deleted: 0  Skipped: 0  Warnings: 0') as string });
    expect(await load('IGNORE')).toMatchObject({ affectedRows: 0 });
    expect(await load('REPLACE')).toMatchObject({ affectedRows: 1 });
    expect((await download(root, 'GET @s/loaded/books.csv')).toString()).toBe(BOOKS);
  });

  it('reads no file of the server and no table', async () => {
    expect((await failure(root, "LOAD DATA INFILE '/etc/passwd' INTO STAGE s")).errno).toBe(1235);
    expect((await failure(root, "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t")).errno).toBe(1235);
  });

  it('npm mysql sends its files too', async () => {
    const connection = mysqljs.createConnection({ host: '127.0.0.1', port: server.mysqlPort, user: 'root', password: '' });
    const result = await new Promise((resolve, reject) => {
      connection.query(`LOAD DATA LOCAL INFILE '${local('books.csv')}' INTO STAGE s/npm`, (error, found: unknown) => { if (error) reject(error); else resolve(found); });
    });
    expect(result).toMatchObject({ affectedRows: 1 });
    connection.destroy();
  });
});

describe('GET', () => {
  it('answers the rows of a folder with names, and in pieces of the size asked for', async () => {
    await put(root, "PUT 'file:///a' @s/folder", () => Readable.from([Buffer.from('12345')]));
    await put(root, "PUT 'file:///b' @s/folder", () => Readable.from([Buffer.from('67')]));
    expect(await rows(root, 'GET @s/folder/ CHUNK_SIZE = 4')).toEqual([
      { file: 'folder/a', data: Buffer.from('1234') }, { file: 'folder/a', data: Buffer.from('5') }, { file: 'folder/b', data: Buffer.from('67') },
    ]);
    expect(await rows(root, "GET @s/folder/ PATTERN = 'b'")).toEqual([{ file: 'folder/b', data: Buffer.from('67') }]);
    expect(await rows(root, 'GET @s/folder/a CHUNK_SIZE = 5')).toEqual([{ data: Buffer.from('12345') }]);
  });

  it('cuts at ends of lines where asked', async () => {
    await put(root, "PUT 'file:///lines' @s", () => Readable.from([Buffer.from('one\ntwo\nthree\n\n4')]));
    expect((await rows(root, 'GET @s/lines LINES = TRUE CHUNK_SIZE = 9')).map(({ data }) => String(data))).toEqual(['one\ntwo', 'three\n\n4']);
    expect((await failure(root, 'GET @s/lines LINES = TRUE CHUNK_SIZE = 3')).message).toContain('longer than 3 bytes');
  });

  it('names what is not there, needs READ, and writes no file of the client', async () => {
    expect((await failure(root, 'GET @s/nothing')).message).toContain('3001');
    expect((await failure(root, "GET @s/lines 'file:///tmp/'")).errno).toBe(1235);
    expect(await rows(root, 'GET @s/nothing/')).toEqual([]);
  });

  it('stops reading when the client goes away', async () => {
    await put(root, "PUT 'file:///long.bin' @s/long", () => Readable.from(pieces(64 * MIB)));
    const connection = await server.connect();
    connection.on('error', () => undefined);
    void connection.query('GET @s/long/long.bin CHUNK_SIZE = 65536').catch(() => undefined);
    await sleep(20);
    connection.destroy();
    expect(await rows(root, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
  });
});

describe.runIf(process.platform === 'linux')('memory', () => {
  it('stays flat while 200 MiB go in and out', async () => {
    const size = 200 * MIB;
    const file = local('flat.bin');
    const handle = await open(file, 'wx');
    await handle.truncate(size);
    await handle.close();
    const fresh = await startServer(join(directory.path, 'memory'));
    try {
      const connection = await fresh.connect();
      await connection.query('CREATE STAGE m');
      const before = await residentMemory(fresh.process.pid, 'now');
      expect(await put(connection, `PUT 'file://${file}' @m`)).toMatchObject([{ target_size: size }]);
      let received = 0;
      const query = (connection as unknown as { connection: { query(sql: string): EventEmitter } }).connection.query('GET @m/flat.bin');
      query.on('result', (row: { data: Buffer }) => { received += row.data.length; });
      await once(query, 'end');
      expect(received).toBe(size);
      expect((await residentMemory(fresh.process.pid, 'most')) - before).toBeLessThan(150 * MIB);
      await connection.end();
    } finally {
      await fresh.stop();
    }
  });
});

describe('the bytes on the wire', () => {
  const connect = (): Promise<RawClient> => RawClient.logIn(server.mysqlPort, { capabilities: CLIENT_CAPABILITIES | Capability.LOCAL_FILES });

  it('a full packet goes on, though an empty one follows', async () => {
    const client = await connect();
    client.query("PUT 'file:///full.bin' @s/wire SIZE = 16777218");
    expect((await client.expectPayload()).toString('latin1')).toBe('\xfb/full.bin');
    // A payload of exactly one full packet: its empty rest is written by the framing.
    client.send(Buffer.alloc(0xff_ffff));
    client.send(Buffer.from('end'));
    client.send(Buffer.alloc(0));
    expect((await client.expectPayload())[0]).toBe(0);
    client.destroy();
  });

  it('a client that falls silent is let go after net_read_timeout, and nothing stays', async () => {
    const client = await connect();
    client.query('SET net_read_timeout = 1');
    await client.expectPayload();
    client.query("PUT 'file:///silent.bin' @s/silent");
    await client.expectPayload();
    client.send(Buffer.from('abc'));
    expect(await client.read()).toBeNull();
    expect(await names('silent')).toEqual([]);
  });

  it('a client that goes on with another command instead of the file is answered that one', async () => {
    const client = await connect();
    client.query("PUT 'file:///given/up' @s/left");
    await client.expectPayload();
    client.query('NONSENSE');
    expect((await client.expectPayload())[0]).toBe(0xff);
    client.query('LIST @s/left');
    expect((await client.expectPayload())[0]).toBe(5);
    client.destroy();
  });

  it('a second file is asked for behind an OK that announces it', async () => {
    const client = await connect();
    client.query('PUT file:///1, file:///2 @s/two');
    expect((await client.expectPayload()).toString('latin1')).toBe('\xfb/1');
    client.send(Buffer.from('x'));
    client.send(Buffer.alloc(0));
    const between = await client.expectPayload();
    expect(between[0]).toBe(0);
    expect(between.readUInt16LE(3) & 0x8).toBe(0x8);
    expect((await client.expectPayload()).toString('latin1')).toBe('\xfb/2');
    client.send(Buffer.alloc(0));
    expect((await client.expectPayload())[0]).toBe(0xff);
    client.destroy();
  });
});

const cli = await commandLineClient();

describe.skipIf(cli === null)('the command line client', () => {
  const run = (...args: string[]): Promise<{ stdout: Buffer; stderr: string }> =>
    new Promise((resolve) => {
      execFile(cli ?? '', ['-h', '127.0.0.1', '-P', String(server.mysqlPort), '-u', 'root', ...args], { encoding: 'buffer', maxBuffer: 64 * MIB }, (_error, stdout, stderr) => {
        resolve({ stdout, stderr: stderr.toString() });
      });
    });

  it('uploads and downloads a text file without a difference', async () => {
    const { stdout, stderr } = await run('--local-infile=1', '-N', '-e', `PUT file://${local('books.csv')} @s/cli/`);
    expect(stderr).toBe('');
    expect(stdout.toString()).toBe(`books.csv\tcli/books.csv\t${BOOKS.length}\t${BOOKS.length}\t${md5(BOOKS)}\tUPLOADED\tNONE\tNONE\t\n`);
    expect((await run('-N', '-r', '-e', 'GET @s/cli/books.csv LINES = TRUE')).stdout.toString()).toBe(BOOKS);
  });

  it('downloads any bytes, with a newline of its own after each row', async () => {
    const content = randomBytes(2 * MIB);
    await writeFile(local('random.bin'), content);
    await run('--local-infile=1', '-e', `PUT 'file://${local('random.bin')}' @s/cli/`);
    const { stdout } = await run('-N', '-r', '-e', 'GET @s/cli/random.bin');
    expect(stdout.subarray(0, -1).equals(content)).toBe(true);
    expect(stdout.length).toBe(content.length + 1);
  });

  it('says what is wrong with a file that is not there', async () => {
    expect((await run('--local-infile=1', '-e', "PUT 'file:///no/such/file' @s/cli/")).stderr).toContain("the client sent nothing for '/no/such/file'");
    expect((await run('--local-infile=0', '-e', "PUT 'file:///x' @s")).stderr).toContain('ERROR 3948 (42000)');
  });

  it('several statements in a row use several files', async () => {
    const { stdout } = await run('--local-infile=1', '-N', '-e', `PUT 'file://${local('books.csv')}' @s/row1; PUT 'file://${local('books.csv')}', 'file://${local('random.bin')}' @s/row2; SELECT 8`);
    expect(stdout.toString().trim().split('\n').map((line) => line.split('\t')[1])).toEqual(['row1/books.csv', 'row2/books.csv', 'row2/random.bin', undefined]);
    expect(await readFile(local('books.csv'), 'utf8')).toBe(BOOKS);
  });
});
