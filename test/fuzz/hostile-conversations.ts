import { setTimeout as delay } from 'node:timers/promises';
import { Capability } from '../../protocol/capabilities.js';
import { CLIENT_CAPABILITIES, RawClient } from '../server/mysql/raw-client.js';
import { bytes, leave, loggedIn, mutate, oneOf, packet, PATIENCE_MS, whole, type Hostility } from './hostile-support.js';
import type { Random } from './seeded.js';

const COM_CHANGE_USER = 0x11;
const COM_STMT_PREPARE = 0x16;
const COM_STMT_EXECUTE = 0x17;
const COM_STMT_SEND_LONG_DATA = 0x18;
const COM_STMT_CLOSE = 0x19;
const COM_STMT_RESET = 0x1a;
const COM_STMT_FETCH = 0x1c;
const CURSOR_READ_ONLY = 1;
const LOCAL_INFILE_REQUEST = 0xfb;

const code = (number: number): Buffer => Buffer.of(number);

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value >>> 0);
  return buffer;
}

/** Of the statements of {@link prepared}, their numbers count from 1; sometimes one that there is not. */
const statementId = (random: Random): Buffer => uint32(random() < 0.9 ? 1 + whole(random, 3) : whole(random, 2 ** 32));

const prepared = (random: Random): Buffer =>
  Buffer.concat([code(COM_STMT_PREPARE), Buffer.from(oneOf(random, ['SELECT ?, ?', 'SELECT number FROM numbers(?)', 'SELECT ? + ? AS n', "LIST @fuzz PATTERN = ?", 'SELECT number FROM numbers(100000)', 'SELECT', 'PUT ? @fuzz']))]);

/** A type and a value of it that fits. */
function parameter(random: Random): readonly [type: Buffer, value: Buffer] {
  return oneOf(random, [
    [Buffer.of(3, 0), uint32(whole(random, 1000))],
    [Buffer.of(8, 0x80), Buffer.alloc(8, 0xff)],
    [Buffer.of(253, 0), Buffer.from('\x05hello')],
    [Buffer.of(252, 0), Buffer.concat([Buffer.of(0xfc, 0, 1), bytes(random, 256)])],
    [Buffer.of(12, 0), Buffer.of(7, 0xe8, 7, 2, 29, 23, 59, 59)],
    [Buffer.of(11, 0), Buffer.of(8, 1, 34, 0, 0, 0, 22, 59, 59)],
    [Buffer.of(246, 0), Buffer.from('\x041.25')],
    [Buffer.of(6, 0), Buffer.alloc(0)],
  ]);
}

function executed(random: Random, withAttributes: boolean): Buffer {
  const count = whole(random, 4);
  const values = Array.from({ length: count }, () => parameter(random));
  const names = withAttributes ? Buffer.of(0) : Buffer.alloc(0);
  return Buffer.concat([
    code(COM_STMT_EXECUTE), statementId(random), Buffer.of(random() < 0.3 ? CURSOR_READ_ONLY : whole(random, 16)), uint32(1),
    withAttributes ? Buffer.of(count) : Buffer.alloc(0),
    bytes(random, Math.ceil(count / 8)), Buffer.of(random() < 0.9 ? 1 : 0),
    ...values.map(([type]) => Buffer.concat([type, names])), ...values.map(([, value]) => value),
  ]);
}

function aboutStatements(random: Random, withAttributes: boolean): Buffer {
  const kind = random();
  if (kind < 0.2) return prepared(random);
  if (kind < 0.6) return executed(random, withAttributes);
  if (kind < 0.75) return Buffer.concat([code(COM_STMT_SEND_LONG_DATA), statementId(random), Buffer.of(whole(random, 3), 0), bytes(random, whole(random, 5000))]);
  if (kind < 0.9) return Buffer.concat([code(COM_STMT_FETCH), statementId(random), uint32(oneOf(random, [0, 1, 100, 0xffff_ffff]))]);
  return Buffer.concat([code(oneOf(random, [COM_STMT_CLOSE, COM_STMT_RESET])), statementId(random)]);
}

/** COM_CHANGE_USER as a client without faults sends it. */
function changeOfUser(random: Random): Buffer {
  const plugin = oneOf(random, ['mysql_native_password', 'caching_sha2_password', 'mysql_clear_password', 'none']);
  return Buffer.concat([code(COM_CHANGE_USER), Buffer.from(`${oneOf(random, ['root', 'nobody'])}\0`), Buffer.of(0), Buffer.from('system\0'), Buffer.of(45, 0), Buffer.from(`${plugin}\0`)]);
}

/** Whoever guesses is slowed down by address, which the others must not be. Linux has all of 127.0.0.0/8. */
const guessingAddress = (random: Random): string | undefined => (process.platform === 'linux' ? `127.0.1.${1 + whole(random, 250)}` : undefined);

/** What a client says in the middle of an exchange. */
const reply = (random: Random): Buffer => oneOf(random, [Buffer.alloc(0), Buffer.of(2), Buffer.of(0), bytes(random, 20), bytes(random, 256), bytes(random, whole(random, 4000))]);

/** Conversations of more than one packet, in which the client says something that does not belong there. */
export const HOSTILE_CONVERSATIONS: Readonly<Record<string, Hostility>> = {
  'prepared statements, mutated': async (port, random) => {
    const withAttributes = random() < 0.5;
    const socket = await loggedIn(port, withAttributes ? Capability.QUERY_ATTRIBUTES : 0);
    socket.write(Buffer.concat([prepared(random), prepared(random), prepared(random)].map((payload) => packet(payload, 0))));
    for (let left = 1 + whole(random, 8); left > 0 && !socket.destroyed; left--) {
      const payload = aboutStatements(random, withAttributes);
      socket.write(packet(random() < 0.6 ? mutate(payload, random) : payload, 0));
      if (random() < 0.5) await delay(1);
    }
    await leave(socket, random);
  },
  'cursors that are left open': async (port, random) => {
    const socket = await loggedIn(port);
    const open = Buffer.concat([code(COM_STMT_EXECUTE), uint32(1), Buffer.of(CURSOR_READ_ONLY), uint32(1)]);
    const fetch = Buffer.concat([code(COM_STMT_FETCH), uint32(1), uint32(1 + whole(random, 2000))]);
    socket.write(packet(Buffer.concat([code(COM_STMT_PREPARE), Buffer.from('SELECT number FROM numbers(100000000)')]), 0));
    for (let left = 1 + whole(random, 4); left > 0; left--) socket.write(Buffer.concat([packet(open, 0), packet(random() < 0.3 ? mutate(fetch, random) : fetch, 0)]));
    await leave(socket, random);
  },
  'changes of user, mutated': async (port, random) => {
    const { socket } = await RawClient.logIn(port, {}, guessingAddress(random));
    socket.removeAllListeners('data').resume();
    const change = changeOfUser(random);
    socket.write(packet(random() < 0.7 ? mutate(change, random) : change, 0));
    await delay(whole(random, 5));
    for (let sequence = 2; sequence < 2 + whole(random, 3) * 2; sequence += 2) socket.write(packet(reply(random), random() < 0.8 ? sequence : whole(random, 256)));
    await leave(socket, random);
  },
  'logins by wrong replies': async (port, random) => {
    const client = await RawClient.connect(port, guessingAddress(random));
    await client.readHandshake();
    client.socket.removeAllListeners('data').resume();
    const plugin = oneOf(random, ['caching_sha2_password', 'mysql_clear_password', 'mysql_native_password', 'sha256_password', 'none']);
    client.respond({ user: oneOf(random, ['root', 'nobody']), authPlugin: plugin, authResponse: reply(random).subarray(0, 250) });
    for (let sequence = 3; sequence < 9; sequence += 2) {
      await delay(whole(random, 3));
      client.socket.write(packet(reply(random), random() < 0.8 ? sequence : whole(random, 256)));
    }
    await leave(client.socket, random);
  },
  'attributes of queries and of the client, mutated': async (port, random) => {
    const socket = await loggedIn(port, Capability.QUERY_ATTRIBUTES);
    const query = Buffer.concat([Buffer.of(3, 2, 1, 0, 1, 253, 0), Buffer.from('\x01a'), Buffer.of(3, 0), Buffer.from('\x01b'), Buffer.from('\x03one'), uint32(2), Buffer.from("SELECT mysql_query_attribute_string('a')")]);
    socket.write(packet(random() < 0.9 ? mutate(query, random) : query, 0));
    await leave(socket, random);
  },
  'files that are none': async (port, random) => {
    const client = await RawClient.logIn(port, { capabilities: CLIENT_CAPABILITIES | Capability.LOCAL_FILES | Capability.MULTI_STATEMENTS });
    client.query(oneOf(random, ["PUT 'file:///tmp/one.csv' @fuzz OVERWRITE = TRUE", "PUT 'file:///a', 'file:///b' @fuzz/x/", "LOAD DATA LOCAL INFILE 'c' INTO STAGE fuzz; SELECT 1"]));
    const request = await client.read();
    const { socket } = client;
    socket.removeAllListeners('data').resume();
    if (request?.[0] === LOCAL_INFILE_REQUEST) socket.write(fileOf(random));
    await leave(socket, random);
  },
  'commands in place of an answer that is awaited': async (port, random) => {
    const socket = await loggedIn(port, Capability.LOCAL_FILES);
    socket.write(Buffer.concat([packet(Buffer.from("\x03PUT 'file:///x' @fuzz"), 0), packet(Buffer.from('\x03SELECT 1'), 0), packet(mutate(changeOfUser(random), random), 0)]));
    await delay(whole(random, PATIENCE_MS));
    await leave(socket, random);
  },
};

/** What comes in place of a file: with a wrong number, cut off, without end, or as it should be. */
function fileOf(random: Random): Buffer {
  const content = bytes(random, whole(random, 3000));
  return oneOf(random, [
    Buffer.concat([packet(content, 2), packet(Buffer.alloc(0), 3)]),
    packet(content, 2),
    Buffer.concat([packet(content, 2), packet(content, 9), packet(Buffer.alloc(0), 10)]),
    packet(content, 2, content.length + whole(random, 0xff_ffff)),
    packet(content, 0),
    Buffer.concat([packet(content, 2), packet(Buffer.from('\x03SELECT 1'), 0)]),
    Buffer.concat(Array.from({ length: 40 }, (_, index) => packet(Buffer.alloc(60_000, index), index + 2))),
    content,
  ]);
}
