import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The stock command line client, whichever of its names it has here; null and a loud line if there is none. */
export async function commandLineClient(): Promise<string | null> {
  for (const name of ['mysql', 'mariadb']) {
    if (await run(name, ['--version']).then(() => true, () => false)) return name;
  }
  const note = 'the command line client: neither mysql nor mariadb is installed';
  process.stderr.write(`\n*** SKIPPED: ${note}\n\n`);
  if (process.env['STAGEWIRE_TEST_REQUIRE_ALL'] === '1') throw new Error(note);
  return null;
}
