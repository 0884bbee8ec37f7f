import { setTimeout as delay } from 'node:timers/promises';
import { ByteWriter } from '../../protocol/byte-writer.js';
import { Capability } from '../../protocol/capabilities.js';
import { CLIENT_CAPABILITIES } from '../server/mysql/raw-client.js';
import { HOSTILE_CONVERSATIONS } from './hostile-conversations.js';
import { HOSTILE_LAYERS } from './hostile-layers.js';
import { bytes, command, compressedFrame, handshakeResponse, leave, loggedIn, mutate, open, packet, PATIENCE_MS, whole, type Hostility } from './hostile-support.js';

/** What the fuzzer does, by name. */
export const HOSTILITIES: Readonly<Record<string, Hostility>> = {
  ...HOSTILE_CONVERSATIONS,
  ...HOSTILE_LAYERS,
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
