import type { Value } from '../relation.js';
import type { ColumnType } from '../relation.js';
import type { Expression } from './ast.js';
import type { QueryParameters } from './query-parameters.js';
import { WIDEST_DECIMAL } from './data-type.js';
import { clockOfText, quoteScalar, quoteText, wideOfText, type Scalar } from './quoting.js';
import { Clock, Day, SESSION_FUNCTIONS, SESSION_FUNCTIONS_OF_ARGUMENTS, isOfArguments, type SessionFunctionOfArguments, type SessionValues } from './session-values.js';

/** A value that is known without running the query. `sql` is how DuckDB writes it. */
export interface Constant {
  readonly sql: string;
  readonly value: Value;
  /** The number as it was written, which may be more exact than the value. */
  readonly numberText?: string;
  /** The type of a parameter; that of other constants follows from their value. */
  readonly type?: ColumnType;
  /** A parameter to which nothing is bound yet. */
  readonly isUnbound?: boolean;
}

/** A literal so long is bound to the SQL: the engine reads SQL in the thread that serves everybody. */
const BOUND_LITERAL = 64 * 1024;

export interface ConstantContext {
  readonly session: SessionValues;
  readonly parameters: QueryParameters;
}

/** Literals, parameters, variables and functions of the session; null for anything else. */
export function constantOf(expression: Expression, context: ConstantContext): Constant | null {
  switch (expression.kind) {
    case 'null':
      return { sql: 'NULL', value: null };
    case 'boolean':
      return { sql: expression.value ? 'TRUE' : 'FALSE', value: expression.value };
    case 'number':
      return numberConstant(expression.text, false);
    case 'text':
      if (expression.text.length >= BOUND_LITERAL) return context.parameters.literal(`'${expression.text}`, { type: { name: 'varchar' }, value: expression.text });
      return { sql: quoteText(expression.text), value: expression.text };
    case 'bytes': {
      const value = Buffer.from(expression.hex, 'hex');
      if (value.length >= BOUND_LITERAL) return context.parameters.literal(`x'${expression.hex}`, { type: { name: 'binary' }, value });
      return { sql: `from_hex('${expression.hex}')`, value };
    }
    case 'parameter':
      return context.parameters.constant(expression.index);
    case 'system-variable':
      return scalar(context.session.systemVariable(expression.scope, expression.name));
    case 'user-variable':
      return context.parameters.variable(`@${expression.name}`, context.session.userVariable(expression.name));
    case 'session-variable':
      return context.parameters.variable(`$${expression.name}`, context.session.sessionVariable(expression.name));
    case 'unary':
      return expression.operator === '-' && expression.operand.kind === 'number' ? numberConstant(expression.operand.text, true) : null;
    case 'call': {
      if (isOfArguments(expression.name)) return ofArguments(expression.name, expression.args, context);
      // A precision, as in now(6), changes nothing: times always have six digits.
      const of = expression.args.every(({ kind }) => kind === 'number') ? SESSION_FUNCTIONS[expression.name] : undefined;
      const value = of?.(context.session);
      if (value instanceof Clock) return { sql: clockOfText(quoteText(value.text)), value: value.text, type: { name: 'time' } };
      return value === undefined ? null : value instanceof Day ? dayConstant(value) : scalar(value);
    }
    default:
      return null;
  }
}

const OF_ARGUMENTS: Readonly<Record<SessionFunctionOfArguments, (args: readonly Expression[], context: ConstantContext) => Constant | null>> = {
  mysql_query_attribute_string: queryAttribute,
  last_query_id: queryId,
};

/** Null unless there are as many arguments as there may be, all of them constant. */
function ofArguments(name: SessionFunctionOfArguments, args: readonly Expression[], context: ConstantContext): Constant | null {
  const { least, most } = SESSION_FUNCTIONS_OF_ARGUMENTS[name];
  return args.length >= least && args.length <= most ? OF_ARGUMENTS[name](args, context) : null;
}

/** NULL for a name that the client did not send (MySQL manual, "Query Attributes"). */
function queryAttribute([name]: readonly Expression[], context: ConstantContext): Constant | null {
  const constant = name && constantOf(name, context);
  return constant ? scalar(context.session.queryAttribute(String(constant.value))) : null;
}

/** By default that of this statement; NULL for a position beyond those that there were (Databend's documentation, LAST_QUERY_ID). */
function queryId(args: readonly Expression[], context: ConstantContext): Constant | null {
  const [argument] = args;
  if (!argument) return scalar(context.session.queryId(-1));
  const position = constantOf(argument, context);
  if (!position) return null;
  return scalar(position.value === null ? null : context.session.queryId(Number(position.value)));
}

const dayConstant = ({ midnight }: Day): Constant => ({ sql: `DATE '${midnight.toISOString().slice(0, 10)}'`, value: midnight, type: { name: 'date' } });

function scalar(value: Scalar): Constant {
  return { sql: quoteScalar(value), value };
}

function numberConstant(text: string, isNegative: boolean): Constant {
  const decimal = /^0[xb]/i.test(text) ? BigInt(text.toLowerCase()).toString() : text;
  // Only a DOUBLE has a zero below zero.
  const signed = isNegative && !/^[0.]+$/.test(decimal) ? `-${decimal}` : decimal;
  const digits = decimal.replace(/^0+|\./g, '').length;
  const isWide = digits > WIDEST_DECIMAL && /^[\d.]+$/.test(decimal);
  return { sql: isWide ? wideOfText(quoteText(signed)) : signed.startsWith('-') ? `(${signed})` : signed, value: Number(signed), numberText: signed };
}
