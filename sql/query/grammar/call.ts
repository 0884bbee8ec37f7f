import type { Call, Expression, OrderItem } from '../ast.js';
import { list, type Grammar } from './grammar.js';
import { orderItems, overClause } from './window.js';

type Arguments = Pick<Call, 'args' | 'distinct' | 'orderBy'>;

/** `( [DISTINCT] argument, … [ORDER BY …] [SEPARATOR text] )`; a separator is the last argument. */
export function callArguments(grammar: Grammar): Arguments {
  const { cursor } = grammar;
  cursor.expectSymbol('(');
  const isEnd = (): boolean => cursor.isSymbol(')') || cursor.isWord('ORDER', 'SEPARATOR');
  const distinct = cursor.take('DISTINCT');
  if (!distinct) cursor.take('ALL');
  const args = isEnd() ? [] : [...list(grammar, () => argument(grammar), isEnd)];
  const orderBy = cursor.take('ORDER', 'BY') ? orderItems(grammar) : [];
  if (cursor.take('SEPARATOR')) args.push({ kind: 'text', text: cursor.expectString('a separator in quotes') });
  cursor.expectSymbol(')');
  return { args, distinct, orderBy };
}

/** What may follow the arguments: FILTER, WITHIN GROUP, IGNORE NULLS, OVER. */
export function aggregateClauses(grammar: Grammar, inner: readonly OrderItem[]): Pick<Call, 'orderBy' | 'filter' | 'nulls' | 'over'> {
  const { cursor } = grammar;
  let orderBy = inner;
  if (cursor.take('WITHIN', 'GROUP')) {
    cursor.expectSymbol('(');
    cursor.expect('ORDER', 'BY');
    orderBy = orderItems(grammar);
    cursor.expectSymbol(')');
  }
  let filter: Expression | null = null;
  if (cursor.isWord('FILTER') && isParenthesisNext(grammar)) {
    cursor.next();
    cursor.expectSymbol('(');
    cursor.expect('WHERE');
    filter = grammar.expression();
    cursor.expectSymbol(')');
  }
  // NTH_VALUE(x, n) FROM FIRST is how it counts anyway.
  cursor.take('FROM', 'FIRST');
  const nulls = cursor.take('IGNORE', 'NULLS') ? 'IGNORE' : null;
  if (!nulls) cursor.take('RESPECT', 'NULLS');
  return { orderBy, filter, nulls, over: overClause(grammar) };
}

const isParenthesisNext = ({ cursor }: Grammar): boolean => {
  const next = cursor.peek();
  return next.kind === 'symbol' && next.text === '(';
};

/** An argument may be a lambda: `x -> …`, `(x, y) -> …` */
function argument(grammar: Grammar): Expression {
  const parameters = lambdaParameters(grammar);
  return parameters ? { kind: 'lambda', parameters, body: grammar.expression() } : grammar.expression();
}

/** Takes the parameters and the arrow if a lambda begins here. `column -> '$.path'` is none. */
function lambdaParameters({ cursor }: Grammar): readonly string[] | null {
  const { lexer } = cursor;
  let { token } = cursor;
  const names: string[] = [];
  const isOpen = token.kind === 'symbol' && token.text === '(';
  if (isOpen) token = lexer.tokenAt(token.end);
  for (;;) {
    if (token.kind !== 'word' && token.kind !== 'quoted-name') return null;
    names.push(token.kind === 'word' ? token.text : token.name);
    token = lexer.tokenAt(token.end);
    if (!isOpen || token.kind !== 'symbol' || token.text !== ',') break;
    token = lexer.tokenAt(token.end);
  }
  if (isOpen) {
    if (token.kind !== 'symbol' || token.text !== ')') return null;
    token = lexer.tokenAt(token.end);
  }
  if (token.kind !== 'symbol' || token.text !== '->' || lexer.tokenAt(token.end).kind === 'string') return null;
  const { end } = token;
  while (cursor.previousEnd < end) cursor.next();
  return names;
}
