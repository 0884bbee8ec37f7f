/** Where a text stops being JSON, in UTF-16 units, and why. */
export interface JsonFault {
  readonly at: number;
  readonly why: string;
}

const BLANKS = /[ \t\r\n]*/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
// Control characters end a text as much as its closing quote does.
// eslint-disable-next-line no-control-regex
const TEXT_PART = /(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u(?:[\da-ce-fA-CE-F][\da-fA-F]{3}|[dD][0-7][\da-fA-F]{2}|[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2})))*/y;

/** The first fault of one JSON value (RFC 8259), null for a sound one. JSON.parse does not tell where it stopped. */
export function jsonFault(text: string): JsonFault | null {
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const matched = pattern.test(text);
    if (matched) at = pattern.lastIndex;
    return matched;
  };
  const take = (char: string): boolean => {
    skip(BLANKS);
    if (text[at] !== char) return false;
    at += 1;
    return true;
  };
  const fault = (expected: string): JsonFault => ({ at, why: at >= text.length ? `the line ends where ${expected} should be` : `expected ${expected}` });
  /** What is open, the innermost last. */
  const open: ('}' | ']')[] = [];
  const key = (): JsonFault | null => {
    if (!take('"')) return fault('a key in double quotes');
    return textRest() ?? (take(':') ? null : fault("':'"));
  };
  const textRest = (): JsonFault | null => {
    skip(TEXT_PART);
    if (text[at] !== '"') return fault(text[at] === '\\' ? 'an escape of JSON' : "'\"'");
    at += 1;
    return null;
  };
  for (;;) {
    // A value, down to its first part that holds no other.
    const nested = take('{') ? '}' : take('[') ? ']' : null;
    if (nested !== null) {
      open.push(nested);
      const isEmpty = take(nested);
      const found = isEmpty || nested === ']' ? null : key();
      if (found) return found;
      if (!isEmpty) continue;
      open.pop();
    } else if (take('"')) {
      const found = textRest();
      if (found) return found;
    } else if (!skip(SCALAR)) {
      return fault('a value');
    }
    // What it ends, and what goes on behind it.
    while (open.length > 0 && take(open.at(-1) ?? '')) open.pop();
    const inside = open.at(-1);
    if (inside === undefined) {
      skip(BLANKS);
      return at === text.length ? null : fault('the end of the line');
    }
    if (!take(',')) return fault(`',' or '${inside}'`);
    const found = inside === '}' ? key() : null;
    if (found) return found;
  }
}
