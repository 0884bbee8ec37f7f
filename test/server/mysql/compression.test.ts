import { once } from 'node:events';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Capability } from '../../../protocol/capabilities.js';
import { CompressedFrameReader, compressedFrameHeader } from '../../../protocol/framing/compressed-frames.js';
import { Sequence } from '../../../protocol/framing/sequence.js';
import { readErr } from '../../../protocol/packets/err.js';
import { openZstd, ZLIB, type Codec } from '../../../server/mysql/compression.js';
import { column, rows } from './fake-service.js';
import { startServer, type TestServer } from './harness.js';
import { CLIENT_CAPABILITIES, RawClient } from './raw-client.js';

const CODECS: readonly [name: 'zlib' | 'zstd', open: () => Promise<Codec>, capability: number][] = [
  ['zlib', () => Promise.resolve(ZLIB), Capability.COMPRESS],
  ['zstd', () => openZstd(7), Capability.ZSTD_COMPRESSION_ALGORITHM],
];

/** A client of compressed frames: what it sends goes as one frame, what it gets is all packets of the frames so far. */
class FramedClient {
  private received = Buffer.alloc(0);
  private readonly sequence = new Sequence();
  private readonly frames = new CompressedFrameReader(this.sequence);
  private readonly client: RawClient;
  private readonly codec: Codec;

  constructor(client: RawClient, codec: Codec) {
    this.client = client;
    this.codec = codec;
    client.socket.removeAllListeners('data');
    client.socket.on('data', (chunk) => { this.frames.push(chunk); });
  }

  /** @param shift how far the frame's number is from the one that is due */
  async sendFrame(content: Buffer, announced = content.length, compressed?: Buffer, shift = 0): Promise<void> {
    const body = compressed ?? (await this.codec.compress(content));
    this.client.socket.write(Buffer.concat([compressedFrameHeader({ content: body, uncompressedLength: announced }, this.sequence.next() + shift), body]));
  }

  /** The payload of the packet of this number, once its bytes are there. */
  async payload(index: number): Promise<Buffer | null> {
    for (;;) {
      let at = 0;
      for (let left = index; ; left--) {
        if (this.received.length < at + 4) break;
        const end = at + 4 + this.received.readUIntLE(at, 3);
        if (left === 0 && this.received.length >= end) return this.received.subarray(at + 4, end);
        at = end;
      }
      if (!(await this.more())) return null;
    }
  }

  private async more(): Promise<boolean> {
    for (;;) {
      const frame = this.frames.next();
      if (frame !== null) {
        const { content, uncompressedLength } = frame;
        const plain = uncompressedLength === 0 ? content : await this.codec.decompress(content, uncompressedLength);
        this.received = Buffer.concat([this.received, plain]);
        return true;
      }
      if (this.client.socket.destroyed) return false;
      await Promise.race([once(this.client.socket, 'data'), once(this.client.socket, 'close')]);
    }
  }
}

async function framed({ port }: TestServer, codec: Codec, capability: number): Promise<FramedClient> {
  const client = await RawClient.logIn(port, { capabilities: CLIENT_CAPABILITIES | capability, zstdLevel: 7 });
  return new FramedClient(client, codec);
}

const query = (sql: string): Buffer => {
  const packet = Buffer.alloc(5 + Buffer.byteLength(sql));
  packet.writeUIntLE(1 + Buffer.byteLength(sql), 0, 3);
  packet.writeUInt8(3, 4);
  packet.write(sql, 5);
  return packet;
};

test.each(CODECS)('%s: statements and rows pass compressed, in small frames', async (name, open, capability) => {
  const server = await startServer();
  const text = 'repeats itself '.repeat(20_000);
  const sql = `SELECT '${'x'.repeat(5000)}'`;
  server.service.on(sql, () => rows([column('v')], [text]));
  const client = await framed(server, await open(), capability);
  expect(server.service.openings[0]?.client.compression).toBe(name);
  await client.sendFrame(query(sql));
  expect(await client.payload(0)).toEqual(Buffer.of(1));
  expect((await client.payload(2))?.subarray(4).toString()).toBe(text);
});

test.each(CODECS)('%s: content that is longer, shorter or other than announced ends the connection by 1157', async (_name, open, capability) => {
  const server = await startServer();
  const codec = await open();
  const bomb = await codec.compress(Buffer.alloc(1_000_000));
  for (const [content, announced] of [[bomb, 1000], [bomb, 2_000_000], [Buffer.from('no compressed bytes at all'), 100]] as const) {
    const client = await framed(server, codec, capability);
    await client.sendFrame(Buffer.alloc(0), announced, content);
    const answer = await client.payload(0);
    expect(answer === null ? null : readErr(answer).errno).toBe(1157);
    expect(await client.payload(1)).toBeNull();
  }
});

test('a frame out of order ends the connection by 1156, and no other', async () => {
  const server = await startServer();
  const bystander = await RawClient.logIn(server.port);
  const client = await framed(server, ZLIB, Capability.COMPRESS);
  await client.sendFrame(query('SELECT 1'), 0, query('SELECT 1'), 7);
  const answer = await client.payload(0);
  expect(answer === null ? null : readErr(answer).errno).toBe(1156);
  expect(await client.payload(1)).toBeNull();
  bystander.query('SELECT 1');
  expect(await bystander.expectPayload()).toEqual(Buffer.of(1));
});

test('a zlib stream that goes on behind its end is not taken', async () => {
  await expect(ZLIB.decompress(deflateSync(Buffer.alloc(10)), 11)).rejects.toMatchObject({ errno: 1157 });
});

test('a high level of zstd is taken as one that keeps nobody waiting', async () => {
  expect((await openZstd(22)).level).toBe(9);
  expect((await openZstd(7)).level).toBe(7);
  expect((await openZstd(23)).level).toBe(3);
});
