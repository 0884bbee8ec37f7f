import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { readColumnDefinition41 } from '../../protocol/packets/column-definition-41.js';
import { commandLineClient } from '../support/command-line-client.js';
import { RawClient } from '../server/mysql/raw-client.js';
import { serverForFile } from '../support/server-for-file.js';
import { failure, rows } from '../support/stagewire.js';

const run = promisify(execFile);
const COM_QUERY = 0x03;
const COM_INIT_DB = 0x02;
const LATIN1_SWEDISH_CI = 8;
const LATIN1_GERMAN2_CI = 31;
const UCS2_GENERAL_CI = 35;
const DEC8_SWEDISH_CI = 3;

const { server } = await serverForFile();

beforeAll(async () => {
  const root = await server.connect();
  await root.query("CREATE STAGE s COMMENT = 'für alle 🎈 漢字'");
  await root.end();
});

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Text in a set of wide characters, as hexadecimal digits; what is beyond UCS-2 is a question mark in it. */
function wideHex(text: string, form: 'utf16-be' | 'utf16-le' | 'utf32-be' | 'ucs2'): string {
  const digits = (value: number, length: number): string => value.toString(16).padStart(length, '0');
  return Array.from(text, (character) => {
    if (form === 'utf32-be') return digits(character.codePointAt(0) ?? 0, 8);
    const units = form === 'ucs2' && character.length > 1 ? '?' : character;
    return units.split('').map((unit) => {
      const hex = digits(unit.charCodeAt(0), 4);
      return form === 'utf16-le' ? hex.slice(2) + hex.slice(0, 2) : hex;
    }).join('');
  }).join('');
}

interface Answer {
  readonly column: Buffer;
  /** Length byte and text of each row. */
  readonly cells: readonly Buffer[];
}

/** The answer to a query of one column. */
async function ask(client: RawClient, sql: Buffer): Promise<Answer> {
  client.command(COM_QUERY, sql);
  const first = await client.expectPayload();
  if (first[0] === 0xff) throw new Error(first.toString('latin1'));
  const column = await client.expectPayload();
  const cells: Buffer[] = [];
  for (let row = await client.expectPayload(); row[0] !== 0xfe; row = await client.expectPayload()) cells.push(row.subarray(1));
  return { column, cells };
}

async function send(client: RawClient, sql: string | Buffer): Promise<Buffer> {
  client.command(COM_QUERY, sql);
  return client.expectPayload();
}

const VARIABLES = 'SELECT @@character_set_client AS a, @@character_set_connection AS b, @@character_set_results AS c, @@collation_connection AS d';

describe('a handshake', () => {
  it.each([
    ['LATIN1_SWEDISH_CI', ['latin1', 'latin1', 'latin1', 'latin1_swedish_ci']],
    ['GBK_CHINESE_CI', ['gbk', 'gbk', 'gbk', 'gbk_chinese_ci']],
    ['UTF8_GENERAL_CI', ['utf8mb3', 'utf8mb3', 'utf8mb3', 'utf8mb3_general_ci']],
  ])('of %s decides about the session', async (charset, [a, b, c, d]) => {
    const connection = await server.connect({ charset });
    expect(await rows(connection, VARIABLES)).toEqual([{ a, b, c, d }]);
    await connection.end();
  });

  it('with an id that nobody knows gets the values of all', async () => {
    const client = await RawClient.logIn(server.mysqlPort, { collation: 17 });
    expect((await ask(client, Buffer.from('SELECT @@collation_connection'))).cells.map(String)).toEqual(['utf8mb4_0900_ai_ci']);
    client.destroy();
  });

  it.each([
    [UCS2_GENERAL_CI, "Variable 'character_set_client' can't be set to the value of 'ucs2'"],
    [DEC8_SWEDISH_CI, "Unknown character set: 'dec8'"],
  ])('with collation %d is refused', async (collation, message) => {
    await expect(RawClient.logIn(server.mysqlPort, { collation })).rejects.toThrow(message);
  });
});

describe('mysql2', () => {
  it('logs in under a name in another set', async () => {
    const root = await server.connect();
    await root.query("CREATE USER 'jörg' IDENTIFIED BY 'secret'");
    const connection = await server.connect({ charset: 'LATIN1_SWEDISH_CI', user: 'jörg', password: 'secret' });
    expect(await rows(connection, 'SELECT USER() AS u')).toEqual([{ u: 'jörg@%' }]);
    await connection.end();
    await root.query("DROP USER 'jörg'");
    await root.end();
  });

  it.each([
    // mysql2 takes latin1 for ISO 8859-1, which has no euro.
    ['LATIN1_SWEDISH_CI', 'éß', 'für alle ? ??'],
    ['GBK_CHINESE_CI', '漢字', 'für alle ? 漢字'],
    ['CP1251_GENERAL_CI', 'Привет', 'f?r alle ? ??'],
  ])('with %s writes and reads texts', async (charset, text, comment) => {
    const connection = await server.connect({ charset });
    expect(await rows(connection, `SELECT '${text}' AS \`${text}\`, HEX('${text}') AS hex`)).toEqual([{ [text]: text, hex: Buffer.from(text).toString('hex').toUpperCase() }]);
    expect(await rows(connection, 'SELECT comment FROM system.stages')).toEqual([{ comment }]);
    const [bound] = await connection.execute('SELECT ? AS t, HEX(?) AS hex', [text, text]);
    expect(bound).toEqual([{ t: text, hex: Buffer.from(text).toString('hex').toUpperCase() }]);
    await connection.query(`SET @t = '${text}'`);
    expect(await rows(connection, 'SELECT @t AS t')).toEqual([{ t: text }]);
    await connection.query(`CREATE STAGE t COMMENT = '${text}'`);
    const other = await server.connect();
    expect(await rows(other, "SELECT comment FROM system.stages WHERE name = 't'")).toEqual([{ comment: text }]);
    await other.query('DROP STAGE t');
    await other.end();
    await connection.end();
  });

  it('reads arrays, JSON, and rows of all sorts in another set', async () => {
    const connection = await server.connect({ charset: 'LATIN1_SWEDISH_CI' });
    expect(await rows(connection, "SELECT ['é', 'à'] AS a, x'E9' AS b, 1.50 AS d, DATE '2024-01-02' AS t, NULL AS n FROM system.one")).toMatchObject([{ a: '["é","à"]', d: '1.50', n: null }]);
    await connection.end();
  });

  it('keeps a parameter of bytes as it is', async () => {
    const connection = await server.connect({ charset: 'LATIN1_SWEDISH_CI' });
    const [answer] = await connection.execute('SELECT HEX(?) AS hex', [Buffer.of(0xe9)]);
    expect(answer).toEqual([{ hex: expect.stringMatching(/^(E9|C3A9)$/) as string }]);
    await connection.end();
  });

  it('starts anew with the character set of COM_CHANGE_USER', async () => {
    const connection = await server.connect({ charset: 'LATIN1_SWEDISH_CI' });
    await connection.changeUser({ user: 'root', charset: 'UTF8MB4_UNICODE_CI' });
    expect(await rows(connection, VARIABLES)).toMatchObject([{ a: 'utf8mb4', d: 'utf8mb4_unicode_ci' }]);
    await connection.end();
  });
});

describe('on the wire', () => {
  it('column definitions carry the collation, and lengths in its bytes', async () => {
    const client = await RawClient.logIn(server.mysqlPort, { collation: LATIN1_GERMAN2_CI });
    const { column, cells } = await ask(client, latin1("SELECT 'é' AS `ü`"));
    expect(readColumnDefinition41(column)).toMatchObject({ collation: LATIN1_GERMAN2_CI, length: 16_382 });
    expect(column.includes(latin1('\x01ü\x00'))).toBe(true);
    expect(cells).toEqual([latin1('é')]);
    expect(readColumnDefinition41((await ask(client, latin1('SELECT 1'))).column)).toMatchObject({ collation: 63, length: 20 });
    client.destroy();
  });

  it('SET NAMES changes both directions amid the session', async () => {
    const client = await RawClient.logIn(server.mysqlPort);
    const query = Buffer.from("SELECT 'é€'");
    expect((await ask(client, query)).cells).toEqual([Buffer.from('é€')]);
    await send(client, 'SET NAMES latin1');
    expect((await ask(client, Buffer.from("SELECT '\xe9\x80'", 'latin1'))).cells).toEqual([Buffer.of(0xe9, 0x80)]);
    await send(client, 'SET NAMES gbk');
    // The second byte of the character is a backslash in ASCII, and none here.
    expect((await ask(client, Buffer.from("SELECT '\xd5\x5c'", 'latin1'))).cells).toEqual([Buffer.of(0xd5, 0x5c)]);
    await send(client, 'SET NAMES utf8mb4 COLLATE utf8mb4_bin');
    const { column, cells } = await ask(client, query);
    expect(cells).toEqual([Buffer.from('é€')]);
    expect(readColumnDefinition41(column)).toMatchObject({ collation: 46, length: 16_382 * 4 });
    client.destroy();
  });

  it('character_set_results NULL and binary leave texts as they are', async () => {
    const client = await RawClient.logIn(server.mysqlPort, { collation: LATIN1_SWEDISH_CI });
    for (const value of ['NULL', 'binary']) {
      await send(client, `SET character_set_results = ${value}`);
      expect((await ask(client, latin1("SELECT 'é'"))).cells).toEqual([Buffer.from('é')]);
    }
    client.destroy();
  });

  it.each([
    ['utf16', 54, 'utf16-be'],
    ['utf16le', 56, 'utf16-le'],
    ['utf32', 60, 'utf32-be'],
    ['ucs2', 35, 'ucs2'],
  ] as const)('are read in %s by who asks for it', async (charset, collation, form) => {
    const client = await RawClient.logIn(server.mysqlPort);
    expect((await send(client, `SET character_set_results = ${charset}`))[0]).toBe(0);
    const wide = (text: string): string => wideHex(text, form);
    const { column, cells } = await ask(client, Buffer.from("SELECT 'aé漢🎈' AS `ü`"));
    expect(cells.map((cell) => cell.toString('hex'))).toEqual([wide('aé漢🎈')]);
    expect(column.toString('hex')).toContain(wide('ü'));
    expect(readColumnDefinition41(column).collation).toBe(collation);
    // Also where text is ASCII by its type, but not where the column is a number.
    expect((await ask(client, Buffer.from("SELECT CAST('6f8b1c1e-0000-4000-8000-000000000001' AS UUID)"))).cells.map((cell) => cell.toString('hex'))).toEqual([wide('6f8b1c1e-0000-4000-8000-000000000001')]);
    expect((await ask(client, Buffer.from('SELECT 12.5'))).cells.map(String)).toEqual(['12.5']);
    expect((await send(client, 'SELECT nonsense FROM nowhere')).toString('hex')).toContain(wide('nowhere'));
    client.destroy();
  });

  it('error messages and names of databases are in the set of the client', async () => {
    const client = await RawClient.logIn(server.mysqlPort, { collation: LATIN1_SWEDISH_CI });
    client.command(COM_INIT_DB, latin1('né'));
    expect((await client.expectPayload()).toString('latin1')).toContain("Unknown database 'né'");
    expect((await send(client, latin1('DROP STAGE `ß漢`'))).toString('latin1')).toContain('ß');
    client.destroy();
  });
});

describe('SET', () => {
  it('NAMES and CHARACTER SET tie the family together, as a whole or not at all', async () => {
    const connection = await server.connect();
    await connection.query('SET NAMES latin1 COLLATE latin1_bin');
    expect(await rows(connection, VARIABLES)).toEqual([{ a: 'latin1', b: 'latin1', c: 'latin1', d: 'latin1_bin' }]);
    await connection.query('SET CHARACTER SET koi8r');
    expect(await rows(connection, VARIABLES)).toEqual([{ a: 'koi8r', b: 'utf8mb4', c: 'koi8r', d: 'utf8mb4_0900_ai_ci' }]);
    for (const [sql, errno] of [
      ['SET NAMES utf16', 1231],
      ['SET NAMES ucs2', 1231],
      ['SET character_set_client = utf32', 1231],
      ['SET NAMES hp8', 1115],
      ['SET NAMES nonsense', 1115],
      ['SET NAMES latin1 COLLATE utf8mb4_bin', 1253],
      ['SET NAMES latin1 COLLATE nonsense', 1273],
      ['SET character_set_client = NULL', 1231],
    ] as const) {
      expect(await failure(connection, sql), sql).toMatchObject({ errno });
    }
    expect(await rows(connection, VARIABLES)).toEqual([{ a: 'koi8r', b: 'utf8mb4', c: 'koi8r', d: 'utf8mb4_0900_ai_ci' }]);
    await connection.query('SET NAMES DEFAULT');
    expect(await rows(connection, VARIABLES)).toEqual([{ a: 'utf8mb4', b: 'utf8mb4', c: 'utf8mb4', d: 'utf8mb4_0900_ai_ci' }]);
    await connection.end();
  });
});

const cli = await commandLineClient();

describe.skipIf(cli === null)('the command line client', () => {
  it.each([
    ['latin1', "SELECT 'é€'", 'e9800a'],
    ['latin1', 'SELECT comment FROM system.stages', '66fc7220616c6c65203f203f3f0a'],
    ['utf8mb4', "SELECT 'é€'", 'c3a9e282ac0a'],
  ])('reads and writes %s: %s', async (charset, sql, hex) => {
    const bytes = charset === 'latin1' ? Buffer.from(sql.replace('€', '\x80'), 'latin1') : Buffer.from(sql);
    // By a pipe: arguments of a process would be written as UTF-8.
    const asked = run(cli ?? '', ['-h', '127.0.0.1', '-P', String(server.mysqlPort), '-u', 'root', `--default-character-set=${charset}`, '-N'], { encoding: 'buffer' });
    asked.child.stdin?.end(bytes);
    expect((await asked).stdout.toString('hex')).toBe(hex);
  });
});
