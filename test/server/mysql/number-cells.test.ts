import { expect, test } from 'vitest';
import { ByteWriter } from '../../../protocol/byte-writer.js';
import { PayloadReader } from '../../../protocol/payload-reader.js';
import { writeDoubleText, writeFloatText, writeScaledText } from '../../../server/mysql/rows/number-text.js';
import { doubleText, floatText, scaledText } from '../../../sql/display/number-text.js';
import { SEED, seededRandom } from '../../support/random.js';

const random = seededRandom();
const bytes = new ByteWriter();

function written(write: () => void): string {
  write();
  return new PayloadReader(bytes.take()).lenencText();
}

const double = (value: number): string => written(() => { writeDoubleText(bytes, value); });
const float = (value: number): string => written(() => { writeFloatText(bytes, value); });

const doubles = new Float64Array(1);
const floats = new Float32Array(1);
const words = new Uint32Array(doubles.buffer);
const word = new Uint32Array(floats.buffer);
const anyWord = (): number => Math.floor(random() * 2 ** 32);
const upTo = (limit: number): number => Math.floor(random() * limit);

/** Of all sizes, of those that are shown without an exponent, of few digits, and next to powers of two and ten. */
function* someDoubles(): Generator<number> {
  for (let round = 0; round < 20_000; round++) {
    words.set([anyWord(), anyWord()]);
    yield doubles[0] ?? 0;
    words.set([anyWord(), (anyWord() & 0x800f_ffff) | ((1004 + upTo(76)) << 20)]);
    yield doubles[0] ?? 0;
    yield upTo(1e6) / 10 ** upTo(9);
    yield -upTo(1e15) / 10 ** upTo(20);
    yield round / 7;
    yield Number((random() * 2 ** upTo(50)).toPrecision(1 + upTo(17)));
  }
  for (let exponent = -20; exponent < 60; exponent++) for (let step = -4; step < 5; step++) yield 2 ** exponent * (1 + step * 2 ** -52);
  for (let exponent = -7; exponent < 18; exponent++) for (const digits of ['1', '5', '9.999999999999999', '1.0000000000000002']) yield Number(`${digits}e${exponent}`);
  yield* [0, -0, NaN, Infinity, -Infinity];
}

function* someFloats(): Generator<number> {
  for (let round = 0; round < 20_000; round++) {
    word[0] = anyWord();
    yield floats[0] ?? 0;
    yield Math.fround((random() - 0.5) * 2 ** (upTo(75) - 18));
    yield Math.fround(upTo(1e6) / 100);
  }
  for (let exponent = -20; exponent < 60; exponent++) for (let step = -2; step < 3; step++) yield 2 ** exponent * (1 + step * 2 ** -23);
  yield* [0, -0, NaN, Infinity, 123_456_792];
}

test(`numbers are written as they are shown (seed ${SEED})`, () => {
  for (const value of someDoubles()) if (double(value) !== doubleText(value)) expect(double(value)).toBe(doubleText(value));
  for (const value of someFloats()) if (float(value) !== floatText(value)) expect(float(value)).toBe(floatText(value));
  expect(double(0.1 + 0.2)).toBe('0.30000000000000004');
  expect(float(Math.fround(0.1))).toBe('0.1');
});

test(`decimals have all digits of their scale (seed ${SEED})`, () => {
  for (let round = 0; round < 20_000; round++) {
    const unscaled = Math.trunc((random() - 0.5) * 2 ** upTo(54));
    const scale = upTo(39);
    const text = written(() => { writeScaledText(bytes, unscaled, scale); });
    if (text !== scaledText(unscaled, scale)) expect(text).toBe(scaledText(unscaled, scale));
  }
  expect(written(() => { writeScaledText(bytes, -5, 3); })).toBe('-0.005');
});
