import type { ByteSource } from '../byte-source.js';
import { damaged } from '../damaged.js';
import type { IntegerRun, NextRun } from './integer-run.js';
import { unpack } from './packed-bits.js';

/** Bits that a width of 5 bits in a header stands for (ORC specification, Integer Run Length Encoding, version 2). */
const WIDTHS = [...Array.from({ length: 24 }, (_, index) => index + 1), 26, 28, 30, 32, 40, 48, 56, 64];
const widthOf = (code: number): number => WIDTHS[code] as number;
/** The next width that can be stored. */
const storedWidth = (bits: number): number => WIDTHS.find((width) => width >= bits) ?? 64;

export function runsV2(source: ByteSource, signed: boolean): NextRun {
  return (run) => {
    const header = source.byte();
    switch (header >> 6) {
      case 0:
        shortRepeat(source, signed, header, run);
        return;
      case 1:
        direct(source, signed, header, run);
        return;
      case 2:
        patchedBase(source, header, run);
        return;
      default:
        delta(source, signed, header, run);
    }
  };
}

const packedBytes = (source: ByteSource, width: number, count: number): Uint8Array => source.bytes((width * count + 7) >> 3);
const runLength = (source: ByteSource, header: number): number => (((header & 1) << 8) | source.byte()) + 1;

function shortRepeat(source: ByteSource, signed: boolean, header: number, run: IntegerRun): void {
  const width = ((header >> 3) & 7) + 1;
  run.length = (header & 7) + 3;
  unpack(source.bytes(width), width * 8, run, 0, 1);
  if (signed) unzigzag(run, 0, 1);
  run.wide.fill(run.wide[0] as bigint, 1, run.length);
}

function direct(source: ByteSource, signed: boolean, header: number, run: IntegerRun): void {
  const width = widthOf((header >> 1) & 31);
  run.length = runLength(source, header);
  unpack(packedBytes(source, width, run.length), width, run, 0, run.length);
  if (signed) unzigzag(run, 0, run.length);
}

/** Numbers above a base; the upper bits of the largest of them follow in a list of patches. */
function patchedBase(source: ByteSource, header: number, run: IntegerRun): void {
  const width = widthOf((header >> 1) & 31);
  run.length = runLength(source, header);
  const third = source.byte();
  const fourth = source.byte();
  const baseBytes = (third >> 5) + 1;
  const patchWidth = widthOf(third & 31);
  const gapWidth = (fourth >> 5) + 1;
  const patchCount = fourth & 31;
  if (patchWidth + gapWidth > 64) throw damaged('a patch is wider than 64 bits');
  const base = signAndMagnitude(source.bytes(baseBytes));
  unpack(packedBytes(source, width, run.length), width, run, 0, run.length);
  patch(source, { patchWidth, gapWidth, patchCount, width }, run);
  const { wide } = run;
  // Sums of 64 bits wrap around, as everywhere.
  for (let index = 0; index < run.length; index += 1) wide[index] = (wide[index] as bigint) + base;
}

function signAndMagnitude(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  const sign = 1n << BigInt(bytes.length * 8 - 1);
  return (value & sign) === 0n ? value : -(value & (sign - 1n));
}

function patch(source: ByteSource, { patchWidth, gapWidth, patchCount, width }: { patchWidth: number; gapWidth: number; patchCount: number; width: number }, run: IntegerRun): void {
  const entryWidth = storedWidth(patchWidth + gapWidth);
  const mask = (1n << BigInt(patchWidth)) - 1n;
  // Gaps add up: a patch of 0 only makes the next gap longer.
  let index = 0n;
  let bits = 0n;
  let held = 0;
  for (let entry = 0; entry < patchCount; entry += 1) {
    while (held < entryWidth) {
      bits = (bits << 8n) | BigInt(source.byte());
      held += 8;
    }
    held -= entryWidth;
    const value = bits >> BigInt(held);
    bits &= (1n << BigInt(held)) - 1n;
    index += value >> BigInt(patchWidth);
    const upper = value & mask;
    if (upper === 0n) continue;
    if (index >= BigInt(run.length)) throw damaged('a patch lies behind its run');
    const at = Number(index);
    run.wide[at] = (run.wide[at] as bigint) | (upper << BigInt(width));
  }
}

/** Numbers by their distance from the one before. */
function delta(source: ByteSource, signed: boolean, header: number, run: IntegerRun): void {
  const code = (header >> 1) & 31;
  const length = runLength(source, header);
  run.length = length;
  source.varint();
  run.set(0, source.low, source.high);
  if (signed) unzigzag(run, 0, 1);
  if (length === 1) {
    source.varint();
    return;
  }
  source.varint();
  run.set(1, source.low, source.high);
  unzigzag(run, 1, 2);
  const [low, high] = [run.halves[2] as number, run.halves[3] as number];
  if (code === 0) {
    for (let index = 1; index < length; index += 1) addToPrevious(run, index, low, high);
    return;
  }
  const width = widthOf(code);
  if (length > 2) unpack(packedBytes(source, width, length - 2), width, run, 2, length);
  addToPrevious(run, 1, low, high);
  const descends = high < 0;
  for (let index = 2; index < length; index += 1) {
    const [partLow, partHigh] = [run.halves[index * 2] as number, run.halves[index * 2 + 1] as number];
    if (descends) addToPrevious(run, index, -partLow | 0, (~partHigh + (partLow === 0 ? 1 : 0)) | 0);
    else addToPrevious(run, index, partLow, partHigh);
  }
}

function addToPrevious({ halves }: IntegerRun, index: number, low: number, high: number): void {
  const at = index * 2;
  const sum = ((halves[at - 2] as number) >>> 0) + (low >>> 0);
  halves[at] = sum;
  halves[at + 1] = (halves[at - 1] as number) + high + (sum > 0xffffffff ? 1 : 0);
}

/** Signed numbers have their sign in the lowest bit. */
function unzigzag({ halves }: IntegerRun, start: number, end: number): void {
  for (let at = start * 2; at < end * 2; at += 2) {
    const low = halves[at] as number;
    const high = halves[at + 1] as number;
    const sign = -(low & 1);
    halves[at] = ((low >>> 1) | (high << 31)) ^ sign;
    halves[at + 1] = (high >>> 1) ^ sign;
  }
}
