import { StagewireError } from '../../errors/index.js';
import type { Expression } from './ast.js';

/** Characters of all expressions of a query and, once more, of what each is made of. The largest statement that makes sense takes a fraction. */
const MOST_CHARACTERS = 128 * 1024 ** 2;
/** How often expressions may be written, and what more for each that the query has: operands of IN are written for every value. */
const WRITTEN = { atFirst: 20_000, perExpression: 16 };
/** Characters of one expression, and what more for each that the query has and for each character of a literal. */
const LONGEST = { atFirst: 2 * 1024 ** 2, perExpression: 200, perCharacter: 16 };

/** Notes an expression with the SQL that was written for it; `isLiteral`: it is a value that the query has, and made of nothing else. */
export type Spend = (expression: Expression, sql: string, isLiteral: boolean) => void;

/**
 * Counts what a translation writes: some expressions are written several times within another, and so grow with each level. What a query may take grows
 * with the query, so that a long one is translated and a short one that becomes long is refused (1065) after some tens of milliseconds.
 */
export function spending(): Spend {
  const seen = new Set<Expression>();
  let characters = MOST_CHARACTERS;
  let writes: number = WRITTEN.atFirst;
  let longest: number = LONGEST.atFirst;
  return (expression, sql, isLiteral) => {
    if (!seen.has(expression)) {
      seen.add(expression);
      writes += WRITTEN.perExpression;
      longest += LONGEST.perExpression + (isLiteral ? sql.length * LONGEST.perCharacter : 0);
    }
    writes -= 1;
    if (!isLiteral) characters -= sql.length;
    if (characters >= 0 && writes >= 0 && sql.length <= longest) return;
    throw new StagewireError('SemanticError', 'the query is too large to translate: expressions within expressions grow with each level; give parts of them names by WITH or a derived table');
  };
}
