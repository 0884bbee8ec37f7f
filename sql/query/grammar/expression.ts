import type { ComparisonOperator, Expression, JsonOperator, Like } from '../ast.js';
import { syntaxError } from '../../syntax-error.js';
import { parenthesized, isQueryAhead, type Grammar } from './grammar.js';
import { BINDING, infixOperator } from './precedence.js';
import { operand } from './operand.js';

/** What stands in front of an operator is within it: of `a + b + c …` each sum is within the next, and the engine goes no deeper than a thousand levels. */
const LONGEST_CHAIN = 900;

const COMPARISONS: ReadonlySet<string> = new Set(['=', '<=>', '<', '>', '<=', '>=', '<>']);

/** An expression whose operators bind more strongly than `weakest`: precedence climbing over the tokens. */
export function expression(grammar: Grammar, weakest: number): Expression {
  return grammar.nested(() => {
    let left = prefixed(grammar);
    for (let length = 1; ; length += 1) {
      const { token } = grammar.cursor;
      const longer = predicate(grammar, left, weakest) ?? infix(grammar, left, weakest);
      if (longer === null) return left;
      if (length > LONGEST_CHAIN) throw syntaxError(grammar.cursor.sql, token, `more than ${LONGEST_CHAIN} operators follow each other, of which only AND and OR may; use parentheses`);
      left = longer;
    }
  });
}

function prefixed(grammar: Grammar): Expression {
  const { cursor } = grammar;
  if (cursor.take('NOT')) return { kind: 'unary', operator: 'NOT', operand: grammar.expression(BINDING.not) };
  if (cursor.takeSymbol('!')) return { kind: 'unary', operator: 'NOT', operand: grammar.expression(BINDING.sign) };
  for (const operator of ['-', '+', '~'] as const) {
    if (cursor.takeSymbol(operator)) return { kind: 'unary', operator, operand: grammar.expression(BINDING.sign) };
  }
  return operand(grammar);
}

function infix(grammar: Grammar, left: Expression, weakest: number): Expression | null {
  const { cursor } = grammar;
  const json = jsonOperatorAhead(grammar);
  const found = json === null ? infixOperator(cursor.token) : { operator: json, binding: BINDING.comparison };
  if (!found || found.binding <= weakest) return null;
  if (json === null) cursor.next();
  else cursor.takeCharacters(json.length);
  const { operator, binding } = found;
  const quantifier = COMPARISONS.has(operator) ? cursor.takeOneOf('ANY', 'SOME', 'ALL') : null;
  if (quantifier) {
    return { kind: 'quantified', left, operator: operator as ComparisonOperator, quantifier: quantifier === 'ALL' ? 'ALL' : 'ANY', query: queryInParentheses(grammar) };
  }
  const right = grammar.expression(binding);
  return operator === 'AND' || operator === 'OR' ? junction(grammar, operator, binding, [left, right]) : { kind: 'binary', operator, left, right };
}

/** `a OR b OR c …` behind its first two operands. */
function junction(grammar: Grammar, operator: 'AND' | 'OR', binding: number, [first, second]: readonly [Expression, Expression]): Expression {
  const { cursor } = grammar;
  const operands = [first, second];
  while (infixOperator(cursor.token)?.operator === operator) {
    cursor.next();
    operands.push(grammar.expression(binding));
  }
  return joined(operator, operands);
}

/** Of so many operands each is within the one before it. */
const MOST_WITHIN = 64;

/** Operands in their order. Of thousands halves are joined: whatever walks over an expression needs stack for each level, and so does the engine, which has no more than a thousand. */
function joined(operator: 'AND' | 'OR', operands: readonly Expression[]): Expression {
  const join = (left: Expression, right: Expression): Expression => ({ kind: 'binary', operator, left, right });
  if (operands.length <= MOST_WITHIN) return operands.reduce(join);
  const middle = Math.ceil(operands.length / 2);
  return join(joined(operator, operands.slice(0, middle)), joined(operator, operands.slice(middle)));
}

/**
 * An operator of variants, which is other tokens to the lexer: a lone @ is a variable without a name to it, a question mark a
 * parameter, where an operand may stand. With something right behind, `<@` would be `<` and a variable, and `@@` a system variable.
 */
function jsonOperatorAhead({ cursor }: Grammar): JsonOperator | null {
  const { token, sql } = cursor;
  if (token.kind !== 'symbol' && token.kind !== 'user-variable' && token.kind !== 'parameter') return null;
  const text = sql.slice(token.start, token.start + 2);
  if (text === '@>' || text === '@?' || text === '?|' || text === '?&') return text;
  if (text === '<@' || text === '@@') return /\s/.test(sql[token.start + 2] ?? '') ? text : null;
  return text.startsWith('?') ? '?' : null;
}

/** Operators of words behind an operand: IS, IN, LIKE, BETWEEN … */
function predicate(grammar: Grammar, left: Expression, weakest: number): Expression | null {
  const { cursor } = grammar;
  if (BINDING.comparison <= weakest || cursor.token.kind !== 'word') return null;
  if (cursor.take('IS')) return isPredicate(grammar, left);
  if (cursor.take('SOUNDS', 'LIKE')) return { kind: 'binary', operator: 'SOUNDS LIKE', left, right: grammar.expression(BINDING.comparison) };
  if (cursor.take('MEMBER', 'OF') || cursor.take('MEMBER')) {
    cursor.expectSymbol('(');
    const right = grammar.expression();
    cursor.expectSymbol(')');
    return { kind: 'binary', operator: 'MEMBER OF', left, right };
  }
  const next = cursor.peek();
  const negated = cursor.isWord('NOT') && next.kind === 'word' && NEGATABLE.has(next.upper);
  if (negated) cursor.next();
  if (cursor.take('IN')) return inPredicate(grammar, left, negated);
  if (cursor.take('BETWEEN')) return betweenPredicate(grammar, left, negated);
  const like = cursor.takeOneOf('LIKE', 'ILIKE');
  if (like) return likePredicate(grammar, left, like === 'ILIKE', negated);
  if (negated && cursor.takeOneOf('REGEXP', 'RLIKE')) return { kind: 'binary', operator: 'NOT REGEXP', left, right: grammar.expression(BINDING.comparison) };
  return null;
}

const NEGATABLE: ReadonlySet<string> = new Set(['IN', 'BETWEEN', 'LIKE', 'ILIKE', 'REGEXP', 'RLIKE']);

function isPredicate(grammar: Grammar, left: Expression): Expression {
  const { cursor } = grammar;
  const negated = cursor.take('NOT');
  if (cursor.take('DISTINCT', 'FROM')) {
    return { kind: 'binary', operator: negated ? 'IS NOT DISTINCT FROM' : 'IS DISTINCT FROM', left, right: grammar.expression(BINDING.comparison) };
  }
  const what = cursor.takeOneOf('NULL', 'TRUE', 'FALSE', 'UNKNOWN');
  if (!what) throw cursor.unexpected('NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM');
  return { kind: 'is', operand: left, what, negated };
}

function inPredicate(grammar: Grammar, left: Expression, negated: boolean): Expression {
  if (grammar.cursor.isSymbol('(') && isQueryAhead(grammar)) return { kind: 'in', operand: left, values: queryInParentheses(grammar), negated };
  const values = parenthesized(grammar, () => grammar.expression());
  if (values.length === 0) throw grammar.cursor.unexpected('values before the end of the list');
  return { kind: 'in', operand: left, values, negated };
}

function betweenPredicate(grammar: Grammar, left: Expression, negated: boolean): Expression {
  grammar.cursor.take('SYMMETRIC');
  const low = grammar.expression(BINDING.comparison);
  grammar.cursor.expect('AND');
  return { kind: 'between', operand: left, low, high: grammar.expression(BINDING.comparison), negated };
}

function likePredicate(grammar: Grammar, left: Expression, ignoreCase: boolean, negated: boolean): Like {
  const { cursor } = grammar;
  const quantifier = cursor.takeOneOf('ANY', 'SOME', 'ALL');
  const patterns = quantifier ? parenthesized(grammar, () => grammar.expression()) : [grammar.expression(BINDING.comparison)];
  if (patterns.length === 0) throw cursor.unexpected('a pattern');
  const escape = cursor.take('ESCAPE') ? grammar.expression(BINDING.comparison) : null;
  return { kind: 'like', operand: left, patterns, quantifier: quantifier === 'ALL' ? 'ALL' : 'ANY', escape, ignoreCase, negated };
}

function queryInParentheses(grammar: Grammar): ReturnType<Grammar['query']> {
  const { cursor } = grammar;
  cursor.expectSymbol('(');
  const query = grammar.query();
  cursor.expectSymbol(')');
  return query;
}
