import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');

/** What each room may import, as `docs/architecture.md` has it. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  package: [],
  protocol: [],
  sql: ['errors'],
  catalog: ['errors'],
  storage: ['errors', 'package'],
  engine: ['errors', 'package', 'sql'],
};
/** Rooms whose types anyone may name, since types bring no code along. */
const SHARED_TYPES = ['sql', 'errors'];

/** `[, 'type ' or undefined, path]` */
const IMPORT = /^(?:import|export)\s+(type\s+)?[^'";]*?from\s+'(\.[^']+)'/gm;

it('rooms know only what they may', async () => {
  const wrong: string[] = [];
  for (const [room, allowed] of Object.entries(ROOMS)) {
    for (const name of await readdir(path.join(ROOT, room), { recursive: true })) {
      if (!name.endsWith('.ts')) continue;
      const file = path.join(ROOT, room, name);
      for (const [, type, target = ''] of (await readFile(file, 'utf8')).matchAll(IMPORT)) {
        const other = path.relative(ROOT, path.resolve(path.dirname(file), target)).split(path.sep)[0] ?? '';
        if (other === room || allowed.includes(other) || (type && SHARED_TYPES.includes(other))) continue;
        wrong.push(`${room}/${name} imports ${other}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

/** The files that each file needs when it is loaded. */
async function valueImports(): Promise<ReadonlyMap<string, readonly string[]>> {
  const imports = new Map<string, readonly string[]>();
  for (const room of [...Object.keys(ROOMS), 'server']) {
    for (const name of await readdir(path.join(ROOT, room), { recursive: true })) {
      if (!name.endsWith('.ts')) continue;
      const text = await readFile(path.join(ROOT, room, name), 'utf8');
      const targets = [...text.matchAll(IMPORT)].filter(([, type]) => type === undefined);
      imports.set(path.join(room, name), targets.map(([, , target = '']) => path.join(room, path.dirname(name), target.replace(/\.js$/, '.ts'))));
    }
  }
  return imports;
}

it('no file needs itself by way of others', async () => {
  const imports = await valueImports();
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) cycles.push([...way.slice(way.indexOf(file)), file].join(' > '));
    else if (!done.has(file)) {
      for (const target of imports.get(file) ?? []) visit(target, [...way, file]);
      done.add(file);
    }
  };
  for (const file of imports.keys()) visit(file, []);
  expect(cycles).toEqual([]);
});
