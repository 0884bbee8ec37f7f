import { syntaxError } from '../syntax-error.js';
import type { LexicalRules } from './rules.js';
import { readQuoted } from './strings.js';
import type { Span, SystemVariable, Token } from './token.js';

const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const NUMBER = /0[xX][0-9a-fA-F]+|0[bB][01]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const SYSTEM_VARIABLE = /@@(?:(global|session|local|persist_only|persist)\s*\.\s*)?(`[^`]+`|[\w$]+(?:\.[\w$]+)*)/iy;
const USER_VARIABLE = /@(`[^`]*`|'[^']*'|"[^"]*"|[\w.$]*)/y;
const DOLLAR = /\$(\d+|[\p{L}_][\p{L}\p{N}_]*)/uy;
const DOLLAR_TEXT = /\$\$([\s\S]*?)\$\$/y;
const SYMBOL = /<=>|=>|->>|->|:=|::|<=|>=|<>|!=|\|\||&&|<<|>>|\/\/|[-+*/%=<>!(),.;:[\]{}&|^~]/y;
const BLANK = /\s+/y;
const LINE_COMMENT = /--(?=\s|$)[^\n]*|#[^\n]*/y;
/** MySQL runs what stands in a comment of this form if its version is not below the number. */
const EXECUTABLE_COMMENT = /\/\*!(\d{5,6})?/y;
const EXECUTABLE_UP_TO = 80_499;

/** `@name/path` as the stage grammar reads it: up to blank or one of , ` ; ' " ( ), a backslash protecting what follows. */
const STAGE = /@(?:\\[ '"\\]|[^\s,`;'"()\\]|\\(?![ '"\\]))*/y;

const BARE = /[^\s,;'"()]+/y;

function match(pattern: RegExp, sql: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(sql);
}

/**
 * Reads a statement text one token at a time. Stage references can't be told from user
 * variables by their characters alone, so tokens are made on demand and the grammar asks for a
 * stage where one may stand.
 */
export class Lexer {
  readonly sql: string;
  readonly rules: LexicalRules;
  /** Once a comment's content counts as SQL, its closing mark is blank. */
  #insideExecutable = false;

  constructor(sql: string, rules: LexicalRules) {
    this.sql = sql;
    this.rules = rules;
  }

  /** The token that begins at or after `offset`, comments and blanks skipped. */
  tokenAt(offset: number): Token {
    const { sql } = this;
    const start = this.#skip(offset);
    if (start >= sql.length) return { kind: 'end', start: sql.length, end: sql.length };

    const char = sql.charAt(start);
    if (char === "'" || char === '"' || char === '`') return this.#quoted(start, char);
    if (char === '@') return this.#variable(start);
    if (char === '$') return this.#dollar(start);
    if (char === '?') return { kind: 'parameter', start, end: start + 1 };

    const word = match(WORD, sql, start);
    if (word) return { kind: 'word', text: word[0], upper: word[0].toUpperCase(), ...this.#span(start, word[0]) };
    if (/[\d.]/.test(char)) {
      const number = match(NUMBER, sql, start);
      if (number) return { kind: 'number', text: number[0], ...this.#span(start, number[0]) };
    }
    const symbol = match(SYMBOL, sql, start);
    if (symbol) return { kind: 'symbol', text: symbol[0], ...this.#span(start, symbol[0]) };
    throw syntaxError(sql, { start, end: start + 1 }, `unexpected character '${char}'`);
  }

  /** The stage reference that begins at `start` (an `@`), backslashes resolved, `@` included. */
  stageAt(start: number): Span & { readonly text: string } {
    const found = match(STAGE, this.sql, start);
    const raw = found?.[0] ?? '@';
    return { text: raw.replace(/\\([ '"\\])/g, '$1'), ...this.#span(start, raw) };
  }

  /** The text without quotes that begins at `start`, up to a blank or one of , ; ' " ( ). */
  bareAt(start: number): Span & { readonly text: string } {
    const text = match(BARE, this.sql, start)?.[0] ?? '';
    return { text, ...this.#span(start, text) };
  }

  #span(start: number, text: string): Span {
    return { start, end: start + text.length };
  }

  #skip(offset: number): number {
    const { sql } = this;
    let at = offset;
    for (;;) {
      const plain = match(BLANK, sql, at) ?? match(LINE_COMMENT, sql, at);
      if (plain) {
        at += plain[0].length;
        continue;
      }
      if (this.#insideExecutable && sql.startsWith('*/', at)) {
        at += 2;
        continue;
      }
      if (!sql.startsWith('/*', at)) return at;
      const executable = match(EXECUTABLE_COMMENT, sql, at);
      if (executable && Number(executable[1] ?? 0) <= EXECUTABLE_UP_TO) {
        this.#insideExecutable = true;
        at += executable[0].length;
        continue;
      }
      const close = sql.indexOf('*/', at + 2);
      if (close === -1) throw syntaxError(sql, { start: at, end: at + 2 }, 'comment is not closed');
      at = close + 2;
    }
  }

  #quoted(start: number, quote: "'" | '"' | '`'): Token {
    const isName = quote === '`' || (quote === '"' && this.rules.doubleQuotedNames);
    const { value, end } = readQuoted(this.sql, start, !isName && this.rules.backslashEscapes);
    return isName ? { kind: 'quoted-name', name: value, start, end } : { kind: 'string', value, quote, start, end };
  }

  #variable(start: number): Token {
    const system = match(SYSTEM_VARIABLE, this.sql, start);
    if (system) {
      const scope = system[1]?.toLowerCase();
      return {
        kind: 'system-variable',
        scope: scope === undefined ? null : scope === 'local' ? 'session' : (scope as SystemVariable['scope']),
        name: (system[2] ?? '').replaceAll('`', '').toLowerCase(),
        ...this.#span(start, system[0]),
      };
    }
    const user = match(USER_VARIABLE, this.sql, start);
    return { kind: 'user-variable', name: (user?.[1] ?? '').replace(/^(['"`])(.*)\1$/, '$2'), ...this.#span(start, user?.[0] ?? '@') };
  }

  #dollar(start: number): Token {
    const text = match(DOLLAR_TEXT, this.sql, start);
    if (text) return { kind: 'string', value: text[1] ?? '', quote: '$$', ...this.#span(start, text[0]) };
    const name = match(DOLLAR, this.sql, start);
    if (name) return { kind: 'dollar', name: name[1] ?? '', ...this.#span(start, name[0]) };
    throw syntaxError(this.sql, { start, end: start + 1 }, "unexpected character '$'");
  }
}
