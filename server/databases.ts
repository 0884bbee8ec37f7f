import { StagewireError } from '../errors/index.js';

/** Databases that always exist, with their tables. */
const DATABASES: ReadonlyMap<string, readonly string[]> = new Map([
  ['default', []],
  ['information_schema', []],
  ['system', ['one', 'stages']],
]);

/** The database of a session that names none. */
export const DEFAULT_DATABASE = 'default';

export function databaseNames(): readonly string[] {
  return [...DATABASES.keys()];
}

/** The stored spelling of a name; 1049 for an unknown one. */
export function databaseNamed(name: string): string {
  const lower = name.toLowerCase();
  if (!DATABASES.has(lower)) throw new StagewireError('UnknownDatabase', `Unknown database '${name}'`);
  return lower;
}

/** Throws 1049. */
export function tableNames(database: string): readonly string[] {
  return DATABASES.get(databaseNamed(database)) ?? [];
}
