/** Deeper values are shown as they came; the recursion must end before the stack does. */
const DEEPEST = 512;

/**
 * JSON as it is shown: no blanks, the keys of objects in alphabetical order, of equal keys the last; every
 * number with the digits that it has. A text that is not JSON comes back as it is.
 */
export function jsonText(text: string): string {
  if (!/[{\s\\]/.test(text)) return text;
  try {
    return new JsonWriter(text).write();
  } catch {
    return text;
  }
}

const TOKEN = /\s*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|([-+.\w]+))\s*/y;

class JsonWriter {
  readonly #text: string;
  readonly #token: RegExp;
  #at = '';

  constructor(text: string) {
    this.#text = text;
    this.#token = new RegExp(TOKEN);
  }

  write(): string {
    this.#next();
    const written = this.#value(0);
    if (this.#at !== '') throw new SyntaxError('more than one value');
    return written;
  }

  /** Moves to the next token; the empty text stands for the end. */
  #next(): void {
    if (this.#token.lastIndex === this.#text.length) {
      this.#at = '';
      return;
    }
    const match = this.#token.exec(this.#text);
    if (!match) throw new SyntaxError('no token of JSON');
    this.#at = match[1] ?? match[2] ?? match[3] ?? '';
  }

  #value(depth: number): string {
    if (depth > DEEPEST) throw new SyntaxError('nested too deep');
    const token = this.#at;
    this.#next();
    if (token === '{') return this.#object(depth);
    if (token === '[') return `[${this.#list(']', () => this.#value(depth + 1)).join(',')}]`;
    if (token === '' || /^[\]},:]$/.test(token)) throw new SyntaxError('a value is missing');
    return token.includes('\\') ? JSON.stringify(JSON.parse(token)) : token;
  }

  #object(depth: number): string {
    const members = new Map<string, string>();
    this.#list('}', () => {
      const key = JSON.parse(this.#at) as string;
      this.#next();
      if (this.#at !== ':') throw new SyntaxError('no colon behind a key');
      this.#next();
      members.set(key, this.#value(depth + 1));
      return key;
    });
    const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
  }

  #list(end: string, item: () => string): string[] {
    const items: string[] = [];
    while (this.#at !== end) {
      items.push(item());
      if (this.#at === ',') this.#next();
      else if (this.#at !== end) throw new SyntaxError(`no ${end}`);
    }
    this.#next();
    return items;
  }
}
