import type { JsonTableFallback } from '../../json/table.js';
import type { JsonTable, JsonTableItem } from '../ast.js';
import { dataType } from './data-type.js';
import { parenthesized, type Grammar } from './grammar.js';
import { tableAlias } from './table-alias.js';

/** `JSON_TABLE(document, path COLUMNS (…)) [AS] alias` behind its name (MySQL manual, "JSON Table Functions"). */
export function jsonTable(grammar: Grammar): JsonTable {
  const { cursor } = grammar;
  cursor.expectSymbol('(');
  const document = grammar.expression();
  cursor.expectSymbol(',');
  const path = cursor.expectString('a path in quotes');
  const columns = columnList(grammar);
  cursor.expectSymbol(')');
  return { kind: 'json-table', document, path, columns, alias: tableAlias(grammar) };
}

function columnList(grammar: Grammar): readonly JsonTableItem[] {
  grammar.cursor.expect('COLUMNS');
  const columns = grammar.nested(() => parenthesized(grammar, () => column(grammar)));
  if (columns.length === 0) throw grammar.cursor.unexpected('columns');
  return columns;
}

function column(grammar: Grammar): JsonTableItem {
  const { cursor } = grammar;
  const next = cursor.peek();
  if (cursor.isWord('NESTED') && (next.kind === 'string' || (next.kind === 'word' && next.upper === 'PATH'))) {
    cursor.next();
    cursor.take('PATH');
    return { kind: 'nested', path: cursor.expectString('a path in quotes'), columns: columnList(grammar) };
  }
  const name = cursor.expectName('a column');
  if (cursor.take('FOR', 'ORDINALITY')) return { kind: 'ordinality', name };
  const type = dataType(grammar);
  const isTest = cursor.take('EXISTS');
  cursor.expect('PATH');
  const path = cursor.expectString('a path in quotes');
  return isTest ? { kind: 'exists', name, type, path } : { kind: 'value', name, type, path, ...fallbacks(grammar) };
}

/** `{NULL | ERROR | DEFAULT 'text'} ON EMPTY`, the same for ON ERROR; NULL where nothing is said. */
export function fallbacks({ cursor }: Grammar): { readonly onEmpty: JsonTableFallback; readonly onError: JsonTableFallback } {
  const said: Record<'EMPTY' | 'ERROR', JsonTableFallback> = { EMPTY: { kind: 'null' }, ERROR: { kind: 'null' } };
  for (;;) {
    const word = cursor.takeOneOf('NULL', 'ERROR', 'DEFAULT');
    if (!word) return { onEmpty: said.EMPTY, onError: said.ERROR };
    const what: JsonTableFallback = word === 'DEFAULT' ? { kind: 'default', text: cursor.expectString('a default in quotes') } : { kind: word === 'NULL' ? 'null' : 'error' };
    cursor.expect('ON');
    const when = cursor.takeOneOf('EMPTY', 'ERROR');
    if (!when) throw cursor.unexpected('EMPTY or ERROR');
    said[when] = what;
  }
}
