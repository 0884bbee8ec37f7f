import { StagewireError } from '../../errors/index.js';
import type { TableFunctionCall } from './ast.js';
import { constantOf, type ConstantContext } from './constants.js';

/** The result of a query before, which RESULT_SCAN reads. */
export interface ResultSource {
  readonly kind: 'result';
  /** The id of that query; null for a parameter to which nothing is bound yet. */
  readonly id: string | null;
  /** Whether the id stands there as it is: another may come of variables, parameters and last_query_id() the next time. */
  readonly isWritten: boolean;
  readonly call: TableFunctionCall;
}

/**
 * `RESULT_SCAN('<id>' | LAST_QUERY_ID(…) | ? | $x | @x)`. Throws 1028 for another number of arguments, 1065 for one that is not constant, 1006 for
 * one that is no text, 2004 for no id.
 */
export function resultSource(call: TableFunctionCall, context: ConstantContext): ResultSource {
  const { positional, named } = call;
  const [argument, ...others] = positional;
  if (!argument || others.length > 0 || named.size > 0) throw new StagewireError('NumberArgumentsNotMatch', 'RESULT_SCAN takes one argument, the id of a query');
  const constant = constantOf(argument, { session: context.session, parameters: context.parameters.apart() });
  if (!constant) throw new StagewireError('SemanticError', 'RESULT_SCAN takes the id of a query as a text, a parameter, a variable or last_query_id()');
  const isWritten = argument.kind === 'text';
  const { value, isUnbound = false } = constant;
  if (isUnbound) return { kind: 'result', id: null, isWritten, call };
  if (value === null || value === '') throw new StagewireError('InvalidArgument', 'RESULT_SCAN is given no id of a query: last_query_id(n) is NULL where the connection has run no statement in that place');
  if (typeof value !== 'string') throw new StagewireError('BadArguments', `RESULT_SCAN takes the id of a query as a text, not ${String(value)}`);
  return { kind: 'result', id: value, isWritten, call };
}
