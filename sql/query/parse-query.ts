import { createRequire } from 'node:module';
import type { Cursor } from '../grammar/cursor.js';
import type { Parameter } from '../parameter.js';
import { syntaxError } from '../syntax-error.js';
import { isNode, type Node } from './ast.js';
import { lowerQuery, type LoweredQuery } from './lower.js';
import { RecentlyUsed } from './recently-used.js';

/** SELECT and WITH, parsed but not yet translated. */
export interface Query {
  readonly kind: 'query';
  readonly ast: Node;
  readonly lowered: LoweredQuery;
  /** What is bound to its parameters, in the order in which they stand; empty while it is only prepared. */
  readonly parameters: readonly Parameter[];
}

interface QueryParser {
  astify(sql: string, options: { database: string }): unknown;
}

// The package is CommonJS without named exports that Node could see.
const require = createRequire(import.meta.url);
const { Parser } = require('node-sql-parser') as { Parser: new () => QueryParser };
const parser = new Parser();

/** Parsing takes about 0.3 ms for a middling query; literals are no part of the key. */
const CACHED_QUERIES = 500;
const LONGEST_CACHED = 16_384;
const cache = new RecentlyUsed<string, Node>(CACHED_QUERIES);

export function isQueryStart(cursor: Cursor): boolean {
  return cursor.isWord('SELECT', 'WITH') || cursor.isSymbol('(');
}

/** Reads a query up to the end of the statement. 1064 with its place for what neither grammar reads. */
export function parseQuery(cursor: Cursor): Query {
  const lowered = lowerQuery(cursor);
  const { parameters } = cursor;
  const known = cache.get(lowered.mysql);
  if (known) return { kind: 'query', ast: known, lowered, parameters };
  const ast = parseLowered(cursor.sql, lowered);
  if (lowered.mysql.length <= LONGEST_CACHED) cache.set(lowered.mysql, ast);
  return { kind: 'query', ast, lowered, parameters };
}

function parseLowered(sql: string, lowered: LoweredQuery): Node {
  const mysql = attempt(lowered.mysql, 'mysql');
  if (mysql.ast) return mysql.ast;
  const postgresql = attempt(lowered.postgresql, 'postgresql');
  if (postgresql.ast) return postgresql.ast;
  // The grammar that came further knows better what is wrong.
  const furthest = postgresql.offset > mysql.offset ? postgresql : mysql;
  const place = lowered.place(furthest === mysql ? 'mysql' : 'postgresql', furthest.offset);
  const found = sql.slice(place.start, Math.min(place.end, place.start + 40));
  throw syntaxError(sql, place, found === '' ? 'the query ends too early' : `unexpected '${found}'`);
}

interface Attempt {
  readonly ast: Node | null;
  /** Where parsing failed. */
  readonly offset: number;
}

function attempt(text: string, database: 'mysql' | 'postgresql'): Attempt {
  try {
    const ast = parser.astify(text, { database });
    const single: unknown = Array.isArray(ast) && ast.length === 1 ? ast[0] : ast;
    return isNode(single) && single['type'] === 'select' ? { ast: single, offset: 0 } : { ast: null, offset: 0 };
  } catch (error) {
    return { ast: null, offset: errorOffset(error) };
  }
}

function errorOffset(error: unknown): number {
  const location = isNode(error) ? error['location'] : null;
  const start = isNode(location) ? location['start'] : null;
  return isNode(start) && typeof start['offset'] === 'number' ? start['offset'] : 0;
}
