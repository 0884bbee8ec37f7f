/** What every client program checks with: the server's coordinates, and a way to say what failed. */
import assert from 'node:assert/strict';

export const host = process.env.STAGEWIRE_HOST;
export const port = Number(process.env.STAGEWIRE_PORT);
export const user = process.env.STAGEWIRE_USER;
export const password = process.env.STAGEWIRE_PASSWORD;
/** A file that may be sent with LOCAL INFILE. */
export const file = process.env.STAGEWIRE_FILE;

let passed = 0;
let failed = 0;

/** Runs one check and goes on with the next one, whatever comes of it. */
export async function check(name, run) {
  try {
    await run();
    passed++;
  } catch (error) {
    failed++;
    console.error(`FAILED ${name}\n${error.stack}`);
  }
}

export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}

export const equal = assert.deepStrictEqual;
export { assert };
