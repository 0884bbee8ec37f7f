import { expect, test } from 'vitest';
import { ByteWriter } from '../../../protocol/byte-writer.js';
import { PayloadReader } from '../../../protocol/payload-reader.js';
import { writeTimestampText } from '../../../server/mysql/rows/temporal-text.js';
import { timestampText } from '../../../sql/display/calendar.js';
import { SEED, seededRandom } from '../../support/random.js';

const MICROS_PER_DAY = 86_400_000_000n;
const random = seededRandom();
const bytes = new ByteWriter();

function written(micros: bigint): string {
  const bits = BigInt.asUintN(64, micros);
  writeTimestampText(bytes, Number(bits & 0xffff_ffffn), Number(bits >> 32n));
  return new PayloadReader(bytes.take()).lenencText();
}

/** Several of each day, so that one follows another of its day, the ends of days, and those that no year of four digits or no double holds. */
function* someMoments(): Generator<bigint> {
  const days = [0n, -1n, 1n, 11_016n, 19_723n, -719_528n, -719_529n, 2_932_896n, 2_932_897n, 104_249n, 104_250n];
  for (let round = 0; round < 2000; round++) days.push(BigInt(Math.floor((random() - 0.3) * 4_000_000)));
  for (const day of days) {
    const start = day * MICROS_PER_DAY;
    yield* [start, start + MICROS_PER_DAY - 1n, start - 1n, start + MICROS_PER_DAY];
    for (let time = 0; time < 4; time++) yield start + BigInt(Math.floor(random() * 86_400)) * 1_000_000n + (time < 2 ? 0n : BigInt(Math.floor(random() * 1e6)));
  }
  for (let step = -3n; step < 4n; step++) yield* [2n ** 53n + step, -(2n ** 53n) + step, 2n ** 62n + step];
}

test(`timestamps are written as they are shown (seed ${SEED})`, () => {
  for (const micros of someMoments()) if (written(micros) !== timestampText(micros)) expect(`${micros}: ${written(micros)}`).toBe(`${micros}: ${timestampText(micros)}`);
  expect([written(1_704_067_199_999_999n), written(1_704_067_200_000_000n)]).toEqual(['2023-12-31 23:59:59.999999', '2024-01-01 00:00:00.000000']);
});
