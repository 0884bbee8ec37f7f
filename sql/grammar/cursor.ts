import { Lexer } from '../lexer/lexer.js';
import type { Span, StringLiteral, Token, UserVariable, Word } from '../lexer/token.js';
import { syntaxError } from '../syntax-error.js';
import type { StagewireError } from '../../errors/index.js';

/** Characters of an unexpected token that an error quotes. */
const LONGEST_QUOTE = 40;

/** A place in a statement, with the questions that a recursive-descent grammar asks. */
export class Cursor {
  readonly lexer: Lexer;
  #token: Token;
  #previousEnd: number;

  constructor(sql: string, offset = 0) {
    this.lexer = new Lexer(sql);
    this.#previousEnd = offset;
    this.#token = this.lexer.tokenAt(offset);
  }

  get sql(): string {
    return this.lexer.sql;
  }

  /** The token at the cursor. */
  get token(): Token {
    return this.#token;
  }

  /** End of the last token taken. */
  get previousEnd(): number {
    return this.#previousEnd;
  }

  /** The token after the one at the cursor. */
  peek(): Token {
    return this.#token.kind === 'end' ? this.#token : this.lexer.tokenAt(this.#token.end);
  }

  next(): Token {
    const token = this.#token;
    this.#moveTo(token.end);
    return token;
  }

  /** True at the end of the statement: the end of the text or a semicolon. */
  atEnd(): boolean {
    return this.#token.kind === 'end' || this.isSymbol(';');
  }

  expectEnd(): void {
    if (!this.atEnd()) throw this.unexpected('the end of the statement');
  }

  isWord(...keywords: readonly string[]): boolean {
    return this.#token.kind === 'word' && keywords.includes(this.#token.upper);
  }

  isSymbol(text: string): boolean {
    return this.#token.kind === 'symbol' && this.#token.text === text;
  }

  /** Takes the keywords if all of them stand here in this order. */
  take(...keywords: readonly string[]): boolean {
    let token = this.#token;
    let end = this.#previousEnd;
    for (const keyword of keywords) {
      if (token.kind !== 'word' || token.upper !== keyword) return false;
      end = token.end;
      token = this.lexer.tokenAt(token.end);
    }
    this.#moveTo(end);
    return true;
  }

  /** Takes one of the keywords and says which. */
  takeOneOf<Keyword extends string>(...keywords: readonly Keyword[]): Keyword | null {
    const token = this.#token;
    if (token.kind !== 'word') return null;
    const found = keywords.find((keyword) => keyword === token.upper);
    if (found !== undefined) this.next();
    return found ?? null;
  }

  expect(...keywords: readonly string[]): void {
    for (const keyword of keywords) if (!this.take(keyword)) throw this.unexpected(keyword);
  }

  takeSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false;
    this.next();
    return true;
  }

  expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) throw this.unexpected(`'${text}'`);
  }

  expectString(what: string): string {
    return this.expectStringToken(what).value;
  }

  expectStringToken(what: string): StringLiteral {
    const token = this.#token;
    if (token.kind !== 'string') throw this.unexpected(what);
    this.next();
    return token;
  }

  expectWord(what: string): Word {
    const token = this.#token;
    if (token.kind !== 'word') throw this.unexpected(what);
    this.next();
    return token;
  }

  /** A whole number from `least` to `most`. */
  expectInteger(what: string, least: number, most: number): number {
    const token = this.#token;
    const value = token.kind === 'number' && /^\d+$/.test(token.text) ? Number(token.text) : NaN;
    if (!(value >= least && value <= most)) throw this.unexpected(`${what} (a whole number from ${least} to ${most})`);
    this.next();
    return value;
  }

  /** A bare or back-quoted name. */
  expectName(what: string): string {
    const token = this.#token;
    if (token.kind === 'word') {
      this.next();
      return token.text;
    }
    if (token.kind === 'quoted-name' && token.name !== '') {
      this.next();
      return token.name;
    }
    throw this.unexpected(what);
  }

  /** Takes the `@stage/path` that begins at the user variable at the cursor. */
  takeStage(token: UserVariable): Span & { readonly text: string } {
    const stage = this.lexer.stageAt(token.start);
    this.#moveTo(stage.end);
    return stage;
  }

  /** A 1064 at the token at the cursor. */
  unexpected(expected: string): StagewireError {
    const token = this.#token;
    const found = token.kind === 'end' ? 'the end of the text' : `'${this.sql.slice(token.start, Math.min(token.end, token.start + LONGEST_QUOTE))}'`;
    return syntaxError(this.sql, token, token.kind === 'string' ? `unexpected text, expected ${expected}` : `unexpected ${found}, expected ${expected}`);
  }

  #moveTo(offset: number): void {
    this.#previousEnd = offset;
    this.#token = this.lexer.tokenAt(offset);
  }
}
