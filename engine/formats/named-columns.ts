import { StagewireError } from '../../errors/index.js';
import type { StagedTable } from '../sources/staged-table.js';

/** The rules of formats whose columns have names: `$1` is the whole row, other positions don't exist. */
export function checkNamedColumns({ use }: StagedTable, format: string): void {
  if (use.highestPosition > 1) throw new StagewireError('SemanticError', `Query from ${format} file only support $1 as column position`);
}

/** 1065 where a query needs the names of columns and there is no file to have them from. */
export function noFiles(): StagewireError {
  return new StagewireError('SemanticError', 'no files found. specify a prefix/pattern/files that matches at least one file');
}
