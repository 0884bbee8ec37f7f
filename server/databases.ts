import { StagewireError } from '../errors/index.js';

/** The database of a session that names none. */
export const DEFAULT_DATABASE = 'default';

/** Databases that always exist: the one for what users make, and those whose tables come with the server. */
const DATABASES: readonly string[] = [DEFAULT_DATABASE, 'information_schema', 'mysql', 'performance_schema', 'sys', 'system'];

export function databaseNames(): readonly string[] {
  return DATABASES;
}

/** Whether all tables of a database come with the server. */
export function isSystemDatabase(name: string): boolean {
  return name !== DEFAULT_DATABASE;
}

/** The stored spelling of a name; 1049 for an unknown one. */
export function databaseNamed(name: string): string {
  const lower = name.toLowerCase();
  if (!DATABASES.includes(lower)) throw new StagewireError('UnknownDatabase', `Unknown database '${name}'`);
  return lower;
}
