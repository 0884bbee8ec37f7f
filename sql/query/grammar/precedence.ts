import type { Token } from '../../lexer/token.js';
import type { Binary } from '../ast.js';

/**
 * How strongly operators bind, weakest first (MySQL manual, Operator Precedence). `||` concatenates and stands
 * between comparison and arithmetic, as in PostgreSQL and Databend.
 */
export const BINDING = {
  none: 0, or: 10, xor: 20, and: 30, not: 40, comparison: 50, bitOr: 60, bitAnd: 70, shift: 80, concat: 85, sum: 90, product: 100, bitXor: 110, sign: 120, suffix: 130,
} as const;

interface InfixOperator {
  readonly operator: Binary['operator'];
  readonly binding: number;
}

const infix = (operator: Binary['operator'], binding: number): InfixOperator => ({ operator, binding });

const SYMBOLS: Readonly<Record<string, InfixOperator>> = {
  '||': infix('||', BINDING.concat), '&&': infix('AND', BINDING.and),
  '=': infix('=', BINDING.comparison), '==': infix('=', BINDING.comparison), '<=>': infix('<=>', BINDING.comparison), '<': infix('<', BINDING.comparison), '>': infix('>', BINDING.comparison),
  '<=': infix('<=', BINDING.comparison), '>=': infix('>=', BINDING.comparison), '<>': infix('<>', BINDING.comparison), '!=': infix('<>', BINDING.comparison),
  '|': infix('|', BINDING.bitOr), '&': infix('&', BINDING.bitAnd), '<<': infix('<<', BINDING.shift), '>>': infix('>>', BINDING.shift),
  '+': infix('+', BINDING.sum), '-': infix('-', BINDING.sum), '*': infix('*', BINDING.product), '/': infix('/', BINDING.product), '//': infix('DIV', BINDING.product),
  '%': infix('%', BINDING.product), '^': infix('^', BINDING.bitXor),
};

const WORDS: Readonly<Record<string, InfixOperator>> = {
  OR: infix('OR', BINDING.or), XOR: infix('XOR', BINDING.xor), AND: infix('AND', BINDING.and), DIV: infix('DIV', BINDING.product), MOD: infix('%', BINDING.product),
  REGEXP: infix('REGEXP', BINDING.comparison), RLIKE: infix('REGEXP', BINDING.comparison),
};

/** The operator of one token that stands between two operands; null for anything else. */
export function infixOperator(token: Token): InfixOperator | null {
  if (token.kind === 'symbol') return SYMBOLS[token.text] ?? null;
  return token.kind === 'word' ? WORDS[token.upper] ?? null : null;
}
