import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { convertArrow } from '../../engine/formats/arrow/convert.js';
import { StagewireError } from '../../errors/index.js';
import { temporaryDirectory } from '../support/stagewire.js';
import { ROUNDS, SEED, seeded, type Random } from './seeded.js';

const SAMPLES = join(import.meta.dirname, '..', 'formats', 'arrow-samples');
/** Damages of each sample in a round. */
const DAMAGES = 10;
const MOST_MEMORY = 1024 * 1024 * 1024;
/** What lengths, offsets and counts become. */
const NUMBERS = [0n, -1n, 1n, 0x7fffffffn, 0x80000000n, 0xffffffffn, 0x7fffffff_ffffffffn, 1n << 33n, 1n << 40n];

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

beforeAll(async () => {
  process.stderr.write(`fuzzing with STAGEWIRE_TEST_FUZZ_SEED=${SEED} STAGEWIRE_TEST_FUZZ_ROUNDS=${ROUNDS}\n`);
  directory = await temporaryDirectory();
});
afterAll(async () => { await directory.remove(); });

/** Ends early, or has a few bytes or whole numbers that differ. */
function damage(content: Buffer, random: Random): Buffer {
  const damaged = Buffer.from(content);
  const place = (width: number): number => Math.floor((random() * (damaged.length - width)) / width) * width;
  if (random() < 0.1) return damaged.subarray(0, place(1));
  for (let count = 1 + Math.floor(random() * 4); count > 0; count -= 1) {
    const kind = random();
    const number = NUMBERS[Math.floor(random() * NUMBERS.length)] ?? 0n;
    if (kind < 0.4) damaged[place(1)] = [0, 0xff, 0x7f, 0x80, Math.floor(random() * 256)][Math.floor(random() * 5)] ?? 0;
    else if (kind < 0.7) damaged.writeUInt32LE(Number(BigInt.asUintN(32, number)), place(4));
    else damaged.writeBigInt64LE(BigInt.asIntN(64, number), place(8));
  }
  return damaged;
}

it('damaged Arrow files and streams are read or refused, with no more than some memory', async () => {
  const [source, target] = [join(directory.path, 'damaged.arrow'), join(directory.path, 'damaged.parquet')];
  let refused = 0;
  for (const name of (await readdir(SAMPLES)).filter((file) => /[.]arrows?$/.test(file))) {
    const content = await readFile(join(SAMPLES, name));
    const random = seeded(SEED);
    for (let round = 0; round < ROUNDS * DAMAGES; round += 1) {
      await writeFile(source, damage(content, random));
      await rm(target, { force: true });
      try {
        await convertArrow({ source, target });
      } catch (error) {
        if (!(error instanceof StagewireError)) throw new Error(`round ${round} of ${name} with seed ${SEED}: ${String(error)}`, { cause: error });
        expect(['BadBytes', 'Unimplemented']).toContain(error.kind);
        refused += 1;
      }
      expect(process.memoryUsage.rss(), `round ${round} of ${name} with seed ${SEED}`).toBeLessThan(MOST_MEMORY);
    }
  }
  expect(refused).toBeGreaterThan(0);
}, 600_000);
