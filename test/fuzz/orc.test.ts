import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { convertOrc } from '../../engine/formats/orc/convert.js';
import { StagewireError } from '../../errors/index.js';
import { temporaryDirectory } from '../support/stagewire.js';
import { ROUNDS, SEED, seeded, type Random } from './seeded.js';

const SAMPLES = join(import.meta.dirname, '..', 'formats', 'orc-samples');
/** Damages of each sample in a round. */
const DAMAGES = 3;
const MOST_MEMORY = 1024 * 1024 * 1024;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

beforeAll(async () => {
  process.stderr.write(`fuzzing with STAGEWIRE_TEST_FUZZ_SEED=${SEED} STAGEWIRE_TEST_FUZZ_ROUNDS=${ROUNDS}\n`);
  directory = await temporaryDirectory();
});
afterAll(async () => { await directory.remove(); });

/** Ends early, or has a few bytes that differ, more often near the end where the tail is. */
function damage(content: Buffer, random: Random): Buffer {
  const damaged = Buffer.from(content);
  const place = (): number => Math.floor(random() < 0.5 ? random() * damaged.length : damaged.length - 1 - random() * Math.min(damaged.length, 600));
  if (random() < 0.15) return damaged.subarray(0, place());
  for (let count = 1 + Math.floor(random() * 4); count > 0; count -= 1) {
    const value = [0, 0xff, 0x7f, 0x80, Math.floor(random() * 256)][Math.floor(random() * 5)] ?? 0;
    damaged[place()] = value;
  }
  return damaged;
}

it('damaged ORC files are read or refused, with no more than some memory', async () => {
  const [source, target] = [join(directory.path, 'damaged.orc'), join(directory.path, 'damaged.parquet')];
  let refused = 0;
  for (const name of (await readdir(SAMPLES)).filter((file) => file.endsWith('.orc'))) {
    const content = await readFile(join(SAMPLES, name));
    const random = seeded(SEED);
    for (let round = 0; round < ROUNDS * DAMAGES; round += 1) {
      await writeFile(source, damage(content, random));
      await rm(target, { force: true });
      try {
        await convertOrc({ source, target, columns: null, withRows: true });
      } catch (error) {
        if (!(error instanceof StagewireError)) throw new Error(`round ${round} of ${name} with seed ${SEED}: ${String(error)}`, { cause: error });
        expect(['BadBytes', 'Unimplemented']).toContain(error.kind);
        refused += 1;
      }
      expect(process.memoryUsage.rss()).toBeLessThan(MOST_MEMORY);
    }
  }
  expect(refused).toBeGreaterThan(0);
}, 600_000);
