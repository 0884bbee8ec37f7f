import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');

/** What each room may import, as `docs/architecture.md` has it. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  protocol: [],
  sql: ['errors'],
  catalog: ['errors'],
  storage: ['errors'],
  engine: ['errors', 'sql'],
};
/** Rooms whose types anyone may name, since types bring no code along. */
const SHARED_TYPES = ['sql', 'errors'];

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
