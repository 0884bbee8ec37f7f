/** Where something stands in the statement text: UTF-16 offsets, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface TokenOf<Kind extends string> extends Span {
  readonly kind: Kind;
}

/** A bare identifier or keyword. `upper` is for comparing with keywords. */
export interface Word extends TokenOf<'word'> {
  readonly text: string;
  readonly upper: string;
}

/** `` `name` `` with the quotes taken off, and `"name"` where the rules say so. */
export interface QuotedName extends TokenOf<'quoted-name'> {
  readonly name: string;
}

/** `'text'`, `"text"` or `$$text$$` with escapes decoded. */
export interface StringLiteral extends TokenOf<'string'> {
  readonly value: string;
  readonly quote: "'" | '"' | '$$';
}

export interface NumberLiteral extends TokenOf<'number'> {
  readonly text: string;
}

/** `@name`: a user variable, unless the grammar expects a stage there. */
export interface UserVariable extends TokenOf<'user-variable'> {
  readonly name: string;
}

/** `@@name` or `@@scope.name`. */
export interface SystemVariable extends TokenOf<'system-variable'> {
  readonly scope: 'global' | 'session' | 'persist' | 'persist_only' | null;
  readonly name: string;
}

/** `$1` or `$name`. */
export interface DollarName extends TokenOf<'dollar'> {
  readonly name: string;
}

/** `?`: a value that the client binds to the statement. */
export type ParameterMark = TokenOf<'parameter'>;

export interface Symbol extends TokenOf<'symbol'> {
  readonly text: string;
}

export type End = TokenOf<'end'>;

export type Token = Word | QuotedName | StringLiteral | NumberLiteral | UserVariable | SystemVariable | DollarName | ParameterMark | Symbol | End;
