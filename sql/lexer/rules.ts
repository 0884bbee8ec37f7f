/** What quotes and backslashes mean in a text: the part of `sql_mode` and `sql_dialect` that the lexer must know. */
export interface LexicalRules {
  /** Whether `"x"` is a name (ANSI_QUOTES, PostgreSQL's dialect) or a text. */
  readonly doubleQuotedNames: boolean;
  /** Whether a backslash in a text protects what follows; not so with NO_BACKSLASH_ESCAPES. */
  readonly backslashEscapes: boolean;
}

const rules = (doubleQuotedNames: boolean, backslashEscapes: boolean): LexicalRules => Object.freeze({ doubleQuotedNames, backslashEscapes });

/** Those of MySQL without any mode. */
export const MYSQL_RULES = rules(false, true);

const ALL = [MYSQL_RULES, rules(true, true), rules(false, false), rules(true, false)];

/** The rules, each combination one value, so that they can be compared and be part of a key. */
export function lexicalRules(doubleQuotedNames: boolean, backslashEscapes: boolean): LexicalRules {
  return ALL.find((candidate) => candidate.doubleQuotedNames === doubleQuotedNames && candidate.backslashEscapes === backslashEscapes) ?? MYSQL_RULES;
}
