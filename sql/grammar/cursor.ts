import { Lexer } from '../lexer/lexer.js';
import { MYSQL_RULES, type LexicalRules } from '../lexer/rules.js';
import type { Span, Token, UserVariable, Word } from '../lexer/token.js';
import { parameterInteger, parameterOption, parameterText, type Parameter, type ParameterSource, type Variable, type VariableSource } from '../parameter.js';
import { syntaxError } from '../syntax-error.js';
import { StagewireError } from '../../errors/index.js';

/** Characters of an unexpected token that an error quotes. */
const LONGEST_QUOTE = 40;

/** A place in a statement, with the questions that a recursive-descent grammar asks. */
export class Cursor {
  readonly lexer: Lexer;
  readonly #source: ParameterSource;
  readonly #variables: VariableSource;
  #takesVariables = false;
  #token: Token;
  #previousEnd: number;
  #parameterCount = 0;
  #parametersRead = 0;
  #refusal: StagewireError | null = null;

  constructor(sql: string, offset = 0, parameters: ParameterSource = 'none', rules: LexicalRules = MYSQL_RULES, variables: VariableSource = 'announced') {
    this.lexer = new Lexer(sql, rules);
    this.#source = parameters;
    this.#variables = variables;
    this.#previousEnd = offset;
    this.#token = this.lexer.tokenAt(offset);
  }

  /** By which the text is read. */
  get rules(): LexicalRules {
    return this.lexer.rules;
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

  /** How many parameters stand before the cursor. */
  get parameterCount(): number {
    return this.#parameterCount;
  }

  /** How many of them, and of variables, the grammar took as values: what it made of the text depends on those. */
  get parametersRead(): number {
    return this.#parametersRead;
  }

  /** The values that are bound to the text, all of them. */
  get parameters(): readonly Parameter[] {
    return typeof this.#source === 'string' ? [] : this.#source;
  }

  /**
   * The values of the parameters in the text between that count and the cursor. What the statement makes of
   * the text then depends on them.
   */
  parametersSince(first: number): readonly Parameter[] {
    this.#parametersRead += this.#parameterCount - first;
    return this.parameters.slice(first, this.#parameterCount);
  }

  /** From here on a variable may stand for a text or a number. Not in queries, which read variables when they run. */
  takeVariables(): void {
    this.#takesVariables = true;
  }

  /** The token after the one at the cursor. */
  peek(): Token {
    return this.#token.kind === 'end' ? this.#token : this.lexer.tokenAt(this.#token.end);
  }

  next(): Token {
    const token = this.#token;
    if (token.kind === 'parameter') this.#passParameter();
    this.#moveTo(token.end);
    return token;
  }

  /** True at the end of the statement: the end of the text or a semicolon. */
  atEnd(): boolean {
    return this.#token.kind === 'end' || this.isSymbol(';');
  }

  /** To the end of the statement, whatever stands before it. */
  skipToEnd(): void {
    while (!this.atEnd()) this.next();
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

  /** True at a text in quotes, or at a parameter or variable, which may be one. */
  isString(): boolean {
    return this.#token.kind === 'string' || this.isParameter() || this.isVariable();
  }

  isParameter(): boolean {
    return this.#token.kind === 'parameter';
  }

  /** True at a variable where one may stand. */
  isVariable(): boolean {
    return this.#variable() !== null;
  }

  /** Takes so many characters at the cursor, whatever tokens they would be; a question mark among them is no parameter. */
  takeCharacters(count: number): void {
    this.#moveTo(this.#token.start + count);
  }

  /** A text in quotes, or a parameter or variable in its place (1210 or 1232 if its value is none). */
  expectString(what: string): string {
    if (this.isParameter() || this.isVariable()) return this.#takeValue(what, parameterText, '');
    const token = this.#token;
    if (token.kind !== 'string') throw this.unexpected(what);
    this.next();
    return token.value;
  }

  /** The parameter or variable at the cursor as a value of any kind but NULL (1210, 1232). */
  expectValue(what: string): string | number | boolean {
    if (!this.isParameter() && !this.isVariable()) throw this.unexpected(what);
    return this.#takeValue<string | number | boolean>(what, parameterOption, '');
  }

  expectWord(what: string): Word {
    const token = this.#token;
    if (token.kind !== 'word') throw this.unexpected(what);
    this.next();
    return token;
  }

  /** A whole number from `least` to `most`, or a parameter or variable in its place (1210 or 1232 if its value is none). */
  expectInteger(what: string, least: number, most: number): number {
    const range = `${what} (a whole number from ${least} to ${most})`;
    const isInRange = (value: number | null): value is number => value !== null && value >= least && value <= most;
    if (this.isParameter() || this.isVariable()) {
      return this.#takeValue(range, (parameter) => [parameterInteger(parameter)].find(isInRange) ?? null, least);
    }
    const token = this.#token;
    const value = token.kind === 'number' && /^\d+$/.test(token.text) ? Number(token.text) : NaN;
    if (!isInRange(value)) throw this.unexpected(range);
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

  /** Takes the text at the cursor up to a blank, comma, semicolon, quote or parenthesis, whatever tokens it would be. */
  takeBare(): string {
    const bare = this.lexer.bareAt(this.#token.start);
    this.#moveTo(bare.end);
    return bare.text;
  }

  /** A 1064 at the token at the cursor. */
  unexpected(expected: string): StagewireError {
    const token = this.#token;
    const found = token.kind === 'end' ? 'the end of the text' : `'${this.sql.slice(token.start, Math.min(token.end, token.start + LONGEST_QUOTE))}'`;
    const message = token.kind === 'string' ? `unexpected text, expected ${expected}` : `unexpected ${found}, expected ${expected}`;
    return (this.#refusal = syntaxError(this.sql, token, message));
  }

  /** Whether an error is about the grammar of the text, whatever the values of its parameters are. */
  isRefusal(error: unknown): boolean {
    return error === this.#refusal;
  }

  #variable(): Variable | null {
    const token = this.#token;
    if (!this.#takesVariables) return null;
    if (token.kind === 'user-variable') return { kind: 'user-variable', name: token.name.toLowerCase() };
    return token.kind === 'dollar' && !/^\d/.test(token.name) ? { kind: 'session-variable', name: token.name.toLowerCase() } : null;
  }

  /** Takes the parameter or variable at the cursor by its value; by `announced` while the statement is only prepared. */
  #takeValue<Read>(what: string, read: (parameter: Parameter) => Read | null, announced: Read): Read {
    const index = this.#parameterCount;
    const variable = this.#variable();
    this.next();
    this.#parametersRead += 1;
    if (variable) {
      if (this.#variables === 'announced') return announced;
      const value = read(this.#variables(variable));
      if (value === null) throw wrongVariable(variable, what);
      return value;
    }
    if (this.#source === 'announced') return announced;
    const parameter = this.parameters[index];
    const value = parameter === undefined ? null : read(parameter);
    if (value === null) throw wrongParameter(index, what);
    return value;
  }

  #passParameter(): void {
    if (this.#source === 'none') throw syntaxError(this.sql, this.#token, "unexpected '?': parameters need a prepared statement");
    this.#parameterCount += 1;
  }

  #moveTo(offset: number): void {
    this.#previousEnd = offset;
    this.#token = this.lexer.tokenAt(offset);
  }
}

/** ER_WRONG_TYPE_FOR_VAR. The value stays out of the text: it may be a secret. */
function wrongVariable({ kind, name }: Variable, what: string): StagewireError {
  return new StagewireError('BadArguments', `Incorrect argument type: variable ${kind === 'session-variable' ? '$' : '@'}${name} holds nothing that can stand for ${what}`, {
    mysql: { errno: 1232, sqlState: '42000' },
  });
}

/** ER_WRONG_ARGUMENTS. The value stays out of the text: it may be a secret. */
function wrongParameter(index: number, what: string): StagewireError {
  return new StagewireError('BadArguments', `Incorrect arguments to EXECUTE: the value of parameter ${index + 1} can not be ${what}`, {
    mysql: { errno: 1210, sqlState: 'HY000' },
  });
}
