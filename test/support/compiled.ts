import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const ROOT = join(import.meta.dirname, '..', '..');

/** Modules of the project as JavaScript, for child processes that a test starts and kills. */
export interface Compiled {
  /** Absolute path of what `source` (such as `server/x.ts`) became. */
  module(source: string): string;
  remove(): Promise<void>;
}

/**
 * Compiles modules with all that they need of the project. The result lies below `node_modules`, so that packages are found from
 * there as from here.
 */
export async function compile(...sources: string[]): Promise<Compiled> {
  const cache = join(ROOT, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const target = await mkdtemp(join(cache, 'stagewire-test-'));
  // A child may run as another user.
  await chmod(target, 0o755);
  await writeFile(join(target, 'package.json'), '{"type":"module"}');
  const build = await rolldown({ cwd: ROOT, input: Object.fromEntries(sources.map((source) => [nameOf(source), source])), platform: 'node', external: /^[^./]/ });
  await build.write({ dir: target, format: 'esm' });
  await build.close();
  return {
    module: (source) => join(target, `${nameOf(source)}.js`),
    remove: () => rm(target, { recursive: true, force: true }),
  };
}

const nameOf = (source: string): string => source.replace(/\.ts$/, '');
