import { syntaxError } from '../syntax-error.js';
import type { Cursor } from './cursor.js';
import { hintsAt, type IgnoredHint } from './hints.js';
import { parenthesizedOptions, type Option } from './options.js';

/** A session variable that has another value while one statement runs. */
export interface VariableSetting {
  /** In lower case. */
  readonly name: string;
  readonly value: string | number | boolean;
  /** What a hint asks for in vain is a warning, what the clause SETTINGS does is an error. */
  readonly origin: 'clause' | 'hint';
}

/** What stands beside a statement and holds for it alone. */
export type Setting = VariableSetting | IgnoredHint;

/** Statements behind whose first word a hint may stand. */
const HINTED = ['SELECT', 'INSERT', 'REPLACE', 'UPDATE', 'DELETE', 'MERGE', 'COPY'];

/** `[SETTINGS (k = v, …)]` in front of a statement, and the hints behind the first word of it; the cursor stays at that word. */
export function statementSettings(cursor: Cursor): readonly Setting[] {
  const settings: Setting[] = [];
  const next = cursor.peek();
  if (cursor.isWord('SETTINGS') && next.kind === 'symbol' && next.text === '(') {
    cursor.expect('SETTINGS');
    const options = parenthesizedOptions(cursor);
    settings.push(...options.map((option) => setting(cursor, option)));
    if (cursor.atEnd()) throw cursor.unexpected('a statement');
  }
  return [...settings, ...hints(cursor)];
}

function setting({ sql }: Cursor, { key, value, span }: Option): Setting {
  if (typeof value === 'object') throw syntaxError(sql, span, `${key.toUpperCase()} takes one value`);
  return { name: key, value, origin: 'clause' };
}

function hints(cursor: Cursor): readonly Setting[] {
  return cursor.isWord(...HINTED) ? hintsAt(cursor.sql, cursor.token.end) : [];
}
