import { X509Certificate } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as mariadb from 'mariadb';
import mysql2 from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LoginGuard } from '../../../server/login-guard.js';
import { Networks } from '../../../server/networks.js';
import { generatedFiles } from '../../../server/tls/certificates.js';
import { TlsDoor } from '../../../server/tls/tls-door.js';
import { temporaryDirectory } from '../../support/stagewire.js';
import { column, rows } from './fake-service.js';
import { account, startServer } from './harness.js';
import { RawClient } from './raw-client.js';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let tls: TlsDoor;
let ca: string;

beforeAll(async () => {
  directory = await temporaryDirectory();
  const files = await generatedFiles(join(directory.path, 'tls'));
  tls = await TlsDoor.open(files);
  ca = await readFile(files.ca, 'utf8');
});
afterAll(() => directory.remove());

/** The bytes of a socket until it is closed, or until there are `least` of them. */
function received(socket: Socket, least = Infinity): Promise<Buffer> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length >= least) resolve(bytes);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => { resolve(bytes); });
  });
}

describe('TLS', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('serves %s, and the generated certificate is good for this machine', async (version) => {
    const { port, service } = await startServer({ tls });
    const connection = await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root', ssl: { ca, minVersion: version, maxVersion: version } });
    expect((await connection.query('SELECT 1'))[0]).toEqual([{ '1': 1 }]);
    expect(service.openings[0]?.client.transport).toMatchObject({ version, clientCertified: false });
    await connection.end();
  });

  test('refuses versions before 1.2, and the connection ends', async () => {
    const { port } = await startServer({ tls });
    const old = mysql2.createConnection({ host: '127.0.0.1', port, user: 'root', ssl: { rejectUnauthorized: false, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } });
    await expect(old).rejects.toThrow();
  });

  test('large payloads pass in both directions', async () => {
    const { port, service } = await startServer({ tls });
    const text = 'x'.repeat(20_000_000);
    service.on(`SELECT '${text}'`, () => rows([column('v')], [text]));
    const connection = await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root', ssl: { ca } });
    const [result] = await connection.query<mysql2.RowDataPacket[]>(`SELECT '${text}'`);
    expect(result[0]?.['v'] === text).toBe(true);
    await connection.end();
  });

  test('bytes sent in clear behind the request for TLS are never taken as sent over it', async () => {
    const { port, service } = await startServer({ tls });
    const client = await RawClient.connect(port);
    await client.readHandshake();
    const request = Buffer.alloc(36);
    request.writeUIntLE(32, 0, 3);
    request.writeUInt8(1, 3);
    request.writeUInt32LE(0x0000_0a00 | 0x8000, 4);
    client.socket.write(Buffer.concat([request, Buffer.from([1, 0, 0, 2, 3])]));
    expect(await client.read()).toBeNull();
    expect(service.openings).toEqual([]);
  });

  test('garbage in place of a TLS handshake costs its connection at once', async () => {
    const { port } = await startServer({ tls });
    const client = await RawClient.connect(port);
    await client.readHandshake();
    const request = Buffer.alloc(36);
    request.writeUIntLE(32, 0, 3);
    request.writeUInt8(1, 3);
    request.writeUInt32LE(0x0000_8a00, 4);
    client.sendBytes(Buffer.concat([request, Buffer.from('GET / HTTP/1.1\r\n\r\n')]));
    while ((await client.readUnframed()) !== null);
  });

  test('require_secure_transport refuses a client without TLS by 3159', async () => {
    const { port } = await startServer({ tls, requiresSecureTransport: () => true });
    await expect(mysql2.createConnection({ host: '127.0.0.1', port, user: 'root' })).rejects.toMatchObject({ errno: 3159 });
    const connection = await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root', ssl: { ca } });
    await connection.end();
  });

  test('a client certificate that our authority signed makes the client a certified one; any other is refused', async () => {
    const x509 = { ...(await account('ann', 'pw')), requires: 'x509' as const };
    const { port } = await startServer({ tls }, [x509, { ...(await account('bob', 'pw')), requires: 'ssl' }]);
    const own = { cert: await readFile(join(directory.path, 'tls/client-cert.pem')), key: await readFile(join(directory.path, 'tls/client-key.pem')) };
    const login = (user: string, ssl?: object) => mysql2.createConnection({ host: '127.0.0.1', port, user, password: 'pw', ...(ssl === undefined ? {} : { ssl }) });
    await (await login('ann', { ca, ...own })).end();
    await (await login('bob', { ca })).end();
    await expect(login('ann', { ca })).rejects.toMatchObject({ errno: 1045 });
    await expect(login('bob')).rejects.toMatchObject({ errno: 1045 });
    const others = await generatedFiles(join(directory.path, 'others'));
    const stranger = { cert: await readFile(join(others.cert, '../client-cert.pem')), key: await readFile(join(others.cert, '../client-key.pem')) };
    await expect(login('ann', { ca, ...stranger })).rejects.toThrow();
  });

  test('certificates are read anew on demand; unusable ones leave all as it is', async () => {
    const files = await generatedFiles(join(directory.path, 'renewed'));
    const door = await TlsDoor.open(files);
    const { port } = await startServer({ tls: door });
    const shown = async (): Promise<string> => {
      const client = await RawClient.connect(port);
      await client.readHandshake();
      const serialNumber = (await client.startTls()).getPeerX509Certificate()?.serialNumber;
      client.destroy();
      return serialNumber ?? '';
    };
    const serial = (pem: string): string => new X509Certificate(pem).serialNumber;
    const first = serial(await readFile(files.cert, 'utf8'));
    expect(await shown()).toBe(first);
    await rm(files.cert);
    await generatedFiles(join(directory.path, 'renewed'));
    await door.reload();
    const second = serial(await readFile(files.cert, 'utf8'));
    expect(second).not.toBe(first);
    expect(await shown()).toBe(second);
    await writeFile(files.cert, 'nonsense');
    await expect(door.reload()).rejects.toMatchObject({ kind: 'InvalidConfig' });
    expect(await shown()).toBe(second);
  });
});

describe('authentication over TLS', () => {
  test('caching_sha2_password takes the password itself, then the fast path from the cache', async () => {
    const { port } = await startServer({ tls }, [await account('ann', 'secret', 'caching_sha2_password')]);
    for (let round = 0; round < 2; round++) {
      const connection = await mysql2.createConnection({ host: '127.0.0.1', port, user: 'ann', password: 'secret', ssl: { ca } });
      await connection.end();
    }
    await expect(mysql2.createConnection({ host: '127.0.0.1', port, user: 'ann', password: 'wrong', ssl: { ca } })).rejects.toMatchObject({ errno: 1045 });
  });

  test('mysql_clear_password is taken over TLS and never without', async () => {
    const { port } = await startServer({ tls }, [await account('ann', 'secret')]);
    const clear = async (password: string, secured: boolean): Promise<number | undefined> => {
      const client = await RawClient.connect(port);
      const handshake = await client.readHandshake();
      if (secured) await client.startTls();
      client.respond({ user: 'ann', authPlugin: 'mysql_clear_password', authResponse: Buffer.from(`${password}\0`) });
      const answer = await client.read();
      client.destroy();
      expect(handshake.scramble).toHaveLength(20);
      return answer?.[0];
    };
    expect(await clear('secret', true)).toBe(0x00);
    expect(await clear('wrong', true)).toBe(0xff);
    // Without TLS the client is asked for another plugin's proof.
    expect(await clear('secret', false)).toBe(0xfe);
  });
});

describe('compression', () => {
  const text = 'some text that repeats itself, '.repeat(100_000);

  test('zlib, with mysql2 and mariadb, in both directions', async () => {
    const { port, service } = await startServer();
    service.on(`SELECT '${text}'`, () => rows([column('v')], [text]));
    const first = await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root', compress: true });
    const [result] = await first.query<mysql2.RowDataPacket[]>(`SELECT '${text}'`);
    expect(result[0]?.['v'] === text).toBe(true);
    expect((await first.query('SELECT 1'))[0]).toEqual([{ '1': 1 }]);
    expect(service.openings[0]?.client.compression).toBe('zlib');
    await first.end();
    const second = await mariadb.createConnection({ host: '127.0.0.1', port, user: 'root', compress: true });
    expect(await second.query(`SELECT '${text}'`)).toEqual([{ v: text }]);
    await second.end();
  });

  test('zlib inside TLS', async () => {
    const { port, service } = await startServer({ tls });
    service.on(`SELECT '${text}'`, () => rows([column('v')], [text]));
    const connection = await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root', compress: true, ssl: { ca } });
    const [result] = await connection.query<mysql2.RowDataPacket[]>(`SELECT '${text}'`);
    expect(result[0]?.['v'] === text).toBe(true);
    await connection.end();
  });
});

describe('Unix socket', () => {
  test('serves clients as local ones, replaces a stale socket, is removed at the end', async () => {
    const { listener, service } = await startServer({ requiresSecureTransport: () => true });
    const path = join(directory.path, 'stagewire.sock');
    await listener.listenOnUnixSocket(path);
    const connection = await mysql2.createConnection({ socketPath: path, user: 'root' });
    await connection.query('SELECT 1');
    expect(service.openings[0]?.client.host).toBe('localhost');
    await connection.end();
    const other = await startServer();
    await expect(other.listener.listenOnUnixSocket(path)).rejects.toThrow(/another server listens/);
    await listener.stop(0);
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(path, 'not a socket');
    await expect(other.listener.listenOnUnixSocket(path)).rejects.toThrow(/is not a socket/);
  });
});

describe('PROXY protocol', () => {
  const trusted = { proxyNetworks: new Networks(['127.0.0.0/8']) };

  async function logInBehind(port: number, header: Buffer | string): Promise<{ answer: Buffer | null; client: RawClient }> {
    const client = await RawClient.connect(port);
    client.socket.write(header);
    await client.readHandshake();
    client.respond();
    return { answer: await client.read(), client };
  }

  test.each([
    ['version 1', 'PROXY TCP4 203.0.113.7 10.0.0.1 50123 3306\r\n', '203.0.113.7:50123'],
    ['version 1, IPv6', 'PROXY TCP6 2001:db8::7 2001:db8::1 50123 3306\r\n', '[2001:db8::7]:50123'],
    ['version 2', Buffer.from('0d0a0d0a000d0a515549540a2111000ccb007107c0a80001c3cb0cea', 'hex'), '203.0.113.7:50123'],
  ])('%s: the client of the proxy is the client, and root without password is not let in from there', async (_name, header, host) => {
    const { port, processes } = await startServer(trusted, [await account('ann')]);
    const { answer } = await logInBehind(port, header);
    expect(answer?.[0]).toBe(0xff);
    expect(answer?.toString('latin1')).toContain(`'root'@'${host.replace(/:50123$/, '').replace(/^\[|\]$/g, '')}'`);
    const client = await RawClient.connect(port);
    client.socket.write(header);
    await client.readHandshake();
    client.respond({ user: 'ann' });
    await client.read();
    expect(processes.all().map((process) => process.host)).toContain(host);
    client.destroy();
  });

  test.each([
    ['UNKNOWN', 'PROXY UNKNOWN\r\n'],
    ['LOCAL', Buffer.from('0d0a0d0a000d0a515549540a20000000', 'hex')],
  ])('%s: the proxy speaks for itself', async (_name, header) => {
    const { port } = await startServer(trusted);
    const { answer, client } = await logInBehind(port, header);
    expect(answer?.[0]).toBe(0x00);
    client.destroy();
  });

  test.each([
    ['no header', 'GET / HTTP/1.1\r\n\r\n'],
    ['no address', 'PROXY TCP4 here there 1 2\r\n'],
    ['no end', `PROXY TCP4 ${'1'.repeat(200)}`],
    ['a version that is not there yet', Buffer.from('0d0a0d0a000d0a515549540a3111000ccb007107c0a80001c3cb0cea', 'hex')],
    ['addresses cut short', Buffer.from('0d0a0d0a000d0a515549540a21110004cb007107', 'hex')],
  ])('%s: the connection is closed without a word', async (_name, header) => {
    const { port } = await startServer(trusted);
    const socket = connect(port, '127.0.0.1');
    socket.write(header);
    expect(await received(socket)).toHaveLength(0);
  });

  test('a header in pieces, and TLS behind it', async () => {
    const { port, processes } = await startServer({ ...trusted, tls }, [await account('ann')]);
    const client = await RawClient.connect(port);
    client.socket.setNoDelay(true);
    for (const byte of Buffer.from('PROXY TCP6 ::ffff:203.0.113.7 2001:db8::1 50123 3306\r\n')) {
      client.socket.write(Buffer.of(byte));
      await delay(1);
    }
    await client.readHandshake();
    await client.startTls();
    client.respond({ user: 'ann' });
    expect((await client.read())?.[0]).toBe(0x00);
    expect(processes.all().map(({ host, connectionType }) => `${connectionType} ${host}`)).toEqual(['SSL/TLS 203.0.113.7:50123']);
    client.destroy();
  });

  test('guesses of passwords count for the address in the header', async () => {
    let clock = 0;
    const guard = new LoginGuard({ now: () => clock, sleep: (milliseconds) => { clock += milliseconds; return Promise.resolve(); } });
    const { port } = await startServer({ ...trusted, guard }, [await account('ann')]);
    const waited = async (address: string): Promise<number> => {
      const start = clock;
      const { answer } = await logInBehind(port, `PROXY TCP4 ${address} 10.0.0.1 50123 3306\r\n`);
      expect(answer?.[0]).toBe(0xff);
      return clock - start;
    };
    const first = await waited('203.0.113.7');
    for (let attempt = 0; attempt < 6; attempt++) await waited('203.0.113.7');
    expect(await waited('203.0.113.7')).toBeGreaterThan(first);
    expect(await waited('203.0.113.8')).toBe(first);
  });

  test('a header from elsewhere is not believed', async () => {
    const { port } = await startServer({ proxyNetworks: new Networks(['10.0.0.0/8']) });
    const client = await RawClient.connect(port);
    await client.readHandshake();
    client.sendBytes(Buffer.from('PROXY TCP4 203.0.113.7 10.0.0.1 50123 3306\r\n'));
    await vi.waitFor(async () => { expect(await client.readUnframed()).toBeNull(); });
  });
});
