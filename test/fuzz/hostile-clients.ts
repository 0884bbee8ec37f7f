import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ByteWriter } from '../../protocol/byte-writer.js';
import { Capability } from '../../protocol/capabilities.js';
import { CLIENT_CAPABILITIES, RawClient } from '../server/mysql/raw-client.js';
import type { Random } from './seeded.js';

/** Something ill-behaved that one client does; it ends by itself. */
export type Hostility = (port: number, random: Random) => Promise<void>;

const whole = (random: Random, below: number): number => Math.floor(random() * below);
const bytes = (random: Random, length: number): Buffer => Buffer.from(Array.from({ length }, () => whole(random, 256)));

/** How long the server may take to make up its mind before the client goes by itself. */
const PATIENCE_MS = 30;

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'connect');
  return socket;
}

/** Lets the server react, then leaves: politely, or by a reset. */
async function leave(socket: Socket, random: Random): Promise<void> {
  await Promise.race([once(socket, 'close').catch(() => undefined), delay(whole(random, PATIENCE_MS))]);
  if (random() < 0.5) socket.end();
  if (random() < 0.5) socket.resetAndDestroy();
  else socket.destroy();
}

/** A command of every kind, as a client without faults sends it. */
function command(random: Random): Buffer {
  const texts = ['SELECT 1', 'SHOW VARIABLES', "SET NAMES 'latin1'", 'SELECT ?', 'KILL 99999', '', 'SELECT * FROM system.stages'];
  const code = whole(random, 40);
  const text = Buffer.from(texts[whole(random, texts.length)] ?? '');
  const noise = bytes(random, whole(random, 40));
  return Buffer.concat([Buffer.of(code), random() < 0.6 ? text : noise]);
}

/** Changes, drops or doubles a few bytes. */
function mutate(payload: Buffer, random: Random): Buffer {
  let result = Buffer.from(payload);
  for (let left = 1 + whole(random, 4); left > 0 && result.length > 0; left--) {
    const at = whole(random, result.length);
    const kind = whole(random, 3);
    if (kind === 0) result[at] = whole(random, 256);
    else if (kind === 1) result = result.subarray(0, at);
    else result = Buffer.concat([result.subarray(0, at), bytes(random, whole(random, 10)), result.subarray(at)]);
  }
  return result;
}

function packet(payload: Buffer, sequence: number, length = payload.length): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(length & 0xff_ffff, 0, 3);
  header.writeUInt8(sequence & 0xff, 3);
  return Buffer.concat([header, payload]);
}

/** The answer to the handshake, well-formed. */
function handshakeResponse(capabilities: number): Buffer {
  const writer = new ByteWriter();
  writer.uint32(capabilities);
  writer.uint32(1 << 24);
  writer.uint8(45);
  writer.zeros(23);
  writer.nulTerminatedText('root');
  writer.uint8(0);
  writer.nulTerminatedText('mysql_native_password');
  if ((capabilities & Capability.ZSTD_COMPRESSION_ALGORITHM) !== 0) writer.uint8(3);
  return writer.take();
}

async function loggedIn(port: number, extra = 0): Promise<Socket> {
  const client = await RawClient.logIn(port, { capabilities: CLIENT_CAPABILITIES | extra });
  client.socket.removeAllListeners('data').resume();
  return client.socket;
}

function compressedFrame(content: Buffer, sequence: number, uncompressed: number): Buffer {
  const header = Buffer.alloc(7);
  header.writeUIntLE(content.length, 0, 3);
  header.writeUInt8(sequence & 0xff, 3);
  header.writeUIntLE(uncompressed & 0xff_ffff, 4, 3);
  return Buffer.concat([header, content]);
}

/** What the fuzzer does, by name. */
export const HOSTILITIES: Readonly<Record<string, Hostility>> = {
  'noise in place of a handshake': async (port, random) => {
    const socket = await open(port);
    socket.write(bytes(random, 1 + whole(random, 300)));
    await leave(socket, random);
  },
  'a handshake that is mutated': async (port, random) => {
    const socket = await open(port);
    socket.write(packet(mutate(handshakeResponse(CLIENT_CAPABILITIES), random), 1));
    await leave(socket, random);
  },
  'mutated and truncated commands': async (port, random) => {
    const socket = await loggedIn(port);
    for (let left = 1 + whole(random, 5); left > 0 && !socket.destroyed; left--) {
      socket.write(packet(mutate(command(random), random), 0));
      await delay(1);
    }
    await leave(socket, random);
  },
  'commands of any code, sent ahead': async (port, random) => {
    const socket = await loggedIn(port);
    socket.write(Buffer.concat(Array.from({ length: 1 + whole(random, 20) }, () => packet(command(random), 0))));
    await leave(socket, random);
  },
  'wrong sequence ids': async (port, random) => {
    const socket = await loggedIn(port);
    socket.write(packet(command(random), 1 + whole(random, 255)));
    await leave(socket, random);
  },
  'lengths that lie': async (port, random) => {
    const socket = await loggedIn(port);
    const payload = command(random);
    socket.write(packet(payload, 0, payload.length + whole(random, 0xff_ffff)));
    await leave(socket, random);
  },
  'half a packet, slowly': async (port, random) => {
    const socket = await loggedIn(port);
    const all = packet(command(random), 0);
    for (const byte of all.subarray(0, whole(random, all.length))) {
      if (socket.destroyed) break;
      socket.write(Buffer.of(byte));
      await delay(2);
    }
    await leave(socket, random);
  },
  'half-open connections': async (port, random) => {
    const sockets = await Promise.all(Array.from({ length: 1 + whole(random, 10) }, () => open(port)));
    await delay(whole(random, PATIENCE_MS));
    await Promise.all(sockets.map((socket) => leave(socket, random)));
  },
  'a storm of connections': async (port, random) => {
    await Promise.all(Array.from({ length: 20 }, async () => { await leave(await open(port), random); }));
  },
  'noise in place of TLS': async (port, random) => {
    const socket = await open(port);
    const request = new ByteWriter();
    request.uint32(CLIENT_CAPABILITIES | Capability.SSL);
    request.uint32(1 << 24);
    request.uint8(45);
    request.zeros(23);
    // The start of a record of a handshake, and then anything.
    const record = Buffer.concat([Buffer.from([0x16, 3, 1, 0, 200]), bytes(random, whole(random, 200))]);
    socket.write(Buffer.concat([packet(request.take(), 1), random() < 0.5 ? record : bytes(random, 100)]));
    await leave(socket, random);
  },
  'noise in compressed frames': async (port, random) => {
    const socket = await loggedIn(port, random() < 0.5 ? Capability.COMPRESS : Capability.ZSTD_COMPRESSION_ALGORITHM);
    const content = random() < 0.3 ? packet(command(random), 0) : bytes(random, whole(random, 500));
    socket.write(compressedFrame(content, random() < 0.8 ? 0 : whole(random, 256), random() < 0.3 ? 0 : whole(random, 0xff_ffff)));
    await leave(socket, random);
  },
  'noise around the header of a proxy': async (port, random) => {
    const socket = await open(port);
    const header = random() < 0.5 ? Buffer.from('PROXY TCP4 203.0.113.7 10.0.0.1 50123 3306\r\n') : Buffer.from('0d0a0d0a000d0a515549540a2111000ccb007107c0a80001c3cb0cea', 'hex');
    socket.write(mutate(header, random));
    await leave(socket, random);
  },
  'answers that nobody reads': async (port, random) => {
    const socket = await loggedIn(port);
    socket.pause();
    socket.write(Buffer.concat(Array.from({ length: 50 }, () => packet(Buffer.from('\x03SHOW VARIABLES'), 0))));
    await delay(whole(random, PATIENCE_MS));
    socket.destroy();
  },
};
