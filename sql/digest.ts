import { createHash } from 'node:crypto';
import { StagewireError } from '../errors/index.js';
import { OTHER_KEYWORDS, RESERVED_WORDS } from './keywords.js';
import { Lexer } from './lexer/lexer.js';
import type { LexicalRules } from './lexer/rules.js';
import type { Token } from './lexer/token.js';

/** A statement without its values, which is the same for all that differ in those alone. */
export interface Digest {
  readonly text: string;
  /** SHA-256 of the text, 64 hexadecimal digits. */
  readonly hash: string;
}

/** Characters of a digest's text, as of MySQL's `max_digest_length`; what is longer is cut. */
const LONGEST_TEXT = 1024;
const VALUE = '?';
const VALUES = '...';
/** Behind these a sign belongs to the number that follows. */
const BEFORE_SIGN = /^(?:[(,=<>!+\-*/%|&]+|[A-Z_]+)$/;
/** Keywords that MySQL does not have. */
const OWN_KEYWORDS: ReadonlySet<string> = new Set(['STAGE', 'STAGES', 'CONNECTION', 'CONNECTIONS', 'PRESIGN', 'UPLOAD', 'DOWNLOAD', 'REMOVE', 'RM', 'LS', 'PUT', 'COPY', 'UNSET']);
const REPEATED = ' /* , ... */';

/**
 * The digest of a statement, in the form of MySQL (manual, "Performance Schema Statement Digests and Sampling"): values are `?`, lists of
 * them `...`, names are quoted, keywords in upper case, comments and blanks are gone. Text that is none is cut where it ends to be some.
 */
export function digestOf(sql: string, rules: LexicalRules): Digest {
  const words = new DigestWords();
  const lexer = new Lexer(sql, rules);
  for (let token = tokenAt(lexer, 0); token.kind !== 'end' && words.length < LONGEST_TEXT; ) {
    const next = tokenAt(lexer, token.end);
    if (token.kind !== 'symbol' || token.text !== ';' || next.kind !== 'end') words.add(token, next);
    token = next;
  }
  const text = words.text();
  return { text, hash: createHash('sha256').update(text).digest('hex') };
}

/** What is no token ends the text. */
function tokenAt(lexer: Lexer, offset: number): Token {
  try {
    return lexer.tokenAt(offset);
  } catch (error) {
    if (!(error instanceof StagewireError)) throw error;
    return { kind: 'end', start: lexer.sql.length, end: lexer.sql.length };
  }
}

class DigestWords {
  readonly #words: string[] = [];
  /** Nothing but bare words so far: what kind of statement it is. */
  #isLeading = true;
  length = 0;

  add(token: Token, next: Token): void {
    const word = this.#written(token, next);
    this.#isLeading &&= token.kind === 'word' && token.upper !== 'SELECT' && token.upper !== 'WITH';
    this.length += word.length + 1;
    if (word === VALUE) this.#addValue();
    else if (word === ')') this.#close();
    else this.#words.push(word);
  }

  text(): string {
    const text = this.#words.join(' ');
    return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - VALUES.length)}${VALUES}`;
  }

  #written(token: Token, next: Token): string {
    switch (token.kind) {
      case 'word':
        return this.#isKeyword(token.upper, next) ? token.upper : quoted(token.text);
      case 'quoted-name':
        return quoted(token.name);
      case 'string':
      case 'number':
      case 'parameter':
        return VALUE;
      case 'user-variable':
        return `@${quoted(token.name)}`;
      case 'system-variable':
        return `@@${token.scope === null ? '' : `${token.scope.toUpperCase()} . `}${quoted(token.name)}`;
      case 'dollar':
        return `$${token.name}`;
      case 'symbol':
        return token.text;
      case 'end':
        return '';
    }
  }

  /** Words that may be names are none where a statement begins, and in front of arguments. */
  #isKeyword(upper: string, next: Token): boolean {
    if (RESERVED_WORDS.has(upper) || (next.kind === 'symbol' && next.text === '(')) return true;
    return this.#isLeading && (OTHER_KEYWORDS.has(upper) || OWN_KEYWORDS.has(upper));
  }

  #addValue(): void {
    const words = this.#words;
    if (/^[-+]$/.test(words.at(-1) ?? '') && BEFORE_SIGN.test(words.at(-2) ?? '(')) words.pop();
    if (words.at(-1) === ',' && (words.at(-2) === VALUE || words.at(-2) === VALUES)) words.splice(-2, 2, VALUES);
    else words.push(VALUE);
  }

  /** `( ? )` is one word, and so is a list of such rows. */
  #close(): void {
    const words = this.#words;
    const inner = words.at(-1) ?? '';
    if ((inner !== VALUE && inner !== VALUES) || words.at(-2) !== '(') {
      words.push(')');
      return;
    }
    const row = `(${inner})`;
    words.splice(-2, 2);
    const before = words.at(-2) ?? '';
    if (words.at(-1) === ',' && (before === row || before === row + REPEATED)) words.splice(-2, 2, row + REPEATED);
    else words.push(row);
  }
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
