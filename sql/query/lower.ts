import { StagewireError } from '../../errors/index.js';
import type { Cursor } from '../grammar/cursor.js';
import type { Span, Token } from '../lexer/token.js';
import { syntaxError } from '../syntax-error.js';
import { isSeries, parseSeries, type Series } from './series.js';

/** A literal of the statement, or a parameter by its index. In the lowered text its number stands in its place. */
export type Literal =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'parameter'; readonly index: number };

/** A table function with named arguments, such as `list_stage(location => '@s')`. */
export interface TableFunctionCall {
  readonly name: string;
  readonly arguments: ReadonlyMap<string, string>;
}

/**
 * A query in the form that `node-sql-parser` reads. Literals are taken out (texts become `'#n'`,
 * numbers n), so that no quoting rule of the parser can change them; table functions become plain
 * table names; variables become function calls.
 */
export interface LoweredQuery {
  readonly mysql: string;
  readonly postgresql: string;
  readonly literals: readonly Literal[];
  readonly tableFunctions: ReadonlyMap<string, TableFunctionCall>;
  /** The same for functions that count. */
  readonly series: ReadonlyMap<string, Series>;
  /** Texts of the items of the outermost first select list, as written. */
  readonly itemTexts: readonly string[];
  /** The place in the statement of an offset in the lowered text (of that dialect). */
  place(dialect: 'mysql' | 'postgresql', offset: number): Span;
  readonly span: Span;
}

/** Numbers in the lowered text begin here, so that they can't be mistaken for something small that matters to a grammar. */
export const FIRST_LITERAL = 1_000_000;
/** Deeper nesting is refused, so that no text can exhaust the parser. */
const DEEPEST_NESTING = 64;
const TABLE_FUNCTIONS = new Set(['list_stage']);
/** Functions that are called without parentheses and that the grammars know only with them. */
const BARE_FUNCTIONS = new Set(['CURRENT_USER']);
const WORD_OPERATORS: Readonly<Record<string, string>> = { '//': 'DIV', '&&': 'AND' };

interface Piece {
  readonly mysql: string;
  readonly postgresql: string;
  readonly span: Span;
}

/** Reads a query up to the end of the statement. */
export function lowerQuery(cursor: Cursor): LoweredQuery {
  const lowering = new Lowering(cursor);
  return lowering.run();
}

class Lowering {
  readonly #cursor: Cursor;
  readonly #pieces: Piece[] = [];
  readonly #literals: Literal[] = [];
  readonly #tableFunctions = new Map<string, TableFunctionCall>();
  readonly #series = new Map<string, Series>();
  readonly #items = new SelectItems();
  #depth = 0;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  run(): LoweredQuery {
    const cursor = this.#cursor;
    const { start } = cursor.token;
    while (!cursor.atEnd()) this.#lowerToken(cursor.token);
    if (this.#depth > 0) throw cursor.unexpected("')'");
    const pieces = this.#pieces;
    const span = { start, end: cursor.previousEnd };
    return {
      mysql: pieces.map(({ mysql }) => mysql).join(' '),
      postgresql: pieces.map(({ postgresql }) => postgresql).join(' '),
      literals: this.#literals,
      tableFunctions: this.#tableFunctions,
      series: this.#series,
      itemTexts: this.#items.spans(span.end).map((item) => cursor.sql.slice(item.start, item.end).trim()),
      span,
      place(dialect, offset) {
        let end = 0;
        for (const piece of pieces) {
          end += piece[dialect].length + 1;
          if (offset < end - 1) return piece.span;
        }
        return { start: span.end, end: span.end };
      },
    };
  }

  #lowerToken(token: Token): void {
    const cursor = this.#cursor;
    this.#items.see(token, this.#depth, cursor.previousEnd);
    switch (token.kind) {
      case 'word':
        if (TABLE_FUNCTIONS.has(token.text.toLowerCase()) && isSymbol(cursor.peek(), '(')) {
          this.#lowerTableFunction(token.text.toLowerCase());
          return;
        }
        if (this.#followsFrom(cursor) && this.#lowerSeries()) return;
        if (this.#followsFrom(cursor) && (isStage(cursor.peek()) || isLocationText(cursor.peek()))) {
          throw new StagewireError('Unimplemented', 'querying staged files is not supported by this version; LIST and list_stage() show them');
        }
        this.#pushBoth(BARE_FUNCTIONS.has(token.upper) && !isSymbol(cursor.peek(), '(') ? `${token.text}()` : token.text, token);
        break;
      case 'quoted-name':
        this.#push(`\`${token.name.replaceAll('`', '``')}\``, `"${token.name.replaceAll('"', '""')}"`, token);
        break;
      case 'string':
        this.#pushBoth(`'#${this.#literal({ kind: 'text', text: token.value })}'`, token);
        break;
      case 'number':
        this.#pushBoth(String(this.#literal({ kind: 'number', text: token.text })), token);
        break;
      case 'parameter':
        this.#pushBoth(String(this.#literal({ kind: 'parameter', index: cursor.parameterCount })), token);
        break;
      case 'system-variable':
        this.#pushBoth(`__system_variable('${token.scope ?? ''}', '${token.name.replaceAll(/[^\w$.]/g, '')}')`, token);
        break;
      case 'user-variable':
        this.#pushBoth(`__user_variable('#${this.#literal({ kind: 'text', text: token.name.toLowerCase() })}')`, token);
        break;
      case 'dollar':
        throw syntaxError(cursor.sql, token, `$${token.name} can only be used in a query of staged files`);
      case 'symbol':
        this.#lowerSymbol(token.text, token);
        break;
      case 'end':
        return;
    }
    cursor.next();
  }

  #followsFrom(cursor: Cursor): boolean {
    return cursor.isWord('FROM', 'JOIN');
  }

  /** The function that counts behind FROM or JOIN; false where there is none. */
  #lowerSeries(): boolean {
    const cursor = this.#cursor;
    const name = cursor.peek();
    if (name.kind !== 'word' || !isSeries(name.text) || !isSymbol(cursor.lexer.tokenAt(name.end), '(')) return false;
    const { token } = cursor;
    this.#pushBoth('text' in token ? token.text : '', token);
    cursor.next();
    const table = `__series_${this.#series.size}`;
    this.#series.set(table, parseSeries(cursor));
    this.#pushBoth(table, { start: name.start, end: cursor.previousEnd });
    return true;
  }

  #lowerSymbol(text: string, token: Token): void {
    if (text === '(') {
      this.#depth += 1;
      if (this.#depth > DEEPEST_NESTING) throw syntaxError(this.#cursor.sql, token, `parentheses are nested deeper than ${DEEPEST_NESTING}`);
    }
    if (text === ')') {
      this.#depth -= 1;
      if (this.#depth < 0) throw this.#cursor.unexpected('no closing parenthesis here');
    }
    this.#pushBoth(WORD_OPERATORS[text] ?? text, token);
  }

  #lowerTableFunction(name: string): void {
    const cursor = this.#cursor;
    const { start } = cursor.token;
    cursor.next();
    cursor.expectSymbol('(');
    const given = new Map<string, string>();
    while (!cursor.isSymbol(')')) {
      const argument = cursor.expectName(`an argument of ${name} such as location => '@stage'`).toLowerCase();
      if (!cursor.takeSymbol('=>')) throw cursor.unexpected("'=>'");
      given.set(argument, cursor.expectString('a string'));
      if (!cursor.takeSymbol(',')) break;
    }
    cursor.expectSymbol(')');
    const table = `__table_function_${this.#tableFunctions.size}`;
    this.#tableFunctions.set(table, { name, arguments: given });
    this.#pushBoth(table, { start, end: cursor.previousEnd });
  }

  #literal(literal: Literal): number {
    this.#literals.push(literal);
    return FIRST_LITERAL + this.#literals.length - 1;
  }

  #pushBoth(text: string, span: Span): void {
    this.#push(text, text, span);
  }

  #push(mysql: string, postgresql: string, span: Span): void {
    this.#pieces.push({ mysql, postgresql, span: { start: span.start, end: span.end } });
  }
}

const isSymbol = (token: Token, text: string): boolean => token.kind === 'symbol' && token.text === text;
const isStage = (token: Token): boolean => token.kind === 'user-variable';
const isLocationText = (token: Token): boolean => token.kind === 'string' && /^@|:\/\//.test(token.value);

/** Words that end a select list. */
const AFTER_ITEMS = new Set(['FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'UNION', 'EXCEPT', 'INTERSECT', 'INTO', 'WINDOW', 'OFFSET', 'FOR']);

/** Notes where the items of the first select list outside parentheses begin and end. */
class SelectItems {
  readonly #spans: Span[] = [];
  #state: 'before' | 'inside' | 'after' = 'before';
  #start: number | null = null;

  /** Is shown each token, with the depth of parentheses and the end of the token before it. */
  see(token: Token, depth: number, previousEnd: number): void {
    if (depth > 0 || this.#state === 'after') return;
    if (this.#state === 'before') {
      if (token.kind === 'word' && token.upper === 'SELECT') this.#state = 'inside';
      return;
    }
    if (token.kind === 'word' && (token.upper === 'DISTINCT' || token.upper === 'ALL') && this.#start === null) return;
    if (isSymbol(token, ',') || (token.kind === 'word' && AFTER_ITEMS.has(token.upper))) {
      this.#close(previousEnd);
      if (token.kind === 'word') this.#state = 'after';
      return;
    }
    this.#start ??= token.start;
  }

  spans(end: number): readonly Span[] {
    if (this.#state === 'inside') this.#close(end);
    this.#state = 'after';
    return this.#spans;
  }

  #close(end: number): void {
    if (this.#start !== null) this.#spans.push({ start: this.#start, end });
    this.#start = null;
  }
}
