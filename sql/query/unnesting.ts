import { StagewireError } from '../../errors/index.js';
import type { Alias, Expression, JsonTable, TableFunctionCall, UnnestedTable } from './ast.js';
import { coerce } from './coercion.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { jsonTableElements } from './json-tables.js';
import { quoteName, quoteText } from './quoting.js';

/** A table whose rows are the elements of a list. */
export interface Unnesting {
  readonly elements: string;
  readonly alias: Alias;
}

const FLATTEN_ARGUMENTS: ReadonlySet<string> = new Set(['input', 'path', 'outer', 'recursive', 'mode']);

/** The list of `unnest(…)`, LATERAL FLATTEN and its kin, JSON_TABLE: a list of tuples but for the first. */
export function unnesting(table: UnnestedTable | JsonTable, context: ExpressionContext): Unnesting {
  if (table.kind === 'json-table') return { elements: jsonTableElements(table, context), alias: table.alias ?? { name: 'json_table', columns: [] } };
  const { call } = table;
  const input = call.named.get('input') ?? call.positional[0];
  if (!input) throw new StagewireError('NumberArgumentsNotMatch', `${call.name} needs an input`);
  const elements = call.name === 'unnest' ? writeExpression(input, context) : flattened(call, input, context);
  return { elements, alias: table.alias ?? { name: call.name, columns: [] } };
}

/** The query that makes rows of a list; fields of tuples become columns. */
export function unnestedRows(table: UnnestedTable | JsonTable, elements: string): string {
  const isPlain = table.kind === 'unnested' && table.call.name === 'unnest';
  return `SELECT unnest(${elements}${isPlain ? `) AS ${quoteName('unnest')}` : ', max_depth := 2)'}`;
}

function flattened(call: TableFunctionCall, input: Expression, context: ExpressionContext): string {
  const unknown = [...call.named.keys()].find((name) => !FLATTEN_ARGUMENTS.has(name));
  if (unknown !== undefined) throw new StagewireError('BadArguments', `unknown param ${unknown} for ${call.name}`);
  const argument = (name: string, otherwise: string): string => {
    const given = call.named.get(name);
    if (given && given.kind !== 'text' && given.kind !== 'boolean' && given.kind !== 'number') throw new StagewireError('SemanticError', `${call.name} takes a literal as its ${name}`);
    return given === undefined ? otherwise : given.kind === 'boolean' ? String(given.value) : given.text;
  };
  const isTrue = (name: string): boolean => /^(true|1)$/i.test(argument(name, 'false'));
  const macro = isTrue('recursive') ? 'fn.flatten_recursive' : 'fn.flatten_variant';
  return `${macro}(${coerce('json', input, context)}, ${quoteText(argument('path', ''))}, ${quoteText(argument('mode', 'both'))}, ${isTrue('outer') ? 'TRUE' : 'FALSE'})`;
}
