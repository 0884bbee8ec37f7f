import { RE2JS } from 're2js';

interface LikeRules {
  readonly caseCounts?: boolean;
  /** The character that takes the meaning from `%`, `_` and itself. */
  readonly escape?: string;
}

/**
 * A test for LIKE: `%` and `_`, `\\` escapes and case does not count unless told, as SHOW and COM_FIELD_LIST have it. It takes time
 * linear in the text, since clients choose the pattern.
 */
export function compileLike(pattern: string, { caseCounts = false, escape = '\\' }: LikeRules = {}): (text: string) => boolean {
  let expression = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    if (char === '%') expression += '.*';
    else if (char === '_') expression += '.';
    else if (char === escape && at + 1 < pattern.length) expression += RE2JS.quote(pattern.charAt((at += 1)));
    else expression += RE2JS.quote(char);
  }
  const compiled = RE2JS.compile(expression, (caseCounts ? 0 : RE2JS.CASE_INSENSITIVE) | RE2JS.DOTALL);
  return (text) => compiled.testExact(text);
}
