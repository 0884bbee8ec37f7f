import type { CommonTable, Expression, Limit, QueryBody, QueryExpression } from '../ast.js';
import { list, nameList, parenthesized, type Grammar } from './grammar.js';
import { select } from './select.js';
import { namedTable } from './table-factor.js';
import { orderItems } from './window.js';

/** `[WITH …] body [ORDER BY …] [LIMIT …]`, with the locking clauses of MySQL read and ignored. */
export function query(grammar: Grammar): QueryExpression {
  return grammar.nested(() => {
    const { cursor } = grammar;
    const hasWith = cursor.take('WITH');
    const isRecursive = hasWith && cursor.take('RECURSIVE');
    const commonTables = hasWith ? list(grammar, () => commonTable(grammar), () => cursor.isWord('SELECT')) : [];
    const body = union(grammar);
    const orderBy = cursor.take('ORDER', 'BY') ? orderItems(grammar) : [];
    const limit = limitClause(grammar);
    lockingClauses(grammar);
    return { kind: 'query-expression', isRecursive, with: commonTables, body, orderBy, limit };
  });
}

function commonTable(grammar: Grammar): CommonTable {
  const { cursor } = grammar;
  const name = cursor.expectName('a name');
  const columns = cursor.isSymbol('(') ? nameList(grammar, 'a column') : [];
  cursor.expect('AS');
  const materialized = cursor.take('MATERIALIZED') ? true : cursor.take('NOT', 'MATERIALIZED') ? false : null;
  cursor.expectSymbol('(');
  const body = grammar.query();
  cursor.expectSymbol(')');
  return { name, columns, materialized, query: body };
}

/** UNION and EXCEPT from left to right, INTERSECT before both. */
function union(grammar: Grammar): QueryBody {
  const { cursor } = grammar;
  let left = intersection(grammar);
  for (;;) {
    const operator = cursor.takeOneOf('UNION', 'EXCEPT', 'MINUS');
    if (!operator) return left;
    const all = isAll(grammar);
    left = { kind: 'set-operation', operator: operator === 'MINUS' ? 'EXCEPT' : operator, all, left, right: intersection(grammar) };
  }
}

function intersection(grammar: Grammar): QueryBody {
  let left = primary(grammar);
  while (grammar.cursor.take('INTERSECT')) {
    const all = isAll(grammar);
    left = { kind: 'set-operation', operator: 'INTERSECT', all, left, right: primary(grammar) };
  }
  return left;
}

function isAll({ cursor }: Grammar): boolean {
  return cursor.takeOneOf('ALL', 'DISTINCT') === 'ALL';
}

function primary(grammar: Grammar): QueryBody {
  const { cursor } = grammar;
  if (cursor.takeSymbol('(')) {
    const nested = grammar.query();
    cursor.expectSymbol(')');
    return { kind: 'nested', query: nested };
  }
  if (cursor.take('VALUES')) return { kind: 'values', isOfRows: cursor.isWord('ROW'), rows: list(grammar, () => valuesRow(grammar), () => !cursor.isSymbol('(') && !cursor.isWord('ROW')) };
  if (cursor.isWord('SELECT')) return select(grammar);
  if (cursor.take('TABLE')) return wholeTable(grammar);
  throw cursor.unexpected('SELECT');
}

/** `TABLE t` is `SELECT * FROM t`. */
function wholeTable(grammar: Grammar): QueryBody {
  const { cursor } = grammar;
  const items = [{ expression: { kind: 'star', table: [], exclude: [] }, alias: null, text: '*' } as const];
  if (cursor.token.kind !== 'word' && cursor.token.kind !== 'quoted-name') throw cursor.unexpected('a table');
  return { kind: 'select', distinct: false, items, from: [namedTable(grammar)], where: null, groupBy: null, having: null, windows: [], qualify: null };
}

/** `(1, 'a')` or, as MySQL has it, `ROW(1, 'a')` */
function valuesRow(grammar: Grammar): readonly Expression[] {
  grammar.cursor.take('ROW');
  const row = parenthesized(grammar, () => grammar.expression());
  if (row.length === 0) throw grammar.cursor.unexpected('a row of at least one value');
  return row;
}

/** `LIMIT [offset,] count [OFFSET offset]`, `[OFFSET n {ROW | ROWS}] [FETCH FIRST n ROWS ONLY]`, in either order. */
function limitClause(grammar: Grammar): Limit | null {
  const { cursor } = grammar;
  let count: Expression | null = null;
  let offset: Expression | null = null;
  for (;;) {
    if (cursor.take('LIMIT')) {
      const first = grammar.expression();
      const second = cursor.takeSymbol(',') ? grammar.expression() : null;
      [offset, count] = second ? [first, second] : [offset, first];
    } else if (cursor.take('OFFSET')) {
      offset = grammar.expression();
      cursor.takeOneOf('ROW', 'ROWS');
    } else if (cursor.take('FETCH')) {
      cursor.takeOneOf('FIRST', 'NEXT');
      count = grammar.expression();
      cursor.takeOneOf('ROW', 'ROWS');
      cursor.expect('ONLY');
    } else {
      return count || offset ? { count, offset } : null;
    }
  }
}

/** `FOR UPDATE`, `FOR SHARE [OF t] [NOWAIT | SKIP LOCKED]`, `LOCK IN SHARE MODE`: nothing is locked. */
function lockingClauses({ cursor }: Grammar): void {
  for (;;) {
    if (cursor.take('LOCK', 'IN', 'SHARE', 'MODE')) continue;
    if (!cursor.take('FOR', 'UPDATE') && !cursor.take('FOR', 'SHARE')) return;
    if (cursor.take('OF')) {
      do cursor.expectName('a table'); while (cursor.takeSymbol(','));
    }
    if (!cursor.take('NOWAIT')) cursor.take('SKIP', 'LOCKED');
  }
}
