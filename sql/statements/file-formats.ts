import { StagewireError } from '../../errors/index.js';
import { formatTypeOf, type FileFormat } from '../file-format.js';
import { ifExists, ifNotExists, orReplace, showNarrowing, type IfExists, type ShowNarrowing } from '../grammar/clauses.js';
import type { Cursor } from '../grammar/cursor.js';
import { fileFormatClause, onlyFormatOptions } from '../grammar/file-format.js';
import { bareOptions } from '../grammar/options.js';
import { syntaxError } from '../syntax-error.js';

export interface CreateFileFormat {
  readonly kind: 'create-file-format';
  readonly name: string;
  readonly ifExists: IfExists;
  readonly format: FileFormat;
}

/** `CREATE [OR REPLACE] FILE FORMAT [IF NOT EXISTS] <name> TYPE = <type> [<option> = <value> [,] …]` */
export function parseCreateFileFormat(cursor: Cursor): CreateFileFormat {
  cursor.expect('CREATE');
  const replace = orReplace(cursor);
  cursor.expect('FILE', 'FORMAT');
  const existing = ifNotExists(cursor, replace);
  const at = cursor.token;
  const name = cursor.expectName('a file format name');
  const options = onlyFormatOptions(cursor, bareOptions(cursor));
  cursor.expectEnd();
  if (formatTypeOf(name) !== null) throw syntaxError(cursor.sql, at, `File format '${name}' is reserved and cannot be used`);
  const clause = fileFormatClause(options);
  if (clause.kind === 'named') throw new StagewireError('IllegalFileFormat', 'CREATE FILE FORMAT needs TYPE; FORMAT_NAME can not be used here');
  if (clause.format.type === 'LANCE') throw new StagewireError('IllegalFileFormat', 'a named file format can not be of type LANCE');
  return { kind: 'create-file-format', name, ifExists: existing, format: clause.format };
}

export interface DropFileFormat {
  readonly kind: 'drop-file-format';
  readonly name: string;
  readonly ifExists: boolean;
}

/** `DROP FILE FORMAT [IF EXISTS] <name>` */
export function parseDropFileFormat(cursor: Cursor): DropFileFormat {
  cursor.expect('DROP', 'FILE', 'FORMAT');
  const lenient = ifExists(cursor);
  const name = cursor.expectName('a file format name');
  cursor.expectEnd();
  return { kind: 'drop-file-format', name, ifExists: lenient };
}

export interface ShowFileFormats extends ShowNarrowing {
  readonly kind: 'show-file-formats';
}

/** `SHOW FILE FORMATS [LIKE … | WHERE …] [LIMIT n]` */
export function parseShowFileFormats(cursor: Cursor): ShowFileFormats {
  cursor.expect('SHOW', 'FILE', 'FORMATS');
  return { kind: 'show-file-formats', ...showNarrowing(cursor) };
}
