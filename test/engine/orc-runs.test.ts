import { openSync, closeSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ByteSource } from '../../engine/formats/orc/byte-source.js';
import { prolepticDay } from '../../engine/formats/orc/calendar.js';
import { BitRuns, ByteRuns } from '../../engine/formats/orc/runs/byte-runs.js';
import { Integers } from '../../engine/formats/orc/runs/integers.js';
import { writerZone } from '../../engine/formats/orc/writer-zone.js';
import { temporaryDirectory } from '../support/stagewire.js';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
const opened: number[] = [];

beforeAll(async () => { directory = await temporaryDirectory(); });
afterEach(() => { for (const descriptor of opened.splice(0)) closeSync(descriptor); });
afterAll(async () => { await directory.remove(); });

function source(...bytes: readonly number[]): ByteSource {
  const path = join(directory.path, 'bytes');
  writeFileSync(path, Uint8Array.from(bytes));
  const descriptor = openSync(path, 'r');
  opened.push(descriptor);
  return new ByteSource({ descriptor, offset: 0, length: bytes.length }, null);
}

const integers = (version: 1 | 2, signed: boolean, count: number, bytes: readonly number[]): number[] => [...new Integers(source(...bytes), { version, signed }).doubles(count)];

// The examples of the ORC specification.
it('bytes and bits in runs', () => {
  expect([...new ByteRuns(source(0x61, 0x00)).read(100)]).toEqual(new Array(100).fill(0));
  expect([...new ByteRuns(source(0xfe, 0x44, 0x45)).read(2)]).toEqual([0x44, 0x45]);
  const bits = new BitRuns(source(0xff, 0x80));
  expect([[...bits.read(3)], [...bits.read(5)]]).toEqual([[1, 0, 0], [0, 0, 0, 0, 0]]);
});

it('whole numbers of version 1', () => {
  expect(integers(1, false, 100, [0x61, 0x00, 0x07])).toEqual(new Array(100).fill(7));
  expect(integers(1, false, 100, [0x61, 0xff, 0x64])).toEqual(Array.from({ length: 100 }, (_, index) => 100 - index));
  expect(integers(1, false, 5, [0xfb, 0x02, 0x03, 0x04, 0x07, 0x0b])).toEqual([2, 3, 4, 7, 11]);
  expect(integers(1, true, 3, [0xfd, 0x01, 0x80, 0x02, 0xff, 0xff, 0x03])).toEqual([-1, 128, -32768]);
});

it('whole numbers of version 2', () => {
  expect(integers(2, false, 5, [0x0a, 0x27, 0x10])).toEqual(new Array(5).fill(10000));
  expect(integers(2, false, 4, [0x5e, 0x03, 0x5c, 0xa1, 0xab, 0x1e, 0xde, 0xad, 0xbe, 0xef])).toEqual([23713, 43806, 57005, 48879]);
  const patched = [
    0x8e, 0x13, 0x2b, 0x21, 0x07, 0xd0, 0x1e, 0x00, 0x14, 0x70, 0x28, 0x32, 0x3c, 0x46, 0x50, 0x5a, 0x64, 0x6e, 0x78, 0x82, 0x8c, 0x96, 0xa0, 0xaa, 0xb4, 0xbe, 0xfc, 0xe8,
  ];
  expect(integers(2, false, 20, patched)).toEqual([2030, 2000, 2020, 1000000, ...Array.from({ length: 16 }, (_, index) => 2040 + index * 10)]);
  expect(integers(2, false, 10, [0xc6, 0x09, 0x02, 0x02, 0x22, 0x42, 0x42, 0x46])).toEqual([2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
});

it('falling deltas wide enough to need both halves of a number', () => {
  // A base of 2^33, a first step of -1, then two steps of 2^32 in 40 bits.
  const bytes = [0xf4 | 0, 0x03, 0x80, 0x80, 0x80, 0x80, 0x20, 0x01, 0x01, 0, 0, 0, 0, 0x01, 0, 0, 0, 0];
  bytes[0] = 0xc0 | (28 << 1);
  expect(integers(2, false, 4, bytes)).toEqual([2 ** 33, 2 ** 33 - 1, 2 ** 32 - 1, -1]);
});

it('a stream that ends too early, and a number that is too long', () => {
  expect(() => integers(2, false, 5, [0x0a, 0x27])).toThrow('a stream ends too early');
  expect(() => integers(1, false, 1, [0xff, ...new Array<number>(12).fill(0x80)])).toThrow('a number is too long');
});

it('days of the Julian calendar keep their date', () => {
  const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
  expect(prolepticDay(day('1582-10-15'))).toBe(day('1582-10-15'));
  // The day before is October 4 in the calendar of the time.
  expect(prolepticDay(day('1582-10-15') - 1)).toBe(day('1582-10-04'));
  // 1200-01-01 of the Julian calendar is 7 days later than that of the Gregorian one carried back.
  expect(prolepticDay(day('1200-01-01') + 7)).toBe(day('1200-01-01'));
});

it('clocks of writers', () => {
  const at = (zone: string, time: string): number => writerZone(zone).offsetAt(Date.parse(time) / 1000);
  expect(at('Europe/Berlin', '2024-03-31T00:59:59Z')).toBe(3600);
  expect(at('Europe/Berlin', '2024-03-31T01:00:00Z')).toBe(7200);
  expect(at('America/St_Johns', '2024-01-01T00:00:00Z')).toBe(-12_600);
  expect(at('GMT+08:00', '2024-01-01T00:00:00Z')).toBe(28_800);
  expect(at('', '2024-01-01T00:00:00Z')).toBe(0);
  expect(() => writerZone('Nowhere/Else')).toThrow("its time zone 'Nowhere/Else' is unknown");
});
