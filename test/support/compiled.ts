import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..', '..');

/** Folders of the project as JavaScript, for child processes that a test starts and kills. */
export interface Compiled {
  /** Absolute path of the module that `source` (such as `server/x.ts`) became. */
  module(source: string): string;
  remove(): Promise<void>;
}

/**
 * Strips the types of all modules of the folders (such as `errors`). The result lies below
 * `node_modules`, so that packages are found from there as from here.
 */
export async function compile(...folders: string[]): Promise<Compiled> {
  const cache = join(ROOT, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const target = await mkdtemp(join(cache, 'stagewire-test-'));
  // A child may run as another user.
  await chmod(target, 0o755);
  await writeFile(join(target, 'package.json'), '{"type":"module"}');
  for (const folder of folders) {
    for (const file of await readdir(join(ROOT, folder), { recursive: true })) {
      if (!file.endsWith('.ts')) continue;
      const source = await readFile(join(ROOT, folder, file), 'utf8');
      const { outputText } = ts.transpileModule(source, {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true },
      });
      const path = join(target, folder, file.replace(/\.ts$/, '.js'));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, outputText);
    }
  }
  return {
    module: (source) => join(target, source.replace(/\.ts$/, '.js')),
    remove: () => rm(target, { recursive: true, force: true }),
  };
}
