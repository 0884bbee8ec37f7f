import { spawnSync } from 'node:child_process';

/** The Python with which samples are written: `STAGEWIRE_TEST_PYTHON`, or `python3` if it has the packages; null where there is none. */
export function pythonWith(...packages: readonly string[]): string | null {
  const python = process.env['STAGEWIRE_TEST_PYTHON'] ?? 'python3';
  const found = spawnSync(python, ['-c', packages.map((name) => `import ${name}`).join('; ')]).status === 0;
  if (found) return python;
  const what = `Python with ${packages.join(', ')} (STAGEWIRE_TEST_PYTHON)`;
  if (process.env['STAGEWIRE_TEST_REQUIRE_ALL'] === '1') throw new Error(`${what} is needed`);
  process.stderr.write(`SKIPPED: files of other tools, for there is no ${what}\n`);
  return null;
}
