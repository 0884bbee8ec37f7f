import { StagewireError } from '../../errors/index.js';
import type { TableFunctionCall } from './ast.js';
import { constantOf, type ConstantContext } from './constants.js';

/** The result of a query before, which RESULT_SCAN reads. */
export interface ResultSource {
  readonly kind: 'result';
  /** The id of that query; null where it is none yet, such as a parameter to which nothing is bound. */
  readonly id: string | null;
  /** Whether the id stands there as it is: another may come of variables, parameters and last_query_id() the next time. */
  readonly isWritten: boolean;
  readonly call: TableFunctionCall;
}

const LITERALS: ReadonlySet<string> = new Set(['number', 'boolean', 'null', 'bytes']);

/**
 * `RESULT_SCAN('<id>' | LAST_QUERY_ID(…) | ? | $x | @x)`. Throws 1028 for another number of arguments, 1065 for one that is not constant, 1006 for
 * one that can never be a text.
 */
export function resultSource(call: TableFunctionCall, context: ConstantContext): ResultSource {
  const { positional, named } = call;
  const [argument, ...others] = positional;
  if (!argument || others.length > 0 || named.size > 0) throw new StagewireError('NumberArgumentsNotMatch', 'RESULT_SCAN takes one argument, the id of a query');
  const constant = constantOf(argument, { session: context.session, parameters: context.parameters.apart() });
  if (!constant) throw new StagewireError('SemanticError', 'RESULT_SCAN takes the id of a query as a text, a parameter, a variable or last_query_id()');
  const isWritten = argument.kind === 'text';
  const { value } = constant;
  if (LITERALS.has(argument.kind)) throw new StagewireError('BadArguments', `RESULT_SCAN takes the id of a query as a text, not ${String(value)}`);
  return { kind: 'result', id: typeof value === 'string' && value !== '' ? value : null, isWritten, call };
}
