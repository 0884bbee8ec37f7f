import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A stock command line tool, whichever of its names it has here, by default the client; null and a loud line if there is none. */
export async function commandLineClient(...names: readonly string[]): Promise<string | null> {
  const candidates = names.length > 0 ? names : ['mysql', 'mariadb'];
  for (const name of candidates) {
    if (await run(name, ['--version']).then(() => true, () => false)) return name;
  }
  const note = `what needs a command line tool: none of ${candidates.join(', ')} is installed`;
  process.stderr.write(`\n*** SKIPPED: ${note}\n\n`);
  if (process.env['STAGEWIRE_TEST_REQUIRE_ALL'] === '1') throw new Error(note);
  return null;
}
