import { syntaxError } from '../syntax-error.js';

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', Z: '\x1a',
};
const CODED_ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2}))/y;

/**
 * Reads a quoted literal that begins at `start` with ' " or `; a doubled quote is one quote. With `escapes`, which names
 * never have, a backslash counts (\n \t \r \b \f \0 \\ \' \" \xHH \uXXXX and octal); `\%` and `\_` keep it,
 * for LIKE (MySQL manual, String Literals).
 */
export function readQuoted(sql: string, start: number, escapes: boolean): { value: string; end: number } {
  const quote = sql.charAt(start);
  let value = '';
  let copied = start + 1;
  // Found by searches, each of which goes over the text once: literals may have a hundred megabytes.
  let backslash = escapes ? sql.indexOf('\\', copied) : -1;
  for (let end = sql.indexOf(quote, copied); end !== -1; ) {
    if (backslash !== -1 && backslash < end) {
      const escape = readEscape(sql, backslash);
      value += sql.slice(copied, backslash) + escape.value;
      copied = escape.end;
      backslash = sql.indexOf('\\', copied);
      if (end < copied) end = sql.indexOf(quote, copied);
      continue;
    }
    value += sql.slice(copied, end);
    if (sql.charAt(end + 1) !== quote) return { value, end: end + 1 };
    value += quote;
    copied = end + 2;
    if (backslash !== -1 && backslash < copied) backslash = sql.indexOf('\\', copied);
    end = sql.indexOf(quote, copied);
  }
  throw syntaxError(sql, { start, end: start + 1 }, quote === '`' ? 'name is not closed' : 'string is not closed');
}

function readEscape(sql: string, at: number): { value: string; end: number } {
  CODED_ESCAPE.lastIndex = at;
  const coded = CODED_ESCAPE.exec(sql);
  if (coded) {
    const [text, hex, unicode, octal] = coded;
    const code = octal === undefined ? parseInt(hex ?? unicode ?? '0', 16) : parseInt(octal, 8);
    return { value: String.fromCharCode(code), end: at + text.length };
  }
  const next = sql.charAt(at + 1);
  if (next === '%' || next === '_') return { value: `\\${next}`, end: at + 2 };
  return { value: SIMPLE_ESCAPES[next] ?? next, end: at + 2 };
}
