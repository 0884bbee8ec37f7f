import { StagewireError } from '../../errors/index.js';
import type { Alias, Expression, TableFunctionCall } from './ast.js';
import { coerce } from './coercion.js';
import type { ElementTable } from './element-chain.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { flatList } from './flat-list.js';
import { jsonTableElements } from './json-tables.js';
import { quoteName, quoteText } from './quoting.js';

/** A table whose rows are the elements of a list. */
export interface Unnesting {
  /** What the list is made of. */
  readonly input: string;
  /** The list. @param input SQL of `input`, which it has in many places @param number SQL of the row's number, a BIGINT */
  readonly elements: (input: string, number: string) => string;
  readonly alias: Alias;
  /** Whether the elements tell the number of their row. */
  readonly isNumbered: boolean;
  /** Whether the engine gives the lists in another order than that of the rows. */
  readonly losesOrder: boolean;
}

const FLATTEN_ARGUMENTS: ReadonlySet<string> = new Set(['input', 'path', 'outer', 'recursive', 'mode']);

/** The list of `unnest(…)`, LATERAL FLATTEN and its kin, JSON_TABLE: a list of tuples but for the first. */
export function unnesting(table: ElementTable, context: ExpressionContext): Unnesting {
  if (table.kind === 'json-table') {
    return { input: jsonTableElements(table, context), elements: (input) => input, alias: table.alias ?? { name: 'json_table', columns: [] }, isNumbered: false, losesOrder: false };
  }
  const { call } = table;
  const alias = table.alias ?? { name: call.name, columns: [] };
  const input = call.named.get('input') ?? call.positional[0];
  if (!input) throw new StagewireError('NumberArgumentsNotMatch', `${call.name} needs an input`);
  if (call.name !== 'unnest') return { ...flattened(call, input, context), alias };
  return { input: flatList(input, writeExpression(input, context), context), elements: (written) => written, alias, isNumbered: false, losesOrder: false };
}

/** The query that makes rows of a list; fields of tuples become columns. */
export function unnestedRows(table: ElementTable, elements: string): string {
  const isPlain = table.kind === 'unnested' && table.call.name === 'unnest';
  return `SELECT unnest(${elements}${isPlain ? `) AS ${quoteName('unnest')}` : ', max_depth := 2)'}`;
}

function flattened(call: TableFunctionCall, input: Expression, context: ExpressionContext): Omit<Unnesting, 'alias'> {
  const unknown = [...call.named.keys()].find((name) => !FLATTEN_ARGUMENTS.has(name));
  if (unknown !== undefined) throw new StagewireError('BadArguments', `unknown param ${unknown} for ${call.name}`);
  const argument = (name: string, otherwise: string): string => {
    const given = call.named.get(name);
    if (given && given.kind !== 'text' && given.kind !== 'boolean' && given.kind !== 'number') throw new StagewireError('SemanticError', `${call.name} takes a literal as its ${name}`);
    return given === undefined ? otherwise : given.kind === 'boolean' ? String(given.value) : given.text;
  };
  const isTrue = (name: string): boolean => /^(true|1)$/i.test(argument(name, 'false'));
  const isRecursive = isTrue('recursive');
  const macro = isRecursive ? 'fn.flatten_recursive' : 'fn.flatten_variant';
  const options = [quoteText(argument('path', '')), quoteText(argument('mode', 'both')), isTrue('outer') ? 'TRUE' : 'FALSE'].join(', ');
  // The elements of all levels are those of a query within the expression, and so of a join.
  return { input: coerce('json', input, context), elements: (document, number) => `${macro}(${document}, ${options}, ${number})`, isNumbered: true, losesOrder: isRecursive };
}
