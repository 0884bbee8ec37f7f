import { expect, test } from 'vitest';
import { ByteWriter } from '../../protocol/byte-writer.js';
import { Capability } from '../../protocol/capabilities.js';
import { encodeSessionState } from '../../protocol/packets/session-state.js';
import { readCommand } from '../../protocol/commands.js';
import { readColumnDefinition41, writeColumnDefinition41 } from '../../protocol/packets/column-definition-41.js';
import { readAuthSwitchRequest, writeAuthSwitchRequest } from '../../protocol/packets/auth-switch-request.js';
import { readEof, writeEof } from '../../protocol/packets/eof.js';
import { readErr, writeErr } from '../../protocol/packets/err.js';
import { readHandshakeResponse, writeHandshakeResponse41 } from '../../protocol/packets/handshake-response-41.js';
import { readHandshakeV10, writeHandshakeV10 } from '../../protocol/packets/handshake-v10.js';
import { readOk, writeOk } from '../../protocol/packets/ok.js';
import { readTextRow } from '../../protocol/packets/text-row.js';
import { PayloadReader } from '../../protocol/payload-reader.js';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

function written(write: (bytes: ByteWriter) => void): string {
  const bytes = new ByteWriter();
  write(bytes);
  return bytes.take().toString('hex');
}

// The bytes of these tests, where not said otherwise, are the examples of the manual pages.

test('HandshakeV10', () => {
  const payload = hex(`
    0a 35 2e 35 2e 32 2d 6d 32 00 0b 00 00 00 64 76 48 40 49 2d 43 4a 00 ff f7 08 02 00 0f 80
    15 00 00 00 00 00 00 00 00 00 00 2a 34 64 7c 63 5a 77 6b 34 5e 5d 3a 00
    6d 79 73 71 6c 5f 6e 61 74 69 76 65 5f 70 61 73 73 77 6f 72 64 00`);
  const packet = readHandshakeV10(new PayloadReader(payload));
  expect(packet).toMatchObject({
    serverVersion: '5.5.2-m2',
    connectionId: 11,
    collation: 8,
    statusFlags: 2,
    authPlugin: 'mysql_native_password',
  });
  expect(packet.scramble.toString('latin1')).toBe('dvH@I-CJ*4d|cZwk4^]:');
  expect(packet.capabilities >>> 0).toBe(0x800f_f7ff);
  expect(
    written((bytes) => {
      writeHandshakeV10(bytes, packet);
    }),
  ).toBe(payload.toString('hex'));
});

test('HandshakeResponse41 with a database, a plugin, and attributes', () => {
  const payload = hex(`
    8d a6 0f 00 00 00 00 01 08 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    70 61 6d 00 14 ab 09 ee f6 bc b1 32 3e 61 14 38 65 c0 99 1d 95 7d 75 d4 47
    74 65 73 74 00 6d 79 73 71 6c 5f 6e 61 74 69 76 65 5f 70 61 73 73 77 6f 72 64 00`);
  const packet = readHandshakeResponse(payload);
  if (packet.kind !== 'response') throw new Error('not a response');
  expect(packet).toMatchObject({ user: 'pam', database: 'test', authPlugin: 'mysql_native_password', maxPacketSize: 1 << 24, collation: 8 });
  expect(packet.authResponse.toString('hex')).toBe('ab09eef6bcb1323e61143865c0991d957d75d447');
  const bytes = (changes: object): Buffer =>
    Buffer.from(
      written((writer) => {
        writeHandshakeResponse41(writer, { ...packet, ...changes });
      }),
      'hex',
    );
  expect(bytes({}).equals(payload)).toBe(true);
  const attributes = new Map([['_os', 'x'.repeat(300)], ['_pid', '1']]);
  const capabilities = packet.capabilities | Capability.CONNECT_ATTRS | Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA;
  expect(readHandshakeResponse(bytes({ capabilities, attributes }))).toEqual({ ...packet, capabilities, attributes });
});

test('SSLRequest is told from a response', () => {
  const payload = hex(`85 ae 03 00 00 00 00 01 08 ${'00'.repeat(23)}`);
  expect(readHandshakeResponse(payload).kind).toBe('ssl-request');
});

test('HandshakeResponse320 is refused by name', () => {
  expect(() => readHandshakeResponse(hex('85 24 00 00 00 6f 6c 64 00 47 44 53 43 51 59 52 5f'))).toThrow(
    expect.objectContaining({ errno: 1043, sqlState: '08S01' }),
  );
});

test('AuthSwitchRequest', () => {
  const payload = hex('fe 6d 79 73 71 6c 5f 6e 61 74 69 76 65 5f 70 61 73 73 77 6f 72 64 00 7a 51 67 34 69 6f 4e 79 36 3d 72 48 4e 2f 3e 2d 62 29 41 00');
  const packet = readAuthSwitchRequest(new PayloadReader(payload.subarray(1)));
  expect(packet).toEqual({ plugin: 'mysql_native_password', scramble: Buffer.from('zQg4ioNy6=rHN/>-b)A') });
  expect(
    written((bytes) => {
      writeAuthSwitchRequest(bytes, packet);
    }),
  ).toBe(payload.toString('hex'));
});

test('OK with nothing to tell', () => {
  const packet = { affectedRows: 0, lastInsertId: 0, statusFlags: 2, warnings: 0, info: '' };
  expect(
    written((bytes) => {
      writeOk(bytes, packet);
    }),
  ).toBe('00000002000000');
  expect(readOk(hex('00000002000000'))).toEqual(packet);
});

test('EOF with a status', () => {
  expect(
    written((bytes) => {
      writeEof(bytes, { statusFlags: 2, warnings: 0 });
    }),
  ).toBe('fe00000200');
  expect(readEof(hex('fe00000200'))).toEqual({ statusFlags: 2, warnings: 0 });
});

test('ERR "No tables used"', () => {
  const payload = 'ff48042348593030304e6f207461626c65732075736564';
  const packet = { errno: 1096, sqlState: 'HY000', message: 'No tables used' };
  expect(
    written((bytes) => {
      writeErr(bytes, packet);
    }),
  ).toBe(payload);
  expect(readErr(hex(payload))).toEqual(packet);
});

test('ColumnDefinition41 of select @@version_comment', () => {
  const payload = hex('03 64 65 66 00 00 00 11 40 40 76 65 72 73 69 6f 6e 5f 63 6f 6d 6d 65 6e 74 00 0c 08 00 1c 00 00 00 fd 00 00 1f 00 00');
  const column = readColumnDefinition41(payload);
  expect(column).toMatchObject({ name: '@@version_comment', collation: 8, length: 28, type: 253, decimals: 31 });
  expect(
    written((bytes) => {
      writeColumnDefinition41(bytes, column);
    }),
  ).toBe(payload.toString('hex'));
});

test('a text row with NULL', () => {
  expect(readTextRow(hex('01 31 fb 00'), 3)).toEqual([Buffer.from('1'), null, Buffer.alloc(0)]);
});

test('COM_QUERY, with query attributes where they were agreed', () => {
  expect(readCommand(Buffer.from('\x03select 1'), 0)).toMatchObject({ kind: 'COM_QUERY', sql: 'select 1' });
  // n0 = 42 (LONGLONG unsigned), n1 = NULL (LONG), n2 = 2024-05-06 07:08:09.000010 (DATETIME)
  const payload = hex(`03 03 01 02 01 08 80 02 6e 30 03 00 02 6e 31 0c 00 02 6e 32
    2a 00 00 00 00 00 00 00  0b e8 07 05 06 07 08 09 0a 00 00 00  73 65 6c 65 63 74 20 31`);
  const command = readCommand(payload, Capability.QUERY_ATTRIBUTES);
  expect(command).toEqual({
    kind: 'COM_QUERY',
    sql: 'select 1',
    attributes: new Map<string, unknown>([
      ['n0', 42n],
      ['n1', null],
      ['n2', '2024-05-06 07:08:09.000010'],
    ]),
  });
});

test('commands by their first byte, the unknown ones too', () => {
  const kindOf = (bytes: string): string => readCommand(hex(bytes), 0).kind;
  expect(kindOf('00')).toBe('COM_SLEEP');
  expect(kindOf('01')).toBe('COM_QUIT');
  expect(kindOf('0e')).toBe('COM_PING');
  expect(kindOf('16 3f')).toBe('COM_STMT_PREPARE');
  expect(kindOf('1c 01 00 00 00 02 00 00 00')).toBe('COM_STMT_FETCH');
  expect(kindOf('1f')).toBe('COM_RESET_CONNECTION');
  expect(readCommand(hex('1b 01 00'), 0)).toEqual({ kind: 'COM_SET_OPTION', multiStatements: false });
  expect(readCommand(hex('fa'), 0)).toEqual({ kind: 'unknown', code: 0xfa });
  expect(() => readCommand(Buffer.alloc(0), 0)).toThrow(expect.objectContaining({ errno: 1835 }));
});

test('COM_CHANGE_USER', () => {
  const capabilities = Capability.SECURE_CONNECTION | Capability.PLUGIN_AUTH;
  const payload = Buffer.from('\x11ann\0\x02\x01\x02other\0\x21\0mysql_native_password\0', 'latin1');
  expect(readCommand(payload, capabilities)).toMatchObject({
    user: 'ann',
    authResponse: Buffer.of(1, 2),
    database: 'other',
    authPlugin: 'mysql_native_password',
  });
});

test('news of a session: the flag that there is any has no length of its own, texts have', () => {
  expect([...encodeSessionState([{ kind: 'state' }, { kind: 'schema', name: 'db' }])]).toEqual([2, 1, 0x31, 1, 3, 2, 0x64, 0x62]);
});
