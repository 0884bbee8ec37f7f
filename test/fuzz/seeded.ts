import { randomInt } from 'node:crypto';

/** Rounds of everything that is tried; CI asks for more. */
export const ROUNDS = Number(process.env['STAGEWIRE_TEST_FUZZ_ROUNDS'] ?? 12);
export const SEED = Number(process.env['STAGEWIRE_TEST_FUZZ_SEED'] ?? randomInt(2 ** 31));

/** Numbers below 1 (0 included) that follow from a seed alone. */
export type Random = () => number;

/** mulberry32 */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
