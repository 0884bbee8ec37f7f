import { StagewireError } from '../../errors/index.js';
import { Cursor } from './cursor.js';
import { parseOption } from './options.js';

/** What a hint gives a session variable while its statement runs; in vain it is a warning. */
export interface HintSetting {
  readonly origin: 'hint';
  /** In lower case. */
  readonly name: string;
  readonly value: string | number | boolean;
}

/** A hint that has no effect, and the warning that says so. */
export interface IgnoredHint {
  readonly origin: 'ignored-hint';
  readonly code: number;
  readonly message: string;
}

export type Hint = HintSetting | IgnoredHint;

const HINTS = /\s*\/\*\+([\s\S]*?)\*\//y;

/** Those that tell MySQL's optimizer how to do what ours decides by itself (MySQL 8.4 manual, "Optimizer Hints"). */
const FOR_OPTIMIZERS =
  'BKA BNL DERIVED_CONDITION_PUSHDOWN GROUP_INDEX HASH_JOIN INDEX INDEX_MERGE JOIN_FIXED_ORDER JOIN_INDEX JOIN_ORDER JOIN_PREFIX JOIN_SUFFIX MERGE MRR ' +
  'NO_BKA NO_BNL NO_DERIVED_CONDITION_PUSHDOWN NO_GROUP_INDEX NO_HASH_JOIN NO_ICP NO_INDEX NO_INDEX_MERGE NO_JOIN_INDEX NO_MERGE NO_MRR NO_ORDER_INDEX ' +
  'NO_RANGE_OPTIMIZATION NO_SEMIJOIN NO_SKIP_SCAN ORDER_INDEX QB_NAME RESOURCE_GROUP SEMIJOIN SKIP_SCAN SUBQUERY';
const SKIPPED = FOR_OPTIMIZERS.split(' ');

/** Characters of the text that a warning quotes, as in MySQL. */
const LONGEST_NEAR = 80;
const UNITS = { K: 1024, M: 1024 ** 2, G: 1024 ** 3 } as const;
/** ER_PARSE_ERROR and ER_WARN_CONFLICTING_HINT */
const SYNTAX = 1064;
const CONFLICTING = 3126;

/** The hints in the comment at `offset` of a statement's text, if one stands there. Those behind a fault of the syntax are ignored. */
export function hintsAt(sql: string, offset: number): readonly Hint[] {
  HINTS.lastIndex = offset;
  const found = HINTS.exec(sql);
  if (!found) return [];
  const end = HINTS.lastIndex - '*/'.length;
  const hints: Hint[] = [];
  const cursor = new Cursor(sql.slice(0, end), end - (found[1] ?? '').length);
  try {
    while (cursor.token.kind !== 'end') readHint(cursor, hints);
  } catch (error) {
    if (!(error instanceof StagewireError)) throw error;
    hints.push(faulty(sql, Math.min(cursor.token.start, end)));
  }
  return hints;
}

/** `SET_VAR(k = v)`, `MAX_EXECUTION_TIME(n)`, or one for optimizers. */
function readHint(cursor: Cursor, hints: Hint[]): void {
  const { start } = cursor.token;
  const settings: Omit<HintSetting, 'origin'>[] = [];
  if (cursor.take('SET_VAR')) {
    cursor.expectSymbol('(');
    do settings.push(assignment(cursor)); while (cursor.takeSymbol(','));
    cursor.expectSymbol(')');
  } else if (cursor.take('MAX_EXECUTION_TIME')) {
    cursor.expectSymbol('(');
    settings.push({ name: 'max_execution_time', value: cursor.expectInteger('a number of milliseconds', 0, Number.MAX_SAFE_INTEGER) });
    cursor.expectSymbol(')');
  } else {
    skipHint(cursor);
  }
  for (const { name, value } of settings) {
    const isTaken = hints.some((hint) => hint.origin === 'hint' && hint.name === name);
    hints.push(isTaken ? conflicting(cursor.sql.slice(start, cursor.previousEnd)) : { origin: 'hint', name, value });
  }
}

function skipHint(cursor: Cursor): void {
  if (cursor.takeOneOf(...SKIPPED) === null) throw cursor.unexpected('a hint');
  cursor.expectSymbol('(');
  for (let depth = 1; depth > 0; cursor.next()) {
    if (cursor.token.kind === 'end') throw cursor.unexpected("')'");
    if (cursor.isSymbol('(')) depth += 1;
    if (cursor.isSymbol(')')) depth -= 1;
  }
}

/** `k = 16M` */
function assignment(cursor: Cursor): Omit<HintSetting, 'origin'> {
  const { key: name, value } = parseOption(cursor);
  if (typeof value === 'object') throw cursor.unexpected('one value');
  const unit = typeof value === 'number' ? cursor.takeOneOf('K', 'M', 'G') : null;
  return { name, value: typeof value === 'number' && unit !== null ? value * UNITS[unit] : value };
}

function faulty(sql: string, at: number): IgnoredHint {
  const line = sql.slice(0, at).split('\n').length;
  return { origin: 'ignored-hint', code: SYNTAX, message: `Optimizer hint syntax error near '${sql.slice(at, at + LONGEST_NEAR)}' at line ${line}` };
}

function conflicting(hint: string): IgnoredHint {
  return { origin: 'ignored-hint', code: CONFLICTING, message: `Hint ${hint.trim()} is ignored as conflicting/duplicated` };
}
