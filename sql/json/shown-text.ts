import { JsonScanner, NUMBER, STRING } from './json-scanner.js';

/**
 * What `printJson` makes of a JSON text, without making its values: parts that are written so already are taken as they stand. Throws a SyntaxError for
 * what is no JSON, or is nested too deep.
 */
export function shownJson(text: string): string {
  return new Rewriter(text).whole();
}

const WORDS = ['null', 'true', 'false'] as const;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

interface Member {
  readonly key: string;
  /** The key and the value as they are shown. */
  readonly text: string;
}

class Rewriter extends JsonScanner {
  /** How often something was not as it is shown. */
  #changes = 0;
  /** The string that was read last, without quotes and escapes. */
  #content = '';

  whole(): string {
    const value = this.#value(0);
    this.#skipBlanks();
    if (this.at < this.text.length) throw this.unexpected();
    return value;
  }

  #value(depth: number): string {
    this.refuseDeeper(depth);
    this.#skipBlanks();
    switch (this.text.charCodeAt(this.at)) {
      case 0x7b:
        return this.#object(depth);
      case 0x5b:
        return this.#array(depth);
      case QUOTE:
        return this.#string();
      default:
        return this.#integer() ?? this.match(NUMBER) ?? this.#word();
    }
  }

  #object(depth: number): string {
    const [start, before] = [this.at, this.#changes];
    const members: Member[] = [];
    let isSorted = true;
    let last = '';
    for (let goesOn = this.#begins(0x7d); goesOn; goesOn = this.#goesOn(0x7d)) {
      this.#skipBlanks();
      const name = this.#string();
      const key = this.#content;
      this.#skipBlanks();
      if (this.text.charCodeAt(this.at) !== COLON) throw this.unexpected();
      this.at += 1;
      isSorted &&= members.length === 0 || last < key;
      last = key;
      members.push({ key, text: `${name}:${this.#value(depth + 1)}` });
    }
    if (!isSorted) this.#changes += 1;
    if (this.#changes === before) return this.text.slice(start, this.at);
    return `{${(isSorted ? members : inOrder(members)).map(({ text }) => text).join(',')}}`;
  }

  #array(depth: number): string {
    const [start, before] = [this.at, this.#changes];
    const items: string[] = [];
    for (let goesOn = this.#begins(0x5d); goesOn; goesOn = this.#goesOn(0x5d)) items.push(this.#value(depth + 1));
    return this.#changes === before ? this.text.slice(start, this.at) : `[${items.join(',')}]`;
  }

  /** Behind the opening bracket: whether there is anything in front of the closing one. */
  #begins(end: number): boolean {
    this.at += 1;
    this.#skipBlanks();
    if (this.text.charCodeAt(this.at) !== end) return true;
    this.at += 1;
    return false;
  }

  /** Behind an item: whether another one follows. */
  #goesOn(end: number): boolean {
    this.#skipBlanks();
    const code = this.text.charCodeAt(this.at);
    if (code !== COMMA && code !== end) throw this.unexpected();
    this.at += 1;
    return code === COMMA;
  }

  #string(): string {
    const { text, at: start } = this;
    if (text.charCodeAt(start) !== QUOTE) throw this.unexpected();
    let end = start + 1;
    for (let code = text.charCodeAt(end); code !== QUOTE; code = text.charCodeAt((end += 1))) {
      if (code === BACKSLASH) return this.#escaped();
      // Beyond the end the code is not a number.
      if (!(code >= 0x20)) throw this.unexpected();
    }
    this.at = end + 1;
    this.#content = text.slice(start + 1, end);
    return text.slice(start, this.at);
  }

  #escaped(): string {
    const token = this.match(STRING);
    if (token === null) throw this.unexpected();
    this.#content = JSON.parse(token) as string;
    const shown = JSON.stringify(this.#content);
    if (shown !== token) this.#changes += 1;
    return shown;
  }

  /** Most numbers are such, and found in less time than a pattern takes. */
  #integer(): string | null {
    const { text, at: start } = this;
    const first = text.charCodeAt(start);
    if (!(first > 0x30 && first <= 0x39)) return null;
    let end = start + 1;
    let code = text.charCodeAt(end);
    while (code >= 0x30 && code <= 0x39) code = text.charCodeAt((end += 1));
    // `.`, `E` and `e`
    if (code === 0x2e || code === 0x45 || code === 0x65) return null;
    this.at = end;
    return text.slice(start, end);
  }

  #word(): string {
    const word = WORDS.find((candidate) => this.text.startsWith(candidate, this.at));
    if (word === undefined) throw this.unexpected();
    this.at += word.length;
    return word;
  }

  #skipBlanks(): void {
    const start = this.at;
    for (let code = this.text.charCodeAt(this.at); code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; code = this.text.charCodeAt(this.at)) this.at += 1;
    if (this.at > start) this.#changes += 1;
  }
}

/** By their keys; of equal ones the last counts. */
function inOrder(members: Member[]): readonly Member[] {
  members.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return members.filter(({ key }, index) => key !== members[index + 1]?.key);
}
