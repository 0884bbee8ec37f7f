import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ByteWriter } from '../../protocol/byte-writer.js';
import { Capability } from '../../protocol/capabilities.js';
import { CLIENT_CAPABILITIES, RawClient } from '../server/mysql/raw-client.js';
import type { Random } from './seeded.js';

/** Something ill-behaved that one client does; it ends by itself. */
export type Hostility = (port: number, random: Random) => Promise<void>;

export const whole = (random: Random, below: number): number => Math.floor(random() * below);
export const bytes = (random: Random, length: number): Buffer => Buffer.from(Array.from({ length }, () => whole(random, 256)));

/** How long the server may take to make up its mind before the client goes by itself. */
export const PATIENCE_MS = 30;

export async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'connect');
  return socket;
}

/** Lets the server react, then leaves: politely, or by a reset. */
export async function leave(socket: Socket, random: Random): Promise<void> {
  await Promise.race([once(socket, 'close').catch(() => undefined), delay(whole(random, PATIENCE_MS))]);
  if (random() < 0.5) socket.end();
  if (random() < 0.5) socket.resetAndDestroy();
  else socket.destroy();
}

/** A command of every kind, as a client without faults sends it. */
export function command(random: Random): Buffer {
  const texts = ['SELECT 1', 'SHOW VARIABLES', "SET NAMES 'latin1'", 'SELECT ?', 'KILL 99999', '', 'SELECT * FROM system.stages'];
  const code = whole(random, 40);
  const text = Buffer.from(texts[whole(random, texts.length)] ?? '');
  const noise = bytes(random, whole(random, 40));
  return Buffer.concat([Buffer.of(code), random() < 0.6 ? text : noise]);
}

/** Changes, drops or doubles a few bytes. */
export function mutate(payload: Buffer, random: Random): Buffer {
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

export function packet(payload: Buffer, sequence: number, length = payload.length): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(length & 0xff_ffff, 0, 3);
  header.writeUInt8(sequence & 0xff, 3);
  return Buffer.concat([header, payload]);
}

/** The answer to the handshake, well-formed. */
export function handshakeResponse(capabilities: number): Buffer {
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

export async function loggedIn(port: number, extra = 0): Promise<Socket> {
  const client = await RawClient.logIn(port, { capabilities: CLIENT_CAPABILITIES | extra });
  client.socket.removeAllListeners('data').resume();
  return client.socket;
}

export function compressedFrame(content: Buffer, sequence: number, uncompressed: number): Buffer {
  const header = Buffer.alloc(7);
  header.writeUIntLE(content.length, 0, 3);
  header.writeUInt8(sequence & 0xff, 3);
  header.writeUIntLE(uncompressed & 0xff_ffff, 4, 3);
  return Buffer.concat([header, content]);
}

/** One of several, each as likely. */
export function oneOf<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[whole(random, choices.length)] ?? choices[0];
}
