import { StagewireError } from '../../errors/index.js';
import { syntaxError } from '../syntax-error.js';
import { Cursor } from './cursor.js';
import { parenthesizedOptions, type Option } from './options.js';

/** A session variable that has another value while one statement runs. */
export interface Setting {
  /** In lower case. */
  readonly name: string;
  readonly value: string | number | boolean;
  /** What a hint asks for in vain is a warning, what the clause SETTINGS does is an error. */
  readonly origin: 'clause' | 'hint';
}

/** Statements behind whose first word a hint may stand. */
const HINTED = ['SELECT', 'INSERT', 'REPLACE', 'UPDATE', 'DELETE', 'MERGE', 'COPY'];
const HINT = /\s*\/\*\+([\s\S]*?)\*\//y;

/** `[SETTINGS (k = v, …)]` in front of a statement, and the hints behind the first word of it; the cursor stays at that word. */
export function statementSettings(cursor: Cursor): readonly Setting[] {
  const settings: Setting[] = [];
  const next = cursor.peek();
  if (cursor.isWord('SETTINGS') && next.kind === 'symbol' && next.text === '(') {
    cursor.expect('SETTINGS');
    const options = parenthesizedOptions(cursor);
    settings.push(...options.map((option) => setting(cursor, option, 'clause')));
    if (cursor.atEnd()) throw cursor.unexpected('a statement');
  }
  return [...settings, ...hints(cursor)];
}

function setting({ sql }: Cursor, { key, value, span }: Option, origin: Setting['origin']): Setting {
  if (typeof value === 'object') throw syntaxError(sql, span, `${key.toUpperCase()} takes one value`);
  return { name: key, value, origin };
}

/** A comment of the form of a hint that is none is a comment. */
function hints(cursor: Cursor): readonly Setting[] {
  if (!cursor.isWord(...HINTED)) return [];
  HINT.lastIndex = cursor.token.end;
  const found = HINT.exec(cursor.sql);
  if (!found) return [];
  try {
    return readHints(new Cursor(found[1] ?? ''));
  } catch (error) {
    if (error instanceof StagewireError) return [];
    throw error;
  }
}

/** `SET_VAR(k = v) …` and `MAX_EXECUTION_TIME(n)` (MySQL manual, "Optimizer Hints"); the other hints are for optimizers. */
function readHints(cursor: Cursor): readonly Setting[] {
  const settings: Setting[] = [];
  while (!cursor.atEnd()) {
    if (cursor.take('SET_VAR')) {
      settings.push(...parenthesizedOptions(cursor).map((option) => setting(cursor, option, 'hint')));
    } else if (cursor.take('MAX_EXECUTION_TIME')) {
      cursor.expectSymbol('(');
      settings.push({ name: 'max_execution_time', value: cursor.expectInteger('a number of milliseconds', 0, Number.MAX_SAFE_INTEGER), origin: 'hint' });
      cursor.expectSymbol(')');
    } else {
      skipHint(cursor);
    }
  }
  return settings;
}

function skipHint(cursor: Cursor): void {
  cursor.expectWord('a hint');
  if (!cursor.isSymbol('(')) return;
  let depth = 0;
  do {
    if (cursor.isSymbol('(')) depth += 1;
    if (cursor.isSymbol(')')) depth -= 1;
    cursor.next();
  } while (depth > 0 && !cursor.atEnd());
}
