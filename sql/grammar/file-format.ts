import { StagewireError } from '../../errors/index.js';
import type { FileFormat } from '../file-format.js';
import { buildFileFormat, isFormatOption } from '../file-format-options.js';
import { syntaxError } from '../syntax-error.js';
import type { Cursor } from './cursor.js';
import { parenthesizedOptions, type Option } from './options.js';

/** What FILE_FORMAT = (…) says: the name of a format to look up, or a whole format. */
export type FileFormatClause =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'inline'; readonly format: FileFormat };

/** The options inside `FILE_FORMAT = ( … )`, with the cursor behind the words FILE_FORMAT. */
export function fileFormatOptions(cursor: Cursor): readonly Option[] {
  cursor.takeSymbol('=');
  return onlyFormatOptions(cursor, parenthesizedOptions(cursor));
}

/** A word that no format has as an option is a syntax error. */
export function onlyFormatOptions(cursor: Cursor, options: readonly Option[]): readonly Option[] {
  const unknown = options.find(({ key }) => !isFormatOption(key));
  if (unknown) throw syntaxError(cursor.sql, unknown.span, `unknown file format option ${unknown.key.toUpperCase()}`);
  return options;
}

/**
 * Judges the options; called when the whole statement has parsed, since grammar comes first.
 * FORMAT_NAME wins over everything else. 2508 if neither it nor TYPE is there.
 */
export function fileFormatClause(options: readonly Option[]): FileFormatClause {
  const given = new Map(options.map(({ key, value }) => [key, value]));
  const name = given.get('format_name');
  if (name !== undefined) return { kind: 'named', name: String(name) };
  const type = given.get('type');
  if (type === undefined) {
    throw new StagewireError('IllegalFileFormat', 'Invalid FILE_FORMAT options: FILE_FORMAT must include at least one of the TYPE or FORMAT_NAME option');
  }
  given.delete('type');
  return { kind: 'inline', format: buildFileFormat(String(type), given) };
}
