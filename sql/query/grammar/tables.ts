import type { ColumnName, Expression, Join, JoinCondition, JoinType, PivotedTable, Select, TableReference, UnpivotedTable } from '../ast.js';
import { columnLabel, isQueryAhead, list, nameList, type Grammar } from './grammar.js';
import { selectItem } from './select-item.js';
import { tableAlias } from './table-alias.js';
import { sample, tableFactor } from './table-factor.js';
import { orderItems } from './window.js';

/** `table, table JOIN table ON …` */
export function tableReferences(grammar: Grammar): readonly TableReference[] {
  return list(grammar, () => joined(grammar), () => false);
}

/** A table with the tables joined to it, from left to right. */
export function joined(grammar: Grammar): TableReference {
  let left = factor(grammar);
  for (;;) {
    const head = joinHead(grammar);
    if (!head) return left;
    // `a JOIN b JOIN c ON … ON …`: the first ON belongs to the innermost join.
    let right = factor(grammar);
    const needsCondition = !head.natural && head.type !== 'CROSS';
    while (needsCondition && !grammar.cursor.isWord('ON', 'USING')) {
      const inner = innerJoin(grammar, right);
      if (!inner) break;
      right = inner;
    }
    left = { kind: 'join', ...head, left, right, condition: joinCondition(grammar) };
  }
}

/** A further join before the condition of the outer one, if its own condition is followed by that one. */
function innerJoin(grammar: Grammar, left: TableReference): Join | null {
  const { cursor } = grammar;
  if (!isConditionAhead(grammar)) return null;
  const head = joinHead(grammar);
  if (!head) return null;
  const right = factor(grammar);
  if (!cursor.isWord('ON', 'USING')) throw cursor.unexpected('ON');
  return { kind: 'join', ...head, left, right, condition: joinCondition(grammar) };
}

/** Whether, of the joins that follow, one more ON or USING comes than JOIN. */
function isConditionAhead({ cursor }: Grammar): boolean {
  let { token } = cursor;
  let joins = 0;
  let conditions = 0;
  for (let depth = 0; token.kind !== 'end' && depth >= 0; token = cursor.lexer.tokenAt(token.end)) {
    if (token.kind === 'symbol') {
      if (token.text === '(') depth += 1;
      if (token.text === ')') depth -= 1;
      if (depth === 0 && (token.text === ',' || token.text === ';')) break;
    } else if (token.kind === 'word' && depth === 0) {
      if (/^(WHERE|GROUP|HAVING|ORDER|LIMIT|UNION|EXCEPT|INTERSECT|QUALIFY|WINDOW)$/.test(token.upper)) break;
      if (token.upper === 'JOIN') joins += 1;
      if (token.upper === 'ON' || token.upper === 'USING') conditions += 1;
    }
  }
  return conditions > joins;
}

interface JoinHead {
  readonly type: JoinType;
  readonly natural: boolean;
}

/** `[NATURAL] [INNER | CROSS | {LEFT | RIGHT | FULL} [OUTER | SEMI | ANTI] | ASOF [LEFT]] JOIN`, `STRAIGHT_JOIN` */
function joinHead({ cursor }: Grammar): JoinHead | null {
  if (cursor.take('STRAIGHT_JOIN')) return { type: 'INNER', natural: false };
  if (!cursor.isWord('JOIN', 'NATURAL', 'INNER', 'CROSS', 'LEFT', 'RIGHT', 'FULL', 'SEMI', 'ANTI', 'ASOF')) return null;
  const natural = cursor.take('NATURAL');
  const isAsof = cursor.take('ASOF');
  const side = cursor.takeOneOf('INNER', 'CROSS', 'LEFT', 'RIGHT', 'FULL');
  const filtering = side === 'LEFT' || side === 'RIGHT' || side === null ? cursor.takeOneOf('SEMI', 'ANTI') : null;
  if (side && !filtering) cursor.take('OUTER');
  cursor.expect('JOIN');
  if (isAsof) return { type: side === 'LEFT' ? 'ASOF LEFT' : 'ASOF', natural };
  if (filtering) return { type: `${side === 'RIGHT' ? 'RIGHT' : 'LEFT'} ${filtering}`, natural };
  return { type: side ?? 'INNER', natural };
}

/** `[MATCH_CONDITION (condition)] {ON condition | USING (columns)}`; the first is how others write the inequality of ASOF. */
function joinCondition(grammar: Grammar): JoinCondition {
  const { cursor } = grammar;
  if (cursor.take('MATCH_CONDITION')) {
    cursor.expectSymbol('(');
    const match = grammar.expression();
    cursor.expectSymbol(')');
    return { kind: 'on', condition: cursor.take('ON') ? { kind: 'binary', operator: 'AND', left: match, right: grammar.expression() } : match };
  }
  if (cursor.take('ON')) return { kind: 'on', condition: grammar.expression() };
  if (cursor.take('USING')) return { kind: 'using', columns: nameList(grammar, 'a column') };
  return { kind: 'none' };
}

function factor(grammar: Grammar): TableReference {
  let table = tableFactor(grammar, () => joined(grammar));
  for (;;) {
    if (grammar.cursor.take('PIVOT')) table = pivot(grammar, table);
    else if (grammar.cursor.take('UNPIVOT')) table = unpivot(grammar, table);
    else if (grammar.cursor.takeOneOf('SAMPLE', 'TABLESAMPLE')) table = { kind: 'sampled', table, sample: sample(grammar) };
    else return table;
  }
}

/** `PIVOT(aggregate FOR column IN (value [AS name], …)) [alias]` */
/** `value [AS name], …`, a query, or `ANY [ORDER BY …]`, which is all that there are. */
function pivotValues(grammar: Grammar, source: TableReference, column: ColumnName): PivotedTable['values'] {
  const { cursor } = grammar;
  if (isQueryAhead(grammar)) {
    grammar.noteEffect();
    return grammar.query();
  }
  if (!cursor.take('ANY')) return list(grammar, () => selectItem(grammar), () => cursor.isSymbol(')'));
  grammar.noteEffect();
  const orderBy = cursor.take('ORDER', 'BY') ? orderItems(grammar) : [{ expression: column, descending: false, nulls: null }];
  const items = [{ expression: column, alias: null, text: '' }];
  const body: Select = { kind: 'select', distinct: true, items, from: [source], where: null, groupBy: null, having: null, windows: [], qualify: null };
  return { kind: 'query-expression', isRecursive: false, with: [], body, orderBy, limit: null };
}

function pivot(grammar: Grammar, source: TableReference): PivotedTable {
  const { cursor } = grammar;
  cursor.expectSymbol('(');
  const aggregate = grammar.expression();
  cursor.expect('FOR');
  const column: Expression = grammar.expression(1000);
  if (column.kind !== 'column') throw cursor.unexpected('a column before IN');
  cursor.expect('IN');
  cursor.expectSymbol('(');
  const values = pivotValues(grammar, source, column);
  cursor.expectSymbol(')');
  cursor.expectSymbol(')');
  return { kind: 'pivot', source, aggregate, column: column.path, values, alias: tableAlias(grammar) };
}

/** `UNPIVOT(value FOR name IN (column [AS 'label'], …)) [alias]` */
function unpivot(grammar: Grammar, source: TableReference): UnpivotedTable {
  const { cursor } = grammar;
  cursor.expectSymbol('(');
  const value = cursor.expectName('a name for the values');
  cursor.expect('FOR');
  const name = cursor.expectName('a name for the columns');
  cursor.expect('IN');
  cursor.expectSymbol('(');
  const columns = list(
    grammar,
    () => ({ column: columnLabel(grammar, 'a column'), label: cursor.take('AS') ? cursor.expectString('a label in quotes') : null }),
    () => cursor.isSymbol(')'),
  );
  cursor.expectSymbol(')');
  cursor.expectSymbol(')');
  return { kind: 'unpivot', source, value, name, columns, alias: tableAlias(grammar) };
}
