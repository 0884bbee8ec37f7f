import { expect, test } from 'vitest';
import { PacketReader } from '../../protocol/framing/packet-reader.js';
import { PacketWriter } from '../../protocol/framing/packet-writer.js';
import { MAX_FRAME, Sequence } from '../../protocol/framing/sequence.js';

function frame(...payloads: Buffer[]): Buffer {
  const packets = new PacketWriter(new Sequence());
  for (const payload of payloads) {
    packets.begin().bytes(payload);
    packets.end();
  }
  return packets.take();
}

const reader = (maxPayload = 1 << 30): PacketReader => new PacketReader(new Sequence(), maxPayload);

test('the example of the manual page: a COM_QUIT is 01 00 00 00 01', () => {
  expect(frame(Buffer.of(1)).toString('hex')).toBe('0100000001');
});

test('packets written together are read one by one', () => {
  const packets = reader();
  packets.push(frame(Buffer.from('a'), Buffer.alloc(0), Buffer.from('bc')));
  expect(packets.next()?.toString()).toBe('a');
  expect(packets.next()?.length).toBe(0);
  expect(packets.next()?.toString()).toBe('bc');
  expect(packets.next()).toBeNull();
  expect(packets.pending).toBe(0);
});

test('byte by byte, chunks make the same payloads', () => {
  const packets = reader();
  const bytes = frame(Buffer.from('hello'), Buffer.from('x'.repeat(3000)));
  const read: string[] = [];
  for (const byte of bytes) {
    packets.push(Buffer.of(byte));
    const payload = packets.next();
    if (payload !== null) read.push(payload.toString());
  }
  expect(read).toEqual(['hello', 'x'.repeat(3000)]);
});

test.each([
  [MAX_FRAME - 1, ['feffff00']],
  [MAX_FRAME, ['ffffff00', '00000001']],
  [MAX_FRAME + 1, ['ffffff00', '01000001']],
  [2 * MAX_FRAME, ['ffffff00', 'ffffff01', '00000002']],
])('a payload of %d bytes takes the packets %j', (size, headers) => {
  const payload = Buffer.alloc(size, 'abcdefg');
  const bytes = frame(payload);
  headers.forEach((header, index) => {
    const at = index * (MAX_FRAME + 4);
    expect(bytes.subarray(at, at + 4).toString('hex')).toBe(header);
  });
  const packets = reader();
  for (let at = 0; at < bytes.length; at += 65_521) packets.push(bytes.subarray(at, at + 65_521));
  expect(packets.next()?.equals(payload)).toBe(true);
  expect(packets.next()).toBeNull();
});

test('the sequence id runs from 255 on to 0, and restarts with a conversation', () => {
  const sequence = new Sequence();
  for (let id = 0; id < 256; id++) expect(sequence.next()).toBe(id);
  expect(sequence.next()).toBe(0);
  sequence.restart();
  expect(sequence.next()).toBe(0);
});

test('a sequence id out of order is ER_NET_PACKETS_OUT_OF_ORDER', () => {
  const packets = reader();
  packets.push(Buffer.of(1, 0, 0, 5, 0));
  expect(() => packets.next()).toThrow(expect.objectContaining({ errno: 1156, sqlState: '08S01' }));
});

test('a header that promises too much is refused before its payload comes, also in parts', () => {
  const single = reader(100);
  single.push(Buffer.of(101, 0, 0, 0));
  expect(() => single.next()).toThrow(expect.objectContaining({ errno: 1153, sqlState: '08S01' }));
  const parts = reader(MAX_FRAME + 1);
  parts.push(frame(Buffer.alloc(MAX_FRAME)).subarray(0, MAX_FRAME + 4));
  expect(parts.next()).toBeNull();
  parts.push(Buffer.of(2, 0, 0, 1));
  expect(() => parts.next()).toThrow(expect.objectContaining({ errno: 1153 }));
});

test('an abandoned packet leaves the finished ones', () => {
  const packets = new PacketWriter(new Sequence());
  packets.begin().text('kept');
  packets.end();
  packets.begin().text('dropped');
  packets.abandon();
  expect(packets.pending).toBe(8);
  packets.begin().text('next');
  packets.end();
  expect(packets.take().toString('latin1')).toBe('\x04\0\0\0kept\x04\0\0\x01next');
});

test('bytes that were taken stay as they are while the writer goes on', () => {
  const packets = new PacketWriter(new Sequence());
  const taken: Buffer[] = [];
  for (let i = 0; i < 200; i++) {
    packets.begin().text(`${i} `.repeat(500));
    packets.end();
    taken.push(packets.take());
  }
  const all = reader();
  all.push(Buffer.concat(taken));
  for (let i = 0; i < 200; i++) expect(all.next()?.toString()).toBe(`${i} `.repeat(500));
});
