import { expect, test } from 'vitest';
import { ByteWriter } from '../../protocol/byte-writer.js';
import { PayloadReader } from '../../protocol/payload-reader.js';

function written(write: (bytes: ByteWriter) => void): Buffer {
  const bytes = new ByteWriter();
  write(bytes);
  return bytes.take();
}

test.each([
  [0, '00'],
  [250, 'fa'],
  [251, 'fcfb00'],
  [65_535, 'fcffff'],
  [65_536, 'fd000001'],
  [16_777_215, 'fdffffff'],
  [16_777_216, 'fe0000000100000000'],
  [Number.MAX_SAFE_INTEGER, 'feffffffffffff1f00'],
])('int<lenenc> %d is %s', (value, hex) => {
  const bytes = written((writer) => {
    writer.lenencInteger(value);
  });
  expect(bytes.toString('hex')).toBe(hex);
  expect(new PayloadReader(bytes).lenencInteger()).toBe(value);
});

test.each(['', 'a', 'x'.repeat(32), 'x'.repeat(33), 'ü'.repeat(20), 'aaaü', '🌳'.repeat(41), 'ü'.repeat(83), 'ü'.repeat(84), 'x'.repeat(70_000)])(
  'string<lenenc> %#',
  (value) => {
    const reader = new PayloadReader(
      written((writer) => {
        writer.lenencText(value);
      }),
    );
    expect(reader.lenencText()).toBe(value);
    expect(reader.remaining).toBe(0);
  },
);

test('a lone surrogate becomes a replacement character and keeps the length right', () => {
  const reader = new PayloadReader(
    written((writer) => {
      writer.lenencText('a\ud800b');
      writer.lenencText(`${'\ud800'.repeat(100)}b`);
    }),
  );
  expect(reader.lenencText()).toBe('a\ufffdb');
  expect(reader.lenencText()).toBe(`${'\ufffd'.repeat(100)}b`);
});

test.each([0, 1, -1, 9, 10, -10, 99, 100, 2_147_483_648, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])('digits of %d', (value) => {
  const bytes = written((writer) => {
    writer.lenencDigits(value);
  });
  expect(new PayloadReader(bytes).lenencText()).toBe(String(value));
});

test('every read beyond the end is ER_MALFORMED_PACKET', () => {
  const reads: ((reader: PayloadReader) => unknown)[] = [
    (reader) => reader.uint16(),
    (reader) => reader.uint24(),
    (reader) => reader.uint32(),
    (reader) => reader.uint64(),
    (reader) => reader.double(),
    (reader) => reader.bytes(2),
    (reader) => reader.lenencBytes(),
    (reader) => reader.nulTerminatedText(),
  ];
  for (const read of reads) {
    expect(() => read(new PayloadReader(Buffer.of(0xfa)))).toThrow(expect.objectContaining({ errno: 1835 }));
  }
  for (const lie of ['fb', 'ff', 'feffffffffffffffff', 'fe0000000000002000', 'fdffffff61']) {
    expect(() => new PayloadReader(Buffer.from(lie, 'hex')).lenencBytes()).toThrow(expect.objectContaining({ errno: 1835 }));
  }
});
