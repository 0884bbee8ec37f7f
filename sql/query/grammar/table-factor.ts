import { StagewireError } from '../../../errors/index.js';
import type { Expression, Sample, TableFunctionCall, TableReference } from '../ast.js';
import { isQueryAhead, nameList, parenthesized, type Grammar } from './grammar.js';
import { isSeries, seriesOf, type Series } from '../series.js';
import { takeIdentifier } from './identifier.js';
import { jsonTable } from './json-table.js';
import { isLocationText, stagedLocation } from './staged-location.js';
import { tableAlias } from './table-alias.js';

/** Functions whose elements become rows beside those of the tables before them. */
const UNNESTING: ReadonlySet<string> = new Set(['flatten', 'unnest', 'json_each', 'json_array_elements']);

/** Functions whose one argument is a location. */
const OF_ONE_LOCATION: ReadonlySet<string> = new Set(['directory', 'inspect_parquet']);

/** One table of FROM: a name, a table function, a query, tables in parentheses. */
export function tableFactor(grammar: Grammar, joined: () => TableReference): TableReference {
  const { cursor } = grammar;
  if (isLocation(grammar)) return stagedFiles(grammar);
  const lateral = cursor.take('LATERAL');
  if (cursor.isWord('VALUES')) return { kind: 'derived', query: grammar.query(), lateral: false, alias: tableAlias(grammar) };
  if (cursor.isSymbol('(')) return inParentheses(grammar, lateral, joined);
  const { start } = cursor.token;
  const identifier = takeIdentifier(grammar);
  if (identifier) return identifiedTable(grammar, identifier, start);
  const next = cursor.peek();
  if (cursor.token.kind === 'word' && next.kind === 'symbol' && next.text === '(') return tableFunction(grammar);
  return namedTable(grammar);
}

function isLocation({ cursor }: Grammar): boolean {
  const { token } = cursor;
  return token.kind === 'user-variable' || (token.kind === 'string' && isLocationText(token.value));
}

function stagedFiles(grammar: Grammar): TableReference {
  const location = stagedLocation(grammar.cursor);
  grammar.noteLocation(location);
  return { kind: 'staged', location, alias: tableAlias(grammar) };
}

function inParentheses(grammar: Grammar, lateral: boolean, joined: () => TableReference): TableReference {
  const { cursor } = grammar;
  cursor.next();
  if (isQueryAhead(grammar) && isQueryUpToParenthesis(grammar)) {
    const query = grammar.query();
    cursor.expectSymbol(')');
    return { kind: 'derived', query, lateral, alias: tableAlias(grammar) };
  }
  const table = grammar.nested(joined);
  cursor.expectSymbol(')');
  return table;
}

/** `((SELECT …) a JOIN b …)` begins like a query and is none: something other than a set operation follows the inner one. */
function isQueryUpToParenthesis({ cursor }: Grammar): boolean {
  if (!cursor.isSymbol('(')) return true;
  let { token } = cursor;
  for (let depth = 0; token.kind !== 'end'; ) {
    if (token.kind === 'symbol' && token.text === '(') depth += 1;
    if (token.kind === 'symbol' && token.text === ')') depth -= 1;
    token = cursor.lexer.tokenAt(token.end);
    if (depth === 0) break;
  }
  if (token.kind === 'word') return /^(UNION|EXCEPT|INTERSECT|MINUS|ORDER|LIMIT|OFFSET|FETCH)$/.test(token.upper);
  return token.kind === 'symbol' && token.text === ')';
}

function identifiedTable(grammar: Grammar, identifier: NonNullable<ReturnType<typeof takeIdentifier>>, start: number): TableReference {
  const span = { start, end: grammar.cursor.previousEnd };
  const alias = tableAlias(grammar);
  if ('path' in identifier) return { kind: 'table', path: identifier.path, variable: null, alias, span };
  grammar.noteTableVariable();
  return { kind: 'table', path: [`$${identifier.variable}`], variable: identifier.variable, alias, span };
}

export function namedTable(grammar: Grammar): TableReference {
  const { cursor } = grammar;
  const { start } = cursor.token;
  if (cursor.token.kind === 'string') throw cursor.unexpected('a table; a text is none');
  const path = [cursor.expectName('a table')];
  while (path.length < 3 && cursor.takeSymbol('.')) path.push(cursor.expectName('a table'));
  const span = { start, end: cursor.previousEnd };
  if (cursor.isWord('PARTITION')) {
    cursor.next();
    nameList(grammar, 'a partition');
  }
  const alias = tableAlias(grammar);
  indexHints(grammar);
  return { kind: 'table', path, variable: null, alias, span };
}

/** `{USE | IGNORE | FORCE} {INDEX | KEY} [FOR …] (…)`: we have no indexes. */
function indexHints(grammar: Grammar): void {
  const { cursor } = grammar;
  for (;;) {
    const next = cursor.peek();
    if (!cursor.isWord('USE', 'IGNORE', 'FORCE') || next.kind !== 'word' || !/^(INDEX|KEY)$/.test(next.upper)) return;
    cursor.next();
    cursor.next();
    if (cursor.take('FOR') && !cursor.take('JOIN')) {
      cursor.next();
      cursor.expect('BY');
    }
    nameList(grammar, 'an index');
    cursor.takeSymbol(',');
  }
}

/** `[ROW | BLOCK] (n [ROWS | PERCENT])` behind SAMPLE or TABLESAMPLE */
export function sample({ cursor }: Grammar): Sample {
  const method = cursor.takeOneOf('ROW', 'BLOCK', 'BERNOULLI', 'SYSTEM');
  cursor.expectSymbol('(');
  const { token } = cursor;
  if (token.kind !== 'number' || !/^\d+(\.\d*)?$/.test(token.text)) throw cursor.unexpected('a number');
  cursor.next();
  const unit = cursor.takeOneOf('ROWS', 'PERCENT') === 'ROWS' ? 'rows' : 'percent';
  cursor.expectSymbol(')');
  if (unit === 'percent' && Number(token.text) > 100) throw new StagewireError('SemanticError', 'SAMPLE takes a percentage from 0 to 100');
  return { method: method === 'BLOCK' || method === 'SYSTEM' ? 'block' : 'row', size: token.text, unit };
}

function tableFunction(grammar: Grammar): TableReference {
  const { cursor } = grammar;
  const { token } = cursor;
  if (token.kind === 'word' && isSeries(token.text)) return { kind: 'series', series: series(grammar), alias: tableAlias(grammar) };
  const { start } = token;
  const name = cursor.expectName('a table function').toLowerCase();
  if (name === 'json_table') return jsonTable(grammar);
  // `TABLE(f(…))`, as others spell a table function.
  if (name === 'table') {
    cursor.expectSymbol('(');
    const table = tableFunction(grammar);
    cursor.expectSymbol(')');
    const alias = tableAlias(grammar);
    return alias && (table.kind === 'table-function' || table.kind === 'unnested' || table.kind === 'series') ? { ...table, alias } : table;
  }
  const call = tableFunctionArguments(grammar, name);
  if (!UNNESTING.has(name)) grammar.note(call);
  const span = { start, end: cursor.previousEnd };
  const alias = tableAlias(grammar);
  return UNNESTING.has(name) ? { kind: 'unnested', call, alias } : { kind: 'table-function', call, alias, span };
}

function tableFunctionArguments(grammar: Grammar, name: string): TableFunctionCall {
  const positional: Expression[] = [];
  const named = new Map<string, Expression>();
  parenthesized(grammar, () => {
    const { token } = grammar.cursor;
    // DIRECTORY(@s/path), INSPECT_PARQUET('@s/path')
    if (OF_ONE_LOCATION.has(name) && (token.kind === 'user-variable' || token.kind === 'string')) {
      named.set('location', { kind: 'text', text: token.kind === 'user-variable' ? grammar.cursor.takeStage(token).text : grammar.cursor.expectString('a location') });
      return;
    }
    const next = grammar.cursor.peek();
    if (next.kind !== 'symbol' || next.text !== '=>') {
      positional.push(grammar.expression());
      return;
    }
    const argument = grammar.cursor.expectName(`an argument of ${name}`).toLowerCase();
    grammar.cursor.next();
    named.set(argument, namedArgument(grammar, argument));
  });
  return { name, positional, named };
}

/** A parameter counts as the text that is bound to it, since privileges depend on what it names. */
function namedArgument(grammar: Grammar, argument: string): Expression {
  return grammar.cursor.isParameter() ? { kind: 'text', text: grammar.cursor.expectString(`a value of ${argument}`) } : grammar.expression();
}

/** `numbers(10)`, `generate_series(a, b [, step])` */
function series(grammar: Grammar): Series {
  const name = grammar.cursor.expectName('a table function').toLowerCase();
  return seriesOf(name, parenthesized(grammar, () => grammar.expression()));
}
