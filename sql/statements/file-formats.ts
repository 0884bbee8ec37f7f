import { StagewireError } from '../../errors/index.js';
import { formatTypeOf, type FileFormat } from '../file-format.js';
import { isFormatOption } from '../file-format-options.js';
import { ifExists, ifNotExists, orReplace, showNarrowing, type IfExists, type ShowNarrowing } from '../grammar/clauses.js';
import type { Cursor } from '../grammar/cursor.js';
import { fileFormatClause, onlyFormatOptions } from '../grammar/file-format.js';
import { objectName } from '../grammar/object-name.js';
import { bareOptions, type Option } from '../grammar/options.js';
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
  const name = newFormatName(cursor);
  const options = onlyFormatOptions(cursor, bareOptions(cursor));
  cursor.expectEnd();
  const clause = fileFormatClause(options);
  if (clause.kind === 'named') throw new StagewireError('IllegalFileFormat', 'CREATE FILE FORMAT needs TYPE; FORMAT_NAME can not be used here');
  if (clause.format.type === 'LANCE') throw new StagewireError('IllegalFileFormat', 'a named file format can not be of type LANCE');
  return { kind: 'create-file-format', name, ifExists: existing, format: clause.format };
}

function newFormatName(cursor: Cursor): string {
  const at = cursor.token;
  const name = objectName(cursor, 'a file format name');
  if (formatTypeOf(name) !== null) throw syntaxError(cursor.sql, at, `File format '${name}' is reserved and cannot be used`);
  return name;
}

export interface AlterFileFormat {
  readonly kind: 'alter-file-format';
  readonly name: string;
  readonly ifExists: boolean;
  readonly change:
    | { readonly kind: 'set'; readonly options: readonly Option[] }
    | { readonly kind: 'unset'; readonly keys: readonly string[] }
    | { readonly kind: 'rename'; readonly to: string };
}

/** `ALTER FILE FORMAT [IF EXISTS] <name> { SET <option> = <value> [,] … | UNSET <option>, … | RENAME TO <name> }` */
export function parseAlterFileFormat(cursor: Cursor): AlterFileFormat {
  cursor.expect('ALTER', 'FILE', 'FORMAT');
  const lenient = ifExists(cursor);
  const name = objectName(cursor, 'a file format name');
  const change = parseChange(cursor);
  cursor.expectEnd();
  return { kind: 'alter-file-format', name, ifExists: lenient, change };
}

function parseChange(cursor: Cursor): AlterFileFormat['change'] {
  if (cursor.take('RENAME')) {
    cursor.take('TO');
    return { kind: 'rename', to: newFormatName(cursor) };
  }
  if (cursor.take('UNSET')) {
    const keys: string[] = [];
    do keys.push(optionName(cursor));
    while (cursor.takeSymbol(','));
    return { kind: 'unset', keys };
  }
  if (!cursor.take('SET')) throw cursor.unexpected('SET, UNSET or RENAME TO');
  const options = onlyFormatOptions(cursor, bareOptions(cursor));
  if (options.length === 0) throw cursor.unexpected('an option');
  return { kind: 'set', options };
}

function optionName(cursor: Cursor): string {
  const at = cursor.token;
  const key = cursor.expectName('an option name').toLowerCase();
  if (!isFormatOption(key)) throw syntaxError(cursor.sql, at, `unknown file format option ${key.toUpperCase()}`);
  return key;
}

export interface DescribeFileFormat {
  readonly kind: 'describe-file-format';
  readonly name: string;
}

/** `{DESC | DESCRIBE} FILE FORMAT <name>` */
export function parseDescribeFileFormat(cursor: Cursor): DescribeFileFormat {
  if (cursor.takeOneOf('DESC', 'DESCRIBE') === null) throw cursor.unexpected('DESCRIBE');
  cursor.expect('FILE', 'FORMAT');
  const name = objectName(cursor, 'a file format name');
  cursor.expectEnd();
  return { kind: 'describe-file-format', name };
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
  const name = objectName(cursor, 'a file format name');
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
