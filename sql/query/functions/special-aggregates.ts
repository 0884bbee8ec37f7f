import { StagewireError } from '../../../errors/index.js';
import type { Call, Expression } from '../ast.js';
import { operandOf, withTypes } from '../coercion.js';
import type { ExpressionContext } from '../expression-context.js';
import type { SpecialAggregate } from './aggregates.js';

/** @param suffix FILTER and OVER, behind every call of an aggregate of the engine */
type AggregateWriter = (values: readonly string[], suffix: string, call: Call, context: ExpressionContext) => string;

/** The one whole number of `name(n)(x)`; null where there is none. */
function sizeOf({ name, parameters }: Call, otherwise: number | null = null): number | null {
  const [size] = parameters;
  if (size === undefined) return otherwise;
  if (size.kind !== 'number' || !/^[1-9]\d{0,17}$/.test(size.text) || parameters.length > 1) throw new StagewireError('SemanticError', `${name} takes one whole number in parentheses before its arguments`);
  return Number(size.text);
}

/** Of the members of bitmaps. */
const ofBitmaps = (macro: string): AggregateWriter => ([bitmap = ''], suffix) => `${macro}(list(fn.members_of(${bitmap}))${suffix})`;
const counted = (macro: string): AggregateWriter => (values, suffix, call, context) => `coalesce(fn.bitmap_count(${ofBitmaps(macro)(values, suffix, call, context)}), 0::UBIGINT)`;

const moving = (macro: string): AggregateWriter => ([value = ''], suffix, call) => `${macro}(list(${value})${suffix}, ${sizeOf(call) ?? 'NULL'})`;

/** `window_funnel(window)(time, condition, …)`: how many of the conditions came true one after the other, within the window from the first. */
const funnel: AggregateWriter = (values, suffix, call, context) => {
  const [time = { kind: 'null' } satisfies Expression, ...conditions] = call.args;
  const window = sizeOf(call);
  if (window === null) throw new StagewireError('SemanticError', `${call.name} takes its window in parentheses before its arguments, in microseconds for points in time`);
  const moment = withTypes([operandOf(time, context)], [time], context, ([operand = '']) => `fn.event_time(${operand})`);
  const events = `list([${moment}, ${values.slice(1).map((condition) => `CAST(coalesce(${condition}, FALSE) AS BIGINT)`).join(', ')}] ORDER BY ${moment})${suffix}`;
  return `fn.funnel_level(${events}, ${conditions.length}, ${window})`;
};

const weighted: AggregateWriter = ([value = '', weight = ''], suffix, { name, parameters: [level] }) => {
  const share = level === undefined ? 0.5 : level.kind === 'number' ? Number(level.text) : NaN;
  if (!(share >= 0 && share <= 1)) throw new StagewireError('SemanticError', `${name} takes a level from 0 to 1 in parentheses before its arguments`);
  return `fn.weighted_quantile(list({'value': CAST(${value} AS DOUBLE), 'weight': CAST(${weight} AS DOUBLE)} ORDER BY ${value})${suffix}, ${share})`;
};

/** How the aggregates are written that are more than a call of the engine's. */
export const AGGREGATE_WRITERS: Readonly<Record<SpecialAggregate, AggregateWriter>> = {
  bitmap_union: ofBitmaps('fn.bitmap_united'), bitmap_intersect: ofBitmaps('fn.bitmap_common'),
  bitmap_or_count: counted('fn.bitmap_united'), bitmap_and_count: counted('fn.bitmap_common'), bitmap_xor_count: counted('fn.bitmap_odd'), bitmap_not_count: counted('fn.bitmap_left'),
  bitmap_construct_agg: ([value = ''], suffix) => `fn.bitmap_of(list(${value})${suffix})`,
  group_bitmap: ([value = ''], suffix) => `count(DISTINCT ${value})${suffix}`,
  group_array_moving_avg: moving('fn.moving_avg'), group_array_moving_sum: moving('fn.moving_sum'),
  sum_zero: ([value = ''], suffix) => `coalesce(sum(${value})${suffix}, 0)`,
  quantile_tdigest_weighted: weighted, median_tdigest_weighted: weighted,
  // Whether the first condition came true, and with it each of the others.
  retention: (conditions, suffix) => {
    const [first = '', ...others] = conditions.map((condition) => `coalesce(bool_or(${condition})${suffix}, FALSE)`);
    return `[${[first, ...others.map((other) => `(${first} AND ${other})`)].map((met) => `CAST(${met} AS UTINYINT)`).join(', ')}]`;
  },
  window_funnel: funnel, windowfunnel: funnel,
  // At most so many buckets (128) of about as many rows each.
  histogram: ([value = '', most], suffix, call) => `CAST(stagewire_histogram(to_json(map_entries(histogram(${value})${suffix}))::VARCHAR, CAST(${most ?? sizeOf(call, 128) ?? 128} AS BIGINT)) AS JSON)`,
};
