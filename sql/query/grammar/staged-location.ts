import type { FileFormatClause } from '../../grammar/file-format.js';
import { fileFormatClause, onlyFormatOptions } from '../../grammar/file-format.js';
import { checkUriClause, connectionParams, patternValue, type TextOrVariable } from '../../grammar/clauses.js';
import type { Cursor } from '../../grammar/cursor.js';
import { parenthesizedOptions, type Option } from '../../grammar/options.js';
import { parseStageLocation } from '../../location.js';
import type { StagedLocation, StagedPlace } from '../staged-location.js';
import { StagewireError } from '../../../errors/index.js';
import { syntaxError } from '../../syntax-error.js';

/** Whether a text in a FROM clause is a location. */
export function isLocationText(text: string): boolean {
  return /^@|^[a-z][a-z0-9+.-]*:\/\//i.test(text);
}

interface Options {
  format: FileFormatClause | null;
  pattern: TextOrVariable | null;
  files: readonly string[] | null;
  connection: readonly Option[] | null;
}

/** Reads `<location> [( <option> => <value> [,] … )]` at the cursor. */
export function stagedLocation(cursor: Cursor): StagedLocation {
  const text = locationText(cursor);
  const { format, pattern, files, connection } = stagedOptions(cursor);
  return { place: placeOf(text, connection), format, pattern, files };
}

function locationText(cursor: Cursor): string {
  const { token } = cursor;
  if (token.kind === 'user-variable') return cursor.takeStage(token).text;
  return cursor.expectString('a stage location such as @stage/path');
}

function placeOf(text: string, connection: readonly Option[] | null): StagedPlace {
  if (text.startsWith('@')) {
    if (connection) throw new StagewireError('SyntaxException', "uri location should not start with '@'");
    return { kind: 'stage', location: parseStageLocation(text) };
  }
  const { connection_name: connectionName = null, ...params } = connectionParams(connection ?? []);
  return { kind: 'uri', clause: checkUriClause({ uri: text, params, connectionName }) };
}

/** Parentheses directly behind a location hold options if a name and `=>` come first. */
function stagedOptions(cursor: Cursor): Options {
  const options: Options = { format: null, pattern: null, files: null, connection: null };
  if (!cursor.isSymbol('(') || !holdsOptions(cursor)) return options;
  cursor.expectSymbol('(');
  const given = new Set<string>();
  while (!cursor.isSymbol(')')) {
    const { start, end } = cursor.token;
    const name = cursor.expectName('an option such as FILE_FORMAT => …').toLowerCase();
    if (given.has(name)) throw syntaxError(cursor.sql, { start, end }, `option ${name.toUpperCase()} is given twice`);
    given.add(name);
    if (!cursor.takeSymbol('=>')) throw cursor.unexpected("'=>'");
    const read = READERS[name];
    if (!read) throw syntaxError(cursor.sql, { start, end }, `unknown option ${name.toUpperCase()}, expected one of ${Object.keys(READERS).join(', ').toUpperCase()}`);
    read(cursor, options);
    cursor.takeSymbol(',');
  }
  cursor.expectSymbol(')');
  return options;
}

function holdsOptions(cursor: Cursor): boolean {
  const name = cursor.peek();
  if (name.kind === 'symbol' && name.text === ')') return true;
  if (name.kind !== 'word') return false;
  const arrow = cursor.lexer.tokenAt(name.end);
  return arrow.kind === 'symbol' && (arrow.text === '=>' || arrow.text === '=');
}

const READERS: Readonly<Record<string, (cursor: Cursor, options: Options) => void>> = {
  file_format(cursor, options) {
    options.format = cursor.isSymbol('(')
      ? fileFormatClause(onlyFormatOptions(cursor, parenthesizedOptions(cursor)))
      : { kind: 'named', name: cursor.expectString('the name of a file format in quotes') };
  },
  pattern(cursor, options) {
    options.pattern = patternValue(cursor);
  },
  files(cursor, options) {
    options.files = texts(cursor);
  },
  connection(cursor, options) {
    options.connection = parenthesizedOptions(cursor);
  },
  case_sensitive(cursor) {
    if (cursor.takeOneOf('TRUE', 'FALSE') === null) throw cursor.unexpected('TRUE or FALSE');
  },
};

function texts(cursor: Cursor): readonly string[] {
  cursor.expectSymbol('(');
  const values: string[] = [];
  while (!cursor.isSymbol(')')) {
    values.push(cursor.expectString('a file name in quotes'));
    if (!cursor.takeSymbol(',')) break;
  }
  cursor.expectSymbol(')');
  return values;
}
