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

/** The pattern of SHOW … LIKE: `%` and `_`, `\` escapes, case-insensitive, in linear time. */
export function compileLike(pattern: string): Matches {
  let expression = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    if (char === '%') expression += '.*';
    else if (char === '_') expression += '.';
    else if (char === '\\' && at + 1 < pattern.length) expression += RE2JS.quote(pattern.charAt((at += 1)));
    else expression += RE2JS.quote(char);
  }
  const compiled = RE2JS.compile(expression, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL);
  return (text) => compiled.testExact(text);
}
