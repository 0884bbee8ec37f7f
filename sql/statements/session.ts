import type { Cursor } from '../grammar/cursor.js';
import { expressionText, type ExpressionText } from '../grammar/expression-text.js';

/** What is assigned: a plain value, DEFAULT, or an expression to be evaluated. */
export type AssignedValue =
  | { readonly kind: 'literal'; readonly value: string | number | null }
  | { readonly kind: 'default' }
  | (ExpressionText & { readonly kind: 'expression' });

/** `persist` is the global value that is to outlive the process, `persist-only` the one of the next process alone. */
export type VariableScope = 'session' | 'global' | 'persist' | 'persist-only';

export type Assignment =
  | { readonly target: 'system'; readonly scope: VariableScope; readonly name: string; readonly value: AssignedValue }
  /** Databend's `SET VARIABLE`. */
  | { readonly target: 'variable'; readonly name: string; readonly value: AssignedValue }
  | { readonly target: 'user'; readonly name: string; readonly value: AssignedValue }
  | { readonly target: 'names'; readonly charset: string | null; readonly collation: string | null }
  | { readonly target: 'character-set'; readonly charset: string | null }
  /** `next` is the next transaction alone. Null where nothing is said. */
  | { readonly target: 'transaction'; readonly scope: 'next' | 'session' | 'global'; readonly isolation: string | null; readonly readOnly: boolean | null };

export interface SetVariables {
  readonly kind: 'set';
  readonly assignments: readonly Assignment[];
}

const SCOPE_WORDS: Readonly<Record<string, VariableScope>> = { GLOBAL: 'global', SESSION: 'session', LOCAL: 'session', PERSIST: 'persist', PERSIST_ONLY: 'persist-only' };

/**
 * SET of variables (MySQL manual, "SET Syntax for Variable Assignment", "SET NAMES", "SET TRANSACTION"). A word for
 * the scope holds for the names behind it too.
 */
export function parseSet(cursor: Cursor): SetVariables {
  cursor.expect('SET');
  const assignments: Assignment[] = [];
  let scope: VariableScope | null = null;
  do {
    const word = cursor.takeOneOf('GLOBAL', 'SESSION', 'LOCAL', 'PERSIST', 'PERSIST_ONLY');
    scope = word === null ? scope : (SCOPE_WORDS[word] ?? scope);
    assignments.push(...(word === null ? severalVariables(cursor) : null) ?? [assignment(cursor, scope, word !== null)]);
  } while (cursor.takeSymbol(','));
  cursor.expectEnd();
  return { kind: 'set', assignments };
}

/** `UNSET [GLOBAL | SESSION] <name>`, Databend's `SET <name> = DEFAULT`. */
export function parseUnset(cursor: Cursor): SetVariables {
  cursor.expect('UNSET');
  if (cursor.isWord('VARIABLE') && cursor.peek().kind !== 'end') return unsetVariables(cursor);
  const scope = cursor.takeOneOf('GLOBAL', 'SESSION') === 'GLOBAL' ? 'global' : 'session';
  const name = cursor.expectName('a variable name').toLowerCase();
  cursor.expectEnd();
  return { kind: 'set', assignments: [{ target: 'system', scope, name, value: { kind: 'default' } }] };
}

/** `UNSET VARIABLE x` or `UNSET VARIABLE (x, y)` */
function unsetVariables(cursor: Cursor): SetVariables {
  cursor.expect('VARIABLE');
  const names = variableNames(cursor);
  cursor.expectEnd();
  return { kind: 'set', assignments: names.map((name) => ({ target: 'variable', name, value: { kind: 'default' } })) };
}

function variableNames(cursor: Cursor): readonly string[] {
  if (!cursor.takeSymbol('(')) return [cursor.expectName('a variable name').toLowerCase()];
  const names: string[] = [];
  do names.push(cursor.expectName('a variable name').toLowerCase()); while (cursor.takeSymbol(','));
  cursor.expectSymbol(')');
  return names;
}

/** `VARIABLE (a, b) = (1, 'x')`; null if something else stands here. */
function severalVariables(cursor: Cursor): readonly Assignment[] | null {
  const next = cursor.peek();
  if (!cursor.isWord('VARIABLE') || next.kind !== 'symbol' || next.text !== '(') return null;
  cursor.next();
  const names = variableNames(cursor);
  if (!cursor.takeSymbol('=')) throw cursor.unexpected("'='");
  cursor.expectSymbol('(');
  const assigned = names.map((name, index): Assignment => {
    if (index > 0) cursor.expectSymbol(',');
    return { target: 'variable', name, value: valueOf(cursor) };
  });
  cursor.expectSymbol(')');
  return assigned;
}

function assignment(cursor: Cursor, scope: VariableScope | null, isScoped: boolean): Assignment {
  const token = cursor.token;
  if (cursor.take('TRANSACTION')) return transaction(cursor, isScoped ? scope : null);
  if (!isScoped) {
    if (token.kind === 'word' && token.upper === 'VARIABLE' && cursor.peek().kind !== 'symbol') {
      cursor.next();
      return { target: 'variable', name: cursor.expectName('a variable name').toLowerCase(), value: userValue(cursor) };
    }
    if (cursor.take('NAMES')) return names(cursor);
    if (cursor.take('CHARACTER', 'SET') || cursor.take('CHARSET')) return { target: 'character-set', charset: charsetName(cursor) };
    if (token.kind === 'user-variable') {
      cursor.next();
      return { target: 'user', name: token.name.toLowerCase(), value: userValue(cursor) };
    }
    if (token.kind === 'system-variable') {
      cursor.next();
      return { target: 'system', scope: SCOPE_WORDS[token.scope?.toUpperCase() ?? ''] ?? 'session', name: token.name, value: systemValue(cursor) };
    }
  }
  const name = cursor.expectName('a variable name').toLowerCase();
  return { target: 'system', scope: scope ?? 'session', name, value: systemValue(cursor) };
}

function names(cursor: Cursor): Assignment {
  const charset = charsetName(cursor);
  const collation = cursor.take('COLLATE') ? charsetName(cursor) : null;
  return { target: 'names', charset, collation };
}

/** Null for DEFAULT. */
function charsetName(cursor: Cursor): string | null {
  if (cursor.take('DEFAULT')) return null;
  return cursor.isString() ? cursor.expectString('a character set') : cursor.expectName('a character set');
}

function transaction(cursor: Cursor, scope: VariableScope | null): Assignment {
  let isolation: string | null = null;
  let readOnly: boolean | null = null;
  do {
    if (isolation === null && cursor.take('ISOLATION', 'LEVEL')) isolation = isolationLevel(cursor);
    else if (readOnly === null && cursor.take('READ', 'ONLY')) readOnly = true;
    else if (readOnly === null && cursor.take('READ', 'WRITE')) readOnly = false;
    else throw cursor.unexpected('ISOLATION LEVEL, READ ONLY or READ WRITE');
  } while (cursor.takeSymbol(','));
  return { target: 'transaction', scope: scope === null ? 'next' : scope === 'session' ? 'session' : 'global', isolation, readOnly };
}

function isolationLevel(cursor: Cursor): string {
  const level = (['READ UNCOMMITTED', 'READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE'] as const).find((candidate) => cursor.take(...candidate.split(' ')));
  if (!level) throw cursor.unexpected('an isolation level');
  return level.replace(' ', '-');
}

function equals(cursor: Cursor): void {
  if (!cursor.takeSymbol('=') && !cursor.takeSymbol(':=')) throw cursor.unexpected("'='");
}

/** A name alone is a text here, as in `sql_mode = ANSI`. */
function systemValue(cursor: Cursor): AssignedValue {
  equals(cursor);
  const { only, text, parameters } = expressionText(cursor);
  switch (only?.kind) {
    case 'string':
      return { kind: 'literal', value: only.value };
    case 'quoted-name':
      return { kind: 'literal', value: only.name };
    case 'number':
      return { kind: 'literal', value: Number(only.text) };
    case 'word':
      if (only.upper === 'DEFAULT') return { kind: 'default' };
      return { kind: 'literal', value: only.upper === 'NULL' ? null : only.text };
    default:
      return { kind: 'expression', text, parameters };
  }
}

/** Anything that SELECT takes. */
function userValue(cursor: Cursor): AssignedValue {
  equals(cursor);
  return valueOf(cursor);
}

function valueOf(cursor: Cursor): AssignedValue {
  if (cursor.isWord('DEFAULT')) throw cursor.unexpected('an expression');
  const { only, text, parameters } = expressionText(cursor);
  if (only?.kind === 'string') return { kind: 'literal', value: only.value };
  if (only?.kind === 'number') return { kind: 'literal', value: Number(only.text) };
  return { kind: 'expression', text, parameters };
}

export interface Use {
  readonly kind: 'use';
  readonly database: string;
}

/** `USE <database>` */
export function parseUse(cursor: Cursor): Use {
  cursor.expect('USE');
  const database = cursor.expectName('a database name');
  cursor.expectEnd();
  return { kind: 'use', database };
}
