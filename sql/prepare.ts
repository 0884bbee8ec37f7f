import { StagewireError } from '../errors/index.js';
import { Cursor } from './grammar/cursor.js';
import { MYSQL_RULES, type LexicalRules } from './lexer/rules.js';
import type { Parameter, VariableSource } from './parameter.js';
import { nextStatement, parseStatement, readScoped, type ScopedStatement } from './parse.js';
import { syntaxError } from './syntax-error.js';

/** The text of one statement with places for values, `?`. */
export interface PreparedText {
  readonly sql: string;
  /** Those of the session when it was prepared; they stay. */
  readonly rules: LexicalRules;
  readonly parameterCount: number;
  /**
   * The statement as far as it is known without values: whole if `isComplete`, otherwise with a stand-in wherever
   * the grammar reads a value, or null if it can't be judged without them.
   */
  readonly outline: ScopedStatement | null;
  /** Whether values change nothing but `parameters` of a query, so that the text need not be read again. */
  readonly isComplete: boolean;
}

/**
 * Reads a text that is to be prepared. Throws 1064 for faults of its grammar and for a second statement, 1065 if
 * there is none. Values that stand for options are judged when they are bound.
 */
export function prepareText(sql: string, rules: LexicalRules = MYSQL_RULES): PreparedText {
  const cursor = new Cursor(sql, 0, 'announced', rules);
  while (cursor.takeSymbol(';'));
  if (cursor.atEnd()) throw new StagewireError('SyntaxException', 'Query was empty', { mysql: { errno: 1065, sqlState: '42000' } });
  const outline = readOutline(cursor);
  const { parameterCount } = cursor;
  const isComplete = cursor.parametersRead === 0;
  const next = nextStatement(cursor);
  if (next !== null) throw syntaxError(sql, { start: next, end: next + 1 }, 'a second statement; only one can be prepared');
  return { sql, rules, parameterCount, outline, isComplete };
}

/** The first word of a text in capitals; null if something else stands there. */
export function firstWord(sql: string, rules: LexicalRules): string | null {
  const { token } = new Cursor(sql, 0, 'announced', rules);
  return token.kind === 'word' ? token.upper : null;
}

/** What a stand-in for a value makes the statement refuse says nothing about the text. */
function readOutline(cursor: Cursor): ScopedStatement | null {
  try {
    return readScoped(cursor);
  } catch (error) {
    if (cursor.parametersRead === 0 || cursor.isRefusal(error)) throw error;
    while (!cursor.atEnd()) cursor.next();
    return null;
  }
}

/** The statement with values for its parameters and variables. Throws 1210 for a wrong number of them, and for one that does not fit its place. */
export function bindStatement(text: PreparedText, parameters: readonly Parameter[], variables: VariableSource = 'announced'): ScopedStatement {
  const { sql, rules, parameterCount, outline, isComplete } = text;
  if (parameters.length !== parameterCount) throw wrongCount(parameterCount, parameters.length);
  if (outline && isComplete) {
    const { statement, settings } = outline;
    return statement.kind === 'query' ? { statement: { ...statement, parameters }, settings } : outline;
  }
  const parsed = parseStatement(sql, 0, parameters, rules, variables);
  if (!parsed) throw new StagewireError('Internal', 'a prepared statement is empty');
  return parsed;
}

/** ER_WRONG_ARGUMENTS */
function wrongCount(expected: number, given: number): StagewireError {
  return new StagewireError('BadArguments', `Incorrect arguments to EXECUTE: the statement has ${expected} parameters, but got ${given} values`, {
    mysql: { errno: 1210, sqlState: 'HY000' },
  });
}
