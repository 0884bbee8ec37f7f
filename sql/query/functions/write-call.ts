import { StagewireError } from '../../../errors/index.js';
import type { Call, Expression, OrderItem } from '../ast.js';
import { coerce, namedIfHeavy, withNames, withTypes, writeCondition, writeSummand } from '../coercion.js';
import { writeExpression, type ExpressionContext } from '../expression-context.js';
import { inOneForm } from '../one-form.js';
import { orderItem } from '../order-item.js';
import { quoteName, quoteText } from '../quoting.js';
import { isOfArguments, SESSION_FUNCTIONS, SESSION_FUNCTIONS_OF_ARGUMENTS, type SessionFunctionOfArguments } from '../session-values.js';
import { staticKind } from '../static-kind.js';
import { writeWindow } from '../windows.js';
import { aggregateOf, windowFunction, type AggregateRule } from './aggregates.js';
import { arityOf } from './rule.js';
import { ruleOf } from './rules.js';
import { AGGREGATE_WRITERS } from './special-aggregates.js';
import { unitOf } from './times.js';

/** Writes a call of a function. 1008 for an unknown name, 1028 for a wrong number of arguments. */
export function writeCall(call: Call, { summand, ...context }: ExpressionContext): string {
  const aggregate = aggregateOf(call.name);
  if (aggregate) return writeAggregate(ofPercentile(call), aggregate, call.over === null ? { ...context, loose: null } : context, summand);
  const window = windowFunction(call.name);
  if (window) return writeWindowFunction(call, window, context, summand);
  if (Object.hasOwn(SESSION_FUNCTIONS, call.name)) checkCount(call, 0, 0);
  if (isOfArguments(call.name)) throw notConstant(call, call.name);
  const rule = ruleOf(call.name);
  if (!rule) throw new StagewireError('UnknownFunction', `no function matches the given name: '${call.name}'`);
  if (call.distinct || call.orderBy.length > 0 || call.filter || call.over !== null) throw new StagewireError('SemanticError', `function '${call.name}' is no aggregate`);
  const arity = arityOf(rule.signature);
  checkCount(call, arity.least, arity.most);
  const written = rule.isOwn ? [] : call.args.map((argument, index) => {
    const coercion = arity.coercion(index);
    return coercion === 'unit' ? unitArgument(argument, call.name) : coerce(coercion, argument, context);
  });
  return rule.write(written, { args: call.args, parameters: call.parameters, context });
}

/** With the right arguments its value would have been known. */
function notConstant(call: Call, name: SessionFunctionOfArguments): StagewireError {
  const { least, most } = SESSION_FUNCTIONS_OF_ARGUMENTS[name];
  checkCount(call, least, most);
  return new StagewireError('SemanticError', `the argument of '${name}' must be constant`);
}

function unitArgument(argument: Expression, name: string): string {
  return name === 'get_format' ? '' : quoteText(unitOf(argument).toLowerCase());
}

function checkCount({ name, args }: Call, least: number, most: number): void {
  if (args.length >= least && args.length <= most) return;
  const expected = least === most ? String(least) : most > 1000 ? `at least ${least}` : `${least} to ${most}`;
  throw new StagewireError('NumberArgumentsNotMatch', `function '${name}' takes ${expected} arguments, but got ${args.length}`);
}

/** `percentile_cont(0.5) WITHIN GROUP (ORDER BY x)` is `quantile_cont(0.5)(x)`. */
function ofPercentile(call: Call): Call {
  const [level, ...others] = call.args;
  const [order, ...further] = call.orderBy;
  if (!/^(percentile|quantile)_/.test(call.name) || call.parameters.length > 0 || !order || level?.kind !== 'number' || others.length > 0) return call;
  if (further.length > 0) throw new StagewireError('SemanticError', `${call.name} is ordered by one expression`);
  const upwards = order.descending ? String(1 - Number(level.text)) : level.text;
  return { ...call, parameters: [{ kind: 'number', text: upwards }], args: [order.expression], orderBy: [] };
}

function writeAggregate(call: Call, { rule, isIf, isDistinct }: NonNullable<ReturnType<typeof aggregateOf>>, context: ExpressionContext, summand: ExpressionContext['summand']): string {
  const args = concatenated(call.name, isIf ? call.args.slice(0, -1) : call.args, call.span);
  const condition = isIf ? call.args.at(-1) : undefined;
  if (isIf && !condition) throw new StagewireError('NumberArgumentsNotMatch', `function '${call.name}' needs a condition`);
  checkCount({ ...call, args }, rule.least, rule.most);
  const filter = [call.filter, condition].flatMap((test) => (test ? [writeCondition(test, context)] : []));
  const suffix = `${filter.length > 0 ? ` FILTER (WHERE ${filter.join(' AND ')})` : ''}${over(call, context)}`;
  const [first] = args;
  if (first?.kind === 'star') {
    if (rule.target !== 'count') throw new StagewireError('SemanticError', `'*' is no argument of ${call.name}`);
    return `count(*)${suffix}`;
  }
  const distinct = call.distinct || isDistinct;
  const [order] = call.orderBy;
  if (rule.target === 'string_agg' && distinct && order && first && filter.length === 0) return orderedTexts(call, rule, first, order, context);
  if ((rule.target === 'min' || rule.target === 'max') && first && staticKind(first, context) === 'variant') return `arg_${rule.target}(${writeExpression(first, context)}, fn.rank_of(${writeExpression(first, context)}))${suffix}`;
  if (rule.special) return AGGREGATE_WRITERS[rule.special](aggregateArguments(call, args, rule, context), suffix, { ...call, args }, context);
  if (rule.target === 'count_if') return `count(${distinct ? 'DISTINCT ' : ''}CASE WHEN ${aggregateArguments(call, args, rule, context).join('')} THEN 1 END)${suffix}`;
  if (rule.target === 'sum' && context.care === 'comparisons') return carefulSum(aggregateArguments(call, args, rule, context).join(', '), distinct, suffix, args, context);
  if (rule.target.startsWith('json_group_') && ['variant', 'unknown'].includes(staticKind(args.at(-1) ?? { kind: 'null' }, context))) return documentOf(rule.target, aggregateArguments(call, args, rule, context), distinct, orderWithin(call, context), suffix);
  if (rule.target === 'avg') return context.care === 'comparisons' ? carefulAverage(aggregateArguments(call, args, rule, context).join(', '), distinct, suffix, args, context) : average(aggregateArguments(call, args, rule, context).join(', '), distinct, suffix, call.over !== null);
  if (rule.target === 'count' && distinct && first && args.length === 1 && staticKind(first, context) === 'variant') return `count(DISTINCT ${inOneForm(writeExpression(first, context))})${suffix}`;
  const written = first && CHOOSING.has(rule.target) ? [writeSummand(first, summand, context), ...aggregateArguments(call, args, rule, context).slice(1)] : aggregateArguments(call, args, rule, context);
  return `${rule.target}(${distinct ? 'DISTINCT ' : ''}${written.join(', ')}${orderWithin(call, context)})${suffix}`;
}

/** Aggregates whose result is one of the values of their first argument. */
const CHOOSING: ReadonlySet<string> = new Set(['min', 'max', 'any_value', 'first', 'last', 'mode', 'arg_min', 'arg_max']);

/** GROUP_CONCAT of several expressions is one of what they are together; a literal at their end is the separator. */
function concatenated(name: string, args: readonly Expression[], span: Call['span']): readonly Expression[] {
  const last = args.at(-1);
  const separator = args.length > 1 && last?.kind === 'text' ? [last] : [];
  const values = args.slice(0, args.length - separator.length);
  if (name !== 'group_concat' || values.length < 2) return args;
  return [{ kind: 'call', name: 'concat', parameters: [], args: values, distinct: false, orderBy: [], filter: null, nulls: null, over: null, span }, ...separator];
}

/** A sum that is one of DECIMALs of more than 38 digits if its summands are. */
function carefulSum(value: string, distinct: boolean, suffix: string, args: readonly Expression[], context: ExpressionContext): string {
  const of = (macro: string): string => withTypes([value], args, context, ([operand = '']) => `${macro}(${operand})`);
  return withNames([`sum(${distinct ? 'DISTINCT ' : ''}${of('fn.plain_units')})${suffix}`, `max(${of('fn.shape_of')})${suffix}`], (operands) => `fn.total(${operands.join(', ')})`);
}

/** The engine's own would write numbers of variants anew. */
function documentOf(target: string, args: readonly string[], distinct: boolean, order: string, suffix: string): string {
  const [macro, text] = target === 'json_group_array' ? ['fn.array_of', `fn.value_text(${args.join('')})`] : ['fn.object_of_texts', `fn.member_text(${args.join(', ')})`];
  return `${macro}(string_agg(${distinct ? 'DISTINCT ' : ''}${text}, ','${order})${suffix})`;
}

/** The same of AVG. */
function carefulAverage(value: string, distinct: boolean, suffix: string, args: readonly Expression[], context: ExpressionContext): string {
  const of = (name: string, macro: string): string => `${name}(${distinct ? 'DISTINCT ' : ''}${withTypes([value], args, context, ([operand = '']) => `${macro}(${operand})`)})${suffix}`;
  const parts = [of('avg', 'fn.unless_wide'), of('any_value', 'fn.unless_wide'), of('sum', 'fn.plain_units'), of('count', 'fn.plain_units'), of('max', 'fn.shape_of')];
  return withNames(parts, (operands) => `fn.mean_any(${operands.join(', ')})`);
}

/** Over a window the engine's own, to its 15 digits; otherwise of a DECIMAL by its sum, to the last. */
function average(value: string, distinct: boolean, suffix: string, isWindow: boolean): string {
  const of = (name: string): string => `${name}(${distinct ? 'DISTINCT ' : ''}${value})${suffix}`;
  if (isWindow) return `cast_to_type(${of('avg')}, fn.mean_type(${value}))`;
  return namedIfHeavy([of('avg'), `any_value(${value})`, of('sum'), of('count')], (operands) => `fn.mean(${operands.join(', ')})`);
}

/** Distinct values in the order that they have themselves, not that of their texts. */
function orderedTexts(call: Call, rule: AggregateRule, value: Expression, order: OrderItem, context: ExpressionContext): string {
  const written = writeExpression(value, context);
  if (call.orderBy.length > 1 || writeExpression(order.expression, context) !== written || call.over !== null) {
    throw new StagewireError('SemanticError', `${call.name} with DISTINCT is ordered by its argument only`);
  }
  const [, separator] = aggregateArguments(call, call.args, rule, context);
  return `array_to_string(list_transform(list(DISTINCT ${written} ORDER BY ${orderItem(order, context)}), lambda x : fn.plain_text(x)), ${separator ?? "','"})`;
}

function aggregateArguments(call: Call, args: readonly Expression[], { target, letters }: AggregateRule, context: ExpressionContext): readonly string[] {
  const written = args.map((argument, index) => {
    const letter = letters[Math.min(index, letters.length - 1)] ?? 'a';
    return letter === 'U' ? `fn.bits(${coerce('number', argument, context)})` : coerce(arityOf(letter).coercion(0) as Parameters<typeof coerce>[0], argument, context);
  });
  // Rows count that have no NULL in any of the arguments.
  if (target === 'count' && written.length > 1) return [`CASE WHEN ${written.map((argument) => `${argument} IS NULL`).join(' OR ')} THEN NULL ELSE row(${written.join(', ')}) END`];
  if (target === 'count' && written.length === 0) return ['*'];
  if (target === 'string_agg' && written.length === 1) return [...written, quoteText(call.name === 'group_concat' ? ',' : '')];
  return target.includes('quantile') ? [...written, quantile(call)] : written;
}

/** `quantile_cont(0.5)(x)`; of several levels the result is an array. */
function quantile({ name, parameters }: Call): string {
  const levels = parameters.map((level) => {
    if (level.kind !== 'number' || !(Number(level.text) >= 0 && Number(level.text) <= 1)) throw new StagewireError('SemanticError', `${name} takes levels from 0 to 1 in parentheses before its argument`);
    return level.text;
  });
  return levels.length > 1 ? `[${levels.join(', ')}]` : levels[0] ?? '0.5';
}

function orderWithin(call: Call, context: ExpressionContext): string {
  return call.orderBy.length === 0 ? '' : ` ORDER BY ${call.orderBy.map((item) => orderItem(item, context)).join(', ')}`;
}

function over({ over: window }: Call, context: ExpressionContext): string {
  if (window === null) return '';
  return ` OVER ${typeof window === 'string' ? quoteName(window) : writeWindow(window, context)}`;
}

function writeWindowFunction(call: Call, { least, most }: { least: number; most: number }, context: ExpressionContext, summand: ExpressionContext['summand']): string {
  if (call.over === null) throw new StagewireError('SemanticError', `window function '${call.name}' needs OVER`);
  checkCount(call, least, most);
  const args = call.args.map((argument, index) => (index === 0 ? writeSummand(argument, summand, context) : writeExpression(argument, context))).join(', ');
  return `${call.name}(${args}${call.nulls ? ' IGNORE NULLS' : ''})${over(call, context)}`;
}
