import type { Expression } from '../ast.js';
import { children } from '../children.js';
import type { StaticKind } from '../static-kind.js';

export interface AggregateRule {
  /** DuckDB's name. */
  readonly target: string;
  readonly least: number;
  readonly most: number;
  readonly result: StaticKind;
  /** Letters as of a function's signature. */
  readonly letters: string;
  /** One that is more than a call of the engine's; `target` is empty. */
  readonly special?: SpecialAggregate;
}

const aggregate = (target: string, letters: string, result: StaticKind = 'unknown', least = letters.length): AggregateRule => ({ target, letters, least, most: letters.length, result });

const SPECIALS = {
  bitmap_union: ['a', 'unknown'], bitmap_intersect: ['a', 'unknown'], bitmap_or_count: ['a', 'number'], bitmap_and_count: ['a', 'number'], bitmap_xor_count: ['a', 'number'], bitmap_not_count: ['a', 'number'],
  bitmap_construct_agg: ['n', 'unknown'], group_bitmap: ['n', 'number'], group_array_moving_avg: ['n', 'unknown'], group_array_moving_sum: ['n', 'unknown'], sum_zero: ['n', 'number'],
  quantile_tdigest_weighted: ['nn', 'number'], median_tdigest_weighted: ['nn', 'number'], retention: ['c', 'unknown', 1, 32], window_funnel: ['ac', 'number', 2, 33], windowfunnel: ['ac', 'number', 2, 33],
  histogram: ['ai', 'variant', 1, 2],
} as const satisfies Readonly<Record<string, readonly [letters: string, result: StaticKind, least?: number, most?: number]>>;

/** Aggregates of Databend that the engine has not; `special-aggregates.ts` writes them. */
export type SpecialAggregate = keyof typeof SPECIALS;

const specials: Readonly<Record<string, AggregateRule>> = Object.fromEntries(Object.entries(SPECIALS).map(([name, [letters, result, least = letters.length, most = letters.length]]) => [name, { target: '', letters, result, least, most, special: name as SpecialAggregate }]));

/** Aggregates by their lower-case names. */
const AGGREGATES: Readonly<Record<string, AggregateRule>> = {
  count: { target: 'count', letters: 'a', least: 0, most: 64, result: 'number' },
  sum: aggregate('sum', 'n', 'number'), sum0: aggregate('sum', 'n', 'number'), avg: aggregate('avg', 'n', 'number'), min: aggregate('min', 'a'), max: aggregate('max', 'a'),
  any: aggregate('any_value', 'a'), any_value: aggregate('any_value', 'a'), first: aggregate('first', 'a'), last: aggregate('last', 'a'), product: aggregate('product', 'n', 'number'),
  median: aggregate('median', 'n', 'number'), mode: aggregate('mode', 'a'), kurtosis: aggregate('kurtosis', 'n', 'number'), skewness: aggregate('skewness', 'n', 'number'),
  stddev: aggregate('stddev_pop', 'n', 'number'), std: aggregate('stddev_pop', 'n', 'number'), stddev_pop: aggregate('stddev_pop', 'n', 'number'), stddev_samp: aggregate('stddev_samp', 'n', 'number'),
  variance: aggregate('var_pop', 'n', 'number'), var_pop: aggregate('var_pop', 'n', 'number'), var_samp: aggregate('var_samp', 'n', 'number'), variance_pop: aggregate('var_pop', 'n', 'number'), variance_samp: aggregate('var_samp', 'n', 'number'),
  covar_pop: aggregate('covar_pop', 'nn', 'number'), covar_samp: aggregate('covar_samp', 'nn', 'number'), corr: aggregate('corr', 'nn', 'number'),
  bool_and: aggregate('bool_and', 'c', 'boolean'), bool_or: aggregate('bool_or', 'c', 'boolean'), count_if: aggregate('count_if', 'c', 'number'),
  bit_and: aggregate('bit_and', 'U', 'number'), bit_or: aggregate('bit_or', 'U', 'number'), bit_xor: aggregate('bit_xor', 'U', 'number'),
  approx_count_distinct: aggregate('approx_count_distinct', 'a', 'number'), uniq: aggregate('approx_count_distinct', 'a', 'number'),
  string_agg: aggregate('string_agg', 'tt', 'text', 1), listagg: aggregate('string_agg', 'tt', 'text', 1), group_concat: aggregate('string_agg', 'tt', 'text', 1),
  arg_max: aggregate('arg_max', 'aa'), arg_min: aggregate('arg_min', 'aa'), max_by: aggregate('arg_max', 'aa'), min_by: aggregate('arg_min', 'aa'),
  array_agg: aggregate('list', 'a'), list: aggregate('list', 'a'), group_array: aggregate('list', 'a'),
  json_array_agg: aggregate('json_group_array', 'J', 'variant'), json_arrayagg: aggregate('json_group_array', 'J', 'variant'),
  json_object_agg: aggregate('json_group_object', 'tJ', 'variant'), json_objectagg: aggregate('json_group_object', 'tJ', 'variant'),
  quantile: aggregate('quantile_disc', 'n', 'number'), quantile_disc: aggregate('quantile_disc', 'n', 'number'), quantile_cont: aggregate('quantile_cont', 'n', 'number'), percentile_cont: aggregate('quantile_cont', 'n', 'number'), percentile_disc: aggregate('quantile_disc', 'n', 'number'),
  quantile_tdigest: aggregate('approx_quantile', 'n', 'number'), median_tdigest: aggregate('approx_quantile', 'n', 'number'),
  ...specials,
};

/** Functions that are known with OVER only; DuckDB's have the same names. */
const WINDOW_FUNCTIONS: Readonly<Record<string, { readonly least: number; readonly most: number }>> = {
  row_number: { least: 0, most: 0 }, rank: { least: 0, most: 0 }, dense_rank: { least: 0, most: 0 }, percent_rank: { least: 0, most: 0 }, cume_dist: { least: 0, most: 0 }, ntile: { least: 1, most: 1 },
  lag: { least: 1, most: 3 }, lead: { least: 1, most: 3 }, first_value: { least: 1, most: 1 }, last_value: { least: 1, most: 1 }, nth_value: { least: 2, most: 2 },
};

export const AGGREGATE_NAMES = Object.keys(AGGREGATES);
export const WINDOW_FUNCTION_NAMES = Object.keys(WINDOW_FUNCTIONS);

/** An aggregate, what its name's ending makes of it, or null for another function. */
export function aggregateOf(name: string): { readonly rule: AggregateRule; readonly isIf: boolean; readonly isDistinct: boolean } | null {
  const plain = AGGREGATES[name];
  if (plain && Object.hasOwn(AGGREGATES, name)) return { rule: plain, isIf: false, isDistinct: false };
  const combined = /^(.+?)(_distinct)?(_if)?$/.exec(name);
  const base = combined?.[1] ?? '';
  const rule = Object.hasOwn(AGGREGATES, base) ? AGGREGATES[base] : undefined;
  return combined && rule ? { rule, isIf: combined[3] !== undefined, isDistinct: combined[2] !== undefined } : null;
}

export function windowFunction(name: string): { readonly least: number; readonly most: number } | null {
  return Object.hasOwn(WINDOW_FUNCTIONS, name) ? WINDOW_FUNCTIONS[name] ?? null : null;
}

/** Whether an aggregate (not over a window) stands in an expression, subqueries aside. */
export function hasAggregate(expression: Expression): boolean {
  return isAggregate(expression) || children(expression).some(hasAggregate);
}

/** Whether an expression is a call of an aggregate, and of no window. */
export const isAggregate = (expression: Expression): boolean => expression.kind === 'call' && aggregateOf(expression.name) !== null && expression.over === null;
