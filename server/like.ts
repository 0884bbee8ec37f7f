import { RE2JS } from 're2js';

/**
 * A test for LIKE of SHOW and of COM_FIELD_LIST: `%` and `_`, `\\` escapes, case does not count. It takes time
 * linear in the text, since clients choose the pattern.
 */
export function compileLike(pattern: string): (text: string) => boolean {
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
