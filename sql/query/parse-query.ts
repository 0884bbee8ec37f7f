import { StagewireError } from '../../errors/index.js';
import type { Cursor } from '../grammar/cursor.js';
import type { Parameter } from '../parameter.js';
import { userVariable } from '../statements/prepared.js';
import { syntaxError } from '../syntax-error.js';
import type { Expression, FileContent, QueryExpression, TableFunctionCall } from './ast.js';
import { expression } from './grammar/expression.js';
import { isQueryAhead, type Grammar } from './grammar/grammar.js';
import { BINDING } from './grammar/precedence.js';
import { query } from './grammar/query.js';
import type { StagedLocation } from './staged-location.js';

/** SELECT, WITH and VALUES, parsed but not yet translated. */
export interface Query {
  readonly kind: 'query';
  readonly expression: QueryExpression;
  /** All table functions in it. */
  readonly tableFunctions: readonly TableFunctionCall[];
  /** All calls of read_file in it. */
  readonly fileContents: readonly FileContent[];
  /** All locations of staged files in it. */
  readonly locations: readonly StagedLocation[];
  /** What is bound to its parameters, in the order in which they stand; empty while it is only prepared. */
  readonly parameters: readonly Parameter[];
  /** Whether a variable names one of its tables. */
  readonly hasTableVariables: boolean;
  /** Whether FOUND_ROWS() is to tell of its rows without LIMIT, for SQL_CALC_FOUND_ROWS. */
  readonly countsAll: boolean;
  /** Whether it does more than to compute: it assigns variables or calls functions of locks. */
  readonly hasEffects: boolean;
  /** User variables that take the values of its only row, `SELECT … INTO @a, @b`; for most queries none. */
  readonly into: readonly string[];
}

/** Deeper nesting is refused, so that no text can exhaust the stack, ours or the engine's. */
const DEEPEST_NESTING = 100;

export function isQueryStart(cursor: Cursor): boolean {
  return isQueryAhead(new QueryGrammar(cursor));
}

/** Reads a query up to the end of the statement. 1064 with its place for what is none. */
export function parseQuery(cursor: Cursor): Query {
  const grammar = new QueryGrammar(cursor);
  const read = grammar.query();
  grammar.takeInto();
  cursor.expectEnd();
  return { kind: 'query', expression: read, tableFunctions: grammar.tableFunctions, fileContents: grammar.fileContents, locations: grammar.locations, parameters: cursor.parameters, into: grammar.into, hasTableVariables: grammar.hasTableVariables, countsAll: grammar.countsAll, hasEffects: grammar.hasEffects };
}

/** Reads one expression at the cursor, and nothing after it. */
export function parseExpression(cursor: Cursor): Expression {
  return new QueryGrammar(cursor).expression();
}

/** The parts of the grammar, which hold each other, with the depth to which they do. */
class QueryGrammar implements Grammar {
  readonly cursor: Cursor;
  readonly tableFunctions: TableFunctionCall[] = [];
  readonly fileContents: FileContent[] = [];
  readonly into: string[] = [];
  readonly locations: StagedLocation[] = [];
  hasTableVariables = false;
  countsAll = false;
  hasEffects = false;
  #depth = 0;

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  note(call: TableFunctionCall): void {
    this.tableFunctions.push(call);
  }

  noteFile(content: FileContent): void {
    this.fileContents.push(content);
  }

  noteTableVariable(): void {
    this.hasTableVariables = true;
  }

  noteEffect(): void {
    this.hasEffects = true;
  }

  noteCount(): void {
    if (this.#depth <= 1) this.countsAll = true;
  }

  takeInto(): void {
    const { cursor } = this;
    if (!cursor.isWord('INTO')) return;
    if (this.#depth > 1 || this.into.length > 0) throw syntaxError(cursor.sql, cursor.token, 'INTO can stand once, in the outermost SELECT');
    cursor.next();
    if (cursor.isWord('OUTFILE', 'DUMPFILE')) throw new StagewireError('Unimplemented', 'SELECT … INTO OUTFILE is not supported; queries write no files of the server');
    do this.into.push(userVariable(cursor)); while (cursor.takeSymbol(','));
  }

  noteLocation(location: StagedLocation): void {
    this.locations.push(location);
  }

  expression(weakest: number = BINDING.none): Expression {
    return expression(this, weakest);
  }

  query(): QueryExpression {
    return query(this);
  }

  nested<Read>(read: () => Read): Read {
    if (this.#depth >= DEEPEST_NESTING) throw syntaxError(this.cursor.sql, this.cursor.token, `expressions are nested deeper than ${DEEPEST_NESTING}`);
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }
}
