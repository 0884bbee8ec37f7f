import type { Cursor } from '../grammar/cursor.js';
import { isQueryStart, parseQuery, type Query } from '../query/parse-query.js';
import { describeTable, type DescribeTable } from './show-object.js';

export type ExplainFormat = 'TRADITIONAL' | 'TREE' | 'JSON';

export interface Explain {
  readonly kind: 'explain';
  /** Null for the session's `explain_format`. */
  readonly format: ExplainFormat | null;
  readonly query: Query;
}

export interface ExplainConnection {
  readonly kind: 'explain-connection';
}

const FORMATS: Readonly<Record<string, ExplainFormat>> = { TRADITIONAL: 'TRADITIONAL', TRADITIONAL_STRICT: 'TRADITIONAL', TREE: 'TREE', JSON: 'JSON' };

/** `{EXPLAIN | DESCRIBE | DESC} { [EXTENDED] [FORMAT = <format>] { <query> | FOR CONNECTION <id> } | <table> [<column>] }` */
export function parseExplain(cursor: Cursor): Explain | ExplainConnection | DescribeTable {
  if (cursor.takeOneOf('EXPLAIN', 'DESCRIBE', 'DESC') === null) throw cursor.unexpected('EXPLAIN');
  if (cursor.isWord('EXTENDED', 'PARTITIONS') && cursor.peek().kind !== 'end') cursor.next();
  const format = explainFormat(cursor);
  if (cursor.take('FOR', 'CONNECTION')) {
    cursor.expectInteger('the id of a connection', 0, Number.MAX_SAFE_INTEGER);
    cursor.expectEnd();
    return { kind: 'explain-connection' };
  }
  if (isQueryStart(cursor)) return { kind: 'explain', format, query: parseQuery(cursor) };
  if (format !== null) throw cursor.unexpected('a query');
  return describeTable(cursor);
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
