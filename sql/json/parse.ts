import { JsonScanner, NUMBER, STRING } from './json-scanner.js';
import { JsonNumber, type Json } from './value.js';

/** Reads a JSON text (RFC 8259). Throws a SyntaxError for what is none, or is nested too deep. */
export function parseJson(text: string): Json {
  return new Parser(text).whole();
}

const BLANK = /[ \t\r\n]*/y;
const WORDS: readonly (readonly [string, Json])[] = [['null', null], ['true', true], ['false', false]];

class Parser extends JsonScanner {
  whole(): Json {
    const value = this.#value(0);
    this.#skipBlanks();
    if (this.at < this.text.length) throw this.unexpected();
    return value;
  }

  #value(depth: number): Json {
    this.refuseDeeper(depth);
    this.#skipBlanks();
    switch (this.text[this.at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      default:
        return this.#wordOrNumber();
    }
  }

  #object(depth: number): Json {
    const members = new Map<string, Json>();
    this.#list('}', () => {
      this.#skipBlanks();
      const key = this.#string();
      if (!this.#take(':')) throw this.unexpected();
      members.set(key, this.#value(depth + 1));
    });
    return members;
  }

  #array(depth: number): Json {
    const items: Json[] = [];
    this.#list(']', () => items.push(this.#value(depth + 1)));
    return items;
  }

  #list(end: string, item: () => void): void {
    this.at += 1;
    if (this.#take(end)) return;
    do item(); while (this.#take(','));
    if (!this.#take(end)) throw this.unexpected();
  }

  #string(): string {
    const token = this.match(STRING);
    if (token === null) throw this.unexpected();
    return token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
  }

  #wordOrNumber(): Json {
    const number = this.match(NUMBER);
    if (number !== null) return new JsonNumber(number);
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    throw this.unexpected();
  }

  #take(symbol: string): boolean {
    this.#skipBlanks();
    if (this.text[this.at] !== symbol) return false;
    this.at += 1;
    return true;
  }

  #skipBlanks(): void {
    const code = this.text.charCodeAt(this.at);
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) this.match(BLANK);
  }
}
