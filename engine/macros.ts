import { readdirSync, readFileSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { packageFile } from '../package/package-files.js';

const DIRECTORY = packageFile('engine/macros/');

/** Creates the functions of the dialect that DuckDB lacks, in the schema `fn`; our SQL calls them by that name. One file per family, in order. */
export async function createMacros(connection: DuckDBConnection): Promise<void> {
  await connection.run('CREATE SCHEMA fn');
  for (const file of macroFiles()) await connection.run(readFileSync(new URL(file, DIRECTORY), 'utf8'));
}

export function macroFiles(): readonly string[] {
  return readdirSync(DIRECTORY).filter((name) => name.endsWith('.sql')).sort();
}
