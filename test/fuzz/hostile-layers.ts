import { setTimeout as delay } from 'node:timers/promises';
import { Capability } from '../../protocol/capabilities.js';
import { openZstd, ZLIB } from '../../server/mysql/compression.js';
import { CLIENT_CAPABILITIES, RawClient } from '../server/mysql/raw-client.js';
import { bytes, command, compressedFrame, leave, loggedIn, mutate, packet, PATIENCE_MS, whole, type Hostility } from './hostile-support.js';
import type { Random } from './seeded.js';

/** Commands of which some are mutated, as the bytes of their packets. */
function conversation(random: Random): Buffer {
  return Buffer.concat(Array.from({ length: 1 + whole(random, 6) }, () => {
    const payload = command(random);
    return packet(random() < 0.5 ? mutate(payload, random) : payload, 0);
  }));
}

/** What is well-formed in one layer and not in another: packets in frames of a compression, both in TLS. */
export const HOSTILE_LAYERS: Readonly<Record<string, Hostility>> = {
  'mutated packets in compressed frames': async (port, random) => {
    const isZlib = random() < 0.5;
    const codec = isZlib ? ZLIB : await openZstd(3);
    const socket = await loggedIn(port, isZlib ? Capability.COMPRESS : Capability.ZSTD_COMPRESSION_ALGORITHM);
    let rest = conversation(random);
    for (let sequence = 0; rest.length > 0 && !socket.destroyed; sequence++) {
      const plain = rest.subarray(0, 1 + whole(random, 200));
      rest = rest.subarray(plain.length);
      const compressed = await codec.compress(Buffer.from(plain));
      const content = random() < 0.2 ? mutate(compressed, random) : compressed;
      socket.write(compressedFrame(content, random() < 0.9 ? sequence : whole(random, 256), random() < 0.9 ? plain.length : whole(random, 0xff_ffff)));
    }
    await leave(socket, random);
  },
  'little that says it is much': async (port, random) => {
    const isZlib = random() < 0.5;
    const codec = isZlib ? ZLIB : await openZstd(3);
    const socket = await loggedIn(port, isZlib ? Capability.COMPRESS : Capability.ZSTD_COMPRESSION_ALGORITHM);
    // Three frames of zeros, each a thousand times as long as it takes: the packet that they begin has no end.
    const zeros = Buffer.concat([packet(Buffer.alloc(0), 0, 0xff_ffff), Buffer.alloc(2 * 1024 * 1024)]);
    const content = await codec.compress(zeros);
    for (let sequence = 0; sequence < 3 && !socket.destroyed; sequence++) {
      socket.write(compressedFrame(content, sequence, random() < 0.5 ? zeros.length : whole(random, 0xff_ffff)));
      await delay(1);
    }
    await leave(socket, random);
  },
  'mutated packets within TLS': async (port, random) => {
    const client = await RawClient.connect(port);
    const { socket: below } = client;
    try {
      await client.readHandshake();
      await client.startTls();
      const isSent = random() < 0.8;
      if (isSent) client.respond({ capabilities: CLIENT_CAPABILITIES | Capability.SSL });
      if (isSent) await client.read();
      client.socket.write(isSent ? conversation(random) : bytes(random, whole(random, 300)));
      await delay(whole(random, 5));
      // Something that no key has seen.
      if (random() < 0.3) below.write(bytes(random, 50));
      await delay(whole(random, PATIENCE_MS));
    } finally {
      client.destroy();
      below.destroy();
    }
  },
};
