import type { Cursor } from '../grammar/cursor.js';
import type { Parameter } from '../parameter.js';
import { syntaxError } from '../syntax-error.js';

/** What is assigned: a plain value, DEFAULT, or the text of an expression to be evaluated, with what is bound to its parameters. */
export type AssignedValue =
  | { readonly kind: 'literal'; readonly value: string | number | null }
  | { readonly kind: 'default' }
  | { readonly kind: 'expression'; readonly text: string; readonly parameters: readonly Parameter[] };

export type Assignment =
  | { readonly target: 'system'; readonly scope: 'session' | 'global'; readonly name: string; readonly value: AssignedValue }
  | { readonly target: 'user'; readonly name: string; readonly value: AssignedValue }
  | { readonly target: 'names'; readonly charset: string | null; readonly collation: string | null }
  | { readonly target: 'isolation'; readonly level: string };

export interface SetVariables {
  readonly kind: 'set';
  readonly assignments: readonly Assignment[];
}

/** SET in all its forms (MySQL manual, "SET Syntax for Variable Assignment", "SET NAMES", "SET TRANSACTION"). */
export function parseSet(cursor: Cursor): SetVariables {
  cursor.expect('SET');
  const assignments: Assignment[] = [];
  do assignments.push(...assignment(cursor)); while (cursor.takeSymbol(','));
  cursor.expectEnd();
  return { kind: 'set', assignments };
}

function assignment(cursor: Cursor): Assignment[] {
  if (cursor.take('NAMES')) return [names(cursor)];
  if (cursor.take('CHARACTER', 'SET') || cursor.take('CHARSET')) return [{ target: 'names', charset: charsetName(cursor), collation: null }];

  const token = cursor.token;
  if (token.kind === 'user-variable') {
    cursor.next();
    return [{ target: 'user', name: token.name.toLowerCase(), value: assigned(cursor) }];
  }
  if (token.kind === 'system-variable') {
    cursor.next();
    return [{ target: 'system', scope: token.scope ?? 'session', name: token.name, value: assigned(cursor) }];
  }
  const scope = cursor.takeOneOf('GLOBAL', 'SESSION', 'LOCAL', 'PERSIST');
  if (cursor.take('TRANSACTION')) return transaction(cursor);
  const name = cursor.expectName('a variable name').toLowerCase();
  return [{ target: 'system', scope: scope === 'GLOBAL' || scope === 'PERSIST' ? 'global' : 'session', name, value: assigned(cursor) }];
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

function transaction(cursor: Cursor): Assignment[] {
  const assignments: Assignment[] = [];
  do {
    if (cursor.take('ISOLATION', 'LEVEL')) assignments.push({ target: 'isolation', level: isolationLevel(cursor) });
    else if (!cursor.take('READ', 'ONLY') && !cursor.take('READ', 'WRITE')) throw cursor.unexpected('ISOLATION LEVEL, READ ONLY or READ WRITE');
  } while (cursor.takeSymbol(','));
  return assignments;
}

function isolationLevel(cursor: Cursor): string {
  const level = (['READ UNCOMMITTED', 'READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE'] as const).find((candidate) => cursor.take(...candidate.split(' ')));
  if (!level) throw cursor.unexpected('an isolation level');
  return level.replace(' ', '-');
}

function assigned(cursor: Cursor): AssignedValue {
  if (!cursor.takeSymbol('=') && !cursor.takeSymbol(':=')) throw cursor.unexpected("'='");
  const first = cursor.token;
  const firstParameter = cursor.parameterCount;
  if (cursor.atEnd()) throw cursor.unexpected('a value');
  for (let depth = 0; !cursor.atEnd() && !(depth === 0 && cursor.isSymbol(',')); cursor.next()) {
    if (cursor.isSymbol('(')) depth += 1;
    if (cursor.isSymbol(')')) depth -= 1;
    if (depth < 0) throw cursor.unexpected('a value');
  }
  const text = cursor.sql.slice(first.start, cursor.previousEnd);
  if (text === '') throw syntaxError(cursor.sql, first, 'a value is missing');
  const parameters = cursor.parametersSince(firstParameter);
  if (first.end !== cursor.previousEnd) return { kind: 'expression', text, parameters };
  switch (first.kind) {
    case 'string':
      return { kind: 'literal', value: first.value };
    case 'quoted-name':
      return { kind: 'literal', value: first.name };
    case 'number':
      return { kind: 'literal', value: Number(first.text) };
    case 'word':
      if (first.upper === 'DEFAULT') return { kind: 'default' };
      return { kind: 'literal', value: first.upper === 'NULL' ? null : first.text };
    default:
      return { kind: 'expression', text, parameters };
  }
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

export interface Transaction {
  readonly kind: 'transaction';
  readonly action: 'begin' | 'commit' | 'rollback';
}

/** `BEGIN [WORK]`, `START TRANSACTION [<characteristic>, …]`, `COMMIT [WORK]`, `ROLLBACK [WORK]` */
export function parseTransaction(cursor: Cursor): Transaction {
  const action = transactionAction(cursor);
  cursor.expectEnd();
  return { kind: 'transaction', action };
}

function transactionAction(cursor: Cursor): Transaction['action'] {
  if (cursor.take('START', 'TRANSACTION')) {
    do transactionCharacteristic(cursor); while (cursor.takeSymbol(','));
    return 'begin';
  }
  const verb = cursor.takeOneOf('BEGIN', 'COMMIT', 'ROLLBACK');
  if (verb === null) throw cursor.unexpected('BEGIN, START TRANSACTION, COMMIT or ROLLBACK');
  if (!cursor.take('WORK')) cursor.take('TRANSACTION');
  return verb === 'BEGIN' ? 'begin' : verb === 'COMMIT' ? 'commit' : 'rollback';
}

/** Accepted without effect: a query here always sees what is committed. */
function transactionCharacteristic(cursor: Cursor): void {
  if (cursor.atEnd()) return;
  if (!cursor.take('READ', 'ONLY') && !cursor.take('READ', 'WRITE') && !cursor.take('WITH', 'CONSISTENT', 'SNAPSHOT')) {
    throw cursor.unexpected('READ ONLY, READ WRITE or WITH CONSISTENT SNAPSHOT');
  }
}
