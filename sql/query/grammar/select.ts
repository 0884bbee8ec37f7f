import type { GroupBy, NamedWindow, Select } from '../ast.js';
import { list, parenthesized, type Grammar } from './grammar.js';
import { selectItem } from './select-item.js';
import { tableReferences } from './tables.js';
import { window } from './window.js';

/** Words after SELECT that change nothing for us. */
const MODIFIERS = ['ALL', 'HIGH_PRIORITY', 'STRAIGHT_JOIN', 'SQL_SMALL_RESULT', 'SQL_BIG_RESULT', 'SQL_BUFFER_RESULT', 'SQL_NO_CACHE', 'SQL_CACHE'] as const;

/** `SELECT … [FROM …] [WHERE …] [GROUP BY …] [HAVING …] [WINDOW …] [QUALIFY …]` */
export function select(grammar: Grammar): Select {
  const { cursor } = grammar;
  cursor.expect('SELECT');
  let distinct = false;
  for (;;) {
    if (cursor.takeOneOf('DISTINCT', 'DISTINCTROW')) distinct = true;
    else if (cursor.take('SQL_CALC_FOUND_ROWS')) grammar.noteCount();
    else if (!cursor.takeOneOf(...MODIFIERS)) break;
  }
  const items = list(grammar, () => selectItem(grammar), () => cursor.isWord('FROM', 'INTO') || cursor.atEnd() || cursor.isSymbol(')'));
  grammar.takeInto();
  const from = cursor.take('FROM') ? tableReferences(grammar) : [];
  const where = cursor.take('WHERE') ? grammar.expression() : null;
  const groupBy = cursor.take('GROUP', 'BY') ? grouping(grammar) : null;
  const having = cursor.take('HAVING') ? grammar.expression() : null;
  const windows = cursor.take('WINDOW') ? list(grammar, () => namedWindow(grammar), () => false) : [];
  const qualify = cursor.take('QUALIFY') ? grammar.expression() : null;
  return { kind: 'select', distinct, items, from, where, groupBy, having, windows, qualify };
}

function grouping(grammar: Grammar): GroupBy {
  const { cursor } = grammar;
  if (cursor.isWord('ALL')) {
    cursor.next();
    return { kind: 'all' };
  }
  if (cursor.take('GROUPING', 'SETS')) return { kind: 'sets', operator: 'GROUPING SETS', sets: parenthesized(grammar, () => groupingSet(grammar)) };
  const next = cursor.peek();
  if (next.kind === 'symbol' && next.text === '(') {
    const operator = cursor.takeOneOf('ROLLUP', 'CUBE');
    if (operator) return { kind: 'sets', operator, sets: parenthesized(grammar, () => groupingSet(grammar)) };
  }
  const items = list(grammar, () => groupItem(grammar), () => cursor.atEnd() || cursor.isWord('HAVING', 'ORDER', 'LIMIT', 'WITH'));
  const withRollup = cursor.take('WITH', 'ROLLUP');
  return { kind: 'items', items, withRollup };
}

/** MySQL once sorted groups; ASC and DESC behind an item are read and mean nothing. */
function groupItem(grammar: Grammar): ReturnType<Grammar['expression']> {
  const expression = grammar.expression();
  grammar.cursor.takeOneOf('ASC', 'DESC');
  return expression;
}

/** `(a, b)`, `()` or one expression. */
function groupingSet(grammar: Grammar): readonly ReturnType<Grammar['expression']>[] {
  return grammar.cursor.isSymbol('(') ? parenthesized(grammar, () => grammar.expression()) : [grammar.expression()];
}

function namedWindow(grammar: Grammar): NamedWindow {
  const name = grammar.cursor.expectName('a window');
  grammar.cursor.expect('AS');
  return { name, window: window(grammar) };
}
