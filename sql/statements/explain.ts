import type { Cursor } from '../grammar/cursor.js';
import { isQueryStart, parseQuery, type Query } from '../query/parse-query.js';
import { describeTable, type DescribeTable } from './show-object.js';

export type ExplainFormat = 'TRADITIONAL' | 'TREE' | 'JSON';

export interface Explain {
  readonly kind: 'explain';
  /** Null for the session's `explain_format`. */
  readonly format: ExplainFormat | null;
  /** ANALYZE: the query runs. */
  readonly isAnalyzed: boolean;
  /** The user variable that takes the plan (lower case), instead of the client. */
  readonly into: string | null;
  readonly query: Query;
}

export interface ExplainConnection {
  readonly kind: 'explain-connection';
  readonly format: ExplainFormat | null;
  readonly connection: number;
}

const FORMATS: Readonly<Record<string, ExplainFormat>> = { TRADITIONAL: 'TRADITIONAL', TRADITIONAL_STRICT: 'TRADITIONAL', TREE: 'TREE', JSON: 'JSON' };

/** `{EXPLAIN | DESCRIBE | DESC} { [EXTENDED | ANALYZE] [FORMAT = <format>] [INTO @<variable>] { <query> | FOR CONNECTION <id> } | <table> [<column>] }` */
export function parseExplain(cursor: Cursor): Explain | ExplainConnection | DescribeTable {
  if (cursor.takeOneOf('EXPLAIN', 'DESCRIBE', 'DESC') === null) throw cursor.unexpected('EXPLAIN');
  if (cursor.isWord('EXTENDED', 'PARTITIONS') && cursor.peek().kind !== 'end') cursor.next();
  const isAnalyzed = isAnalyze(cursor);
  if (isAnalyzed) cursor.next();
  const format = explainFormat(cursor);
  const into = variableName(cursor);
  if (!isAnalyzed && into === null && cursor.take('FOR', 'CONNECTION')) {
    const connection = cursor.expectInteger('the id of a connection', 0, Number.MAX_SAFE_INTEGER);
    cursor.expectEnd();
    return { kind: 'explain-connection', format, connection };
  }
  if (isQueryStart(cursor)) return { kind: 'explain', format, isAnalyzed, into, query: parseQuery(cursor) };
  if (format !== null || isAnalyzed || into !== null) throw cursor.unexpected('a query');
  return describeTable(cursor);
}

/** A table may be called `analyze`; nothing but a column's name or pattern stands behind it then. */
function isAnalyze(cursor: Cursor): boolean {
  if (!cursor.isWord('ANALYZE')) return false;
  const next = cursor.peek();
  return next.kind === 'symbol' ? next.text === '(' : next.kind === 'word' && AFTER_ANALYZE.has(next.upper);
}

const AFTER_ANALYZE: ReadonlySet<string> = new Set(['SELECT', 'WITH', 'VALUES', 'FORMAT', 'TABLE', 'INTO']);

function variableName(cursor: Cursor): string | null {
  if (!cursor.isWord('INTO')) return null;
  cursor.next();
  const { token } = cursor;
  if (token.kind !== 'user-variable') throw cursor.unexpected('a user variable');
  cursor.next();
  return token.name.toLowerCase();
}

function explainFormat(cursor: Cursor): ExplainFormat | null {
  if (!cursor.isWord('FORMAT') || !isAssignment(cursor)) return null;
  cursor.next();
  cursor.expectSymbol('=');
  const word = cursor.isString() ? cursor.expectString('a format') : cursor.expectName('a format');
  const format = FORMATS[word.toUpperCase()];
  if (format === undefined) throw cursor.unexpected('the format TRADITIONAL, TREE or JSON');
  return format;
}

function isAssignment(cursor: Cursor): boolean {
  const next = cursor.peek();
  return next.kind === 'symbol' && next.text === '=';
}
