import { RE2JS } from 're2js';
import { StagewireError } from '../../errors/index.js';

/** Longer expressions are refused; what a short one can compile to is bounded by the engine itself. */
const LONGEST_PATTERN = 10_000;

export type Matches = (text: string) => boolean;

/**
 * Compiles the value of PATTERN: a whole match of what follows the path of the location. The engine takes
 * time linear in the text whatever the expression (RE2; no look-around, no back-references).
 * Throws 1005 for a bad expression.
 */
export function compilePattern(pattern: string): Matches {
  if (pattern.length > LONGEST_PATTERN) throw invalid(`${pattern.slice(0, 40)}…`, `longer than ${LONGEST_PATTERN} characters`);
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.testExact(text);
  } catch (error) {
    throw invalid(pattern, error instanceof Error ? error.message : String(error));
  }
}

function invalid(pattern: string, why: string): StagewireError {
  return new StagewireError('SyntaxException', `Pattern format invalid, got:${pattern}, error:${why}`);
}
