import { StagewireError } from '../../../errors/index.js';
import type { Expression } from '../ast.js';
import { writeArray } from '../arrays.js';
import { namedIfHeavy } from '../coercion.js';
import { writeExpression } from '../expression-context.js';
import { flatList } from '../flat-list.js';
import { builtins, macros, named, ownRule, rule, typedRule, type FunctionRule, type Rules } from './rule.js';

const AGGREGATES: Readonly<Record<string, string>> = {
  sum: 'list_sum', avg: 'list_avg', min: 'list_min', max: 'list_max', median: 'list_median', count: 'list_count', any: 'list_any_value', any_value: 'list_any_value',
  stddev_pop: 'list_stddev_pop', stddev_samp: 'list_stddev_samp', stddev: 'list_stddev_samp', std: 'list_stddev_pop', product: 'list_product', kurtosis: 'list_kurtosis', skewness: 'list_skewness',
  approx_count_distinct: 'list_approx_count_distinct', var_pop: 'list_var_pop', var_samp: 'list_var_samp', variance_pop: 'list_var_pop', variance_samp: 'list_var_samp', mode: 'list_mode', last: 'list_last', first: 'list_first',
};

function sortWord(word: Expression | undefined, otherwise: string, known: RegExp): string {
  if (word === undefined) return `'${otherwise}'`;
  if (word.kind !== 'text' || !known.test(word.text)) throw new StagewireError('SemanticError', "array_sort takes 'asc' or 'desc', then 'nulls first' or 'nulls last'");
  return `'${word.text.toUpperCase()}'`;
}

/** A lambda of the key and the value of each entry, which the engine has as one tuple. */
function entries(write: (map: string, body: string) => string): FunctionRule['write'] {
  return ([map = ''], { args: [, lambda], context }) => {
    if (lambda?.kind !== 'lambda' || lambda.parameters.length !== 2) throw new StagewireError('SemanticError', 'a lambda of a key and a value is needed, such as (k, v) -> v > 1');
    const [key = '', value = ''] = lambda.parameters.map((name) => name.toLowerCase());
    const names = new Map([...context.lambdaNames, [key, "struct_extract(entry, 'key')"], [value, "struct_extract(entry, 'value')"]]);
    return write(map, writeExpression(lambda.body, { ...context, lambdaNames: names }));
  };
}

const mapped = (make: string, list: (body: string) => string): FunctionRule['write'] => entries((map, body) => `${make}(${list(body).replace('$', () => map)})`);

/** The same of a map and of an object of a variant. @param tuple what becomes of an entry */
const overEntries = (name: string, list: (body: string) => string): Rules => ({
  [name]: rule('aa', mapped('map_from_entries', (body) => list(body).replace('$', 'map_entries($)'))),
  [`json_${name}`]: rule('ja', mapped('fn.object_of', (body) => list(body).replace('$', 'fn.members($)')), 'variant'),
});

/** Functions of arrays and maps (Databend's array and map functions). */
export const COLLECTIONS: Rules = {
  ...macros('unknown', {
    array_compact: 'a', array_except: 'aa', array_remove_last: 'a', array_remove_first: 'a', array_generate_range: 'ii?i', map_insert: 'aaa?c', array_remove: 'aa', array_insert: 'aia',
  }),
  ...macros('number', { array_indexof: 'aa' }),
  ...macros('text', { array_to_string: 'at' }),
  ...macros('boolean', { map_contains_key: 'aa' }),
  ...builtins('unknown', { map_keys: 'a', map_values: 'a' }),
  unnest: rule('a', ([list = ''], { args: [operand], context }) => `unnest(${operand ? flatList(operand, list, context) : list})`),
  ...named('array_slice slice', rule('ai?i', ([array = '', from = '', to]) => (to === undefined ? `${array}[${from}:]` : `fn.array_slice(${array}, ${from}, ${to})`))),
  // `array_sort(a, 'desc', 'nulls first')`
  ...Object.fromEntries(['asc', 'desc'].flatMap((order) => ['first', 'last'].map((nulls) => [`array_sort_${order}_null_${nulls}`, rule('a', ([array = '']) => `list_sort(${array}, '${order.toUpperCase()}', 'NULLS ${nulls.toUpperCase()}')`)]))),
  array_sort: rule('a?aa', ([array = ''], { args: [, order, nulls] }) => `list_sort(${array}, ${sortWord(order, 'ASC', /^(asc|desc)$/i)}, ${sortWord(nulls, 'NULLS LAST', /^nulls (first|last)$/i)})`),
  map: rule('aa', 'fn.map_of'),
  ...overEntries('map_filter', (body) => `list_filter($, lambda entry : ${body})`),
  ...overEntries('map_transform_values', (body) => `list_transform($, lambda entry : {'key': entry.key, 'value': ${body}})`),
  ...overEntries('map_transform_keys', (body) => `list_transform($, lambda entry : {'key': ${body}, 'value': entry.value})`),
  map_size: rule('a', 'cardinality', 'number'),
  map_cat: rule('aa', 'map_concat'),
  map_delete: rule('aaa*', ([map = '', ...keys]) => `fn.map_delete(${map}, [${keys.join(', ')}])`),
  map_pick: rule('aaa*', ([map = '', ...keys], { args: [, first] }) => `fn.map_pick(${map}, ${first?.kind === 'array' ? keys.join(', ') : `[${keys.join(', ')}]`})`),
  ...named('array array_construct', ownRule('?a*', ({ args, context }) => writeArray(args, context))),
  ...named('array_size array_length', typedRule('a', 'fn.array_size', 'number')),
  ...named('array_contains contains', typedRule('aa', 'fn.contains', 'boolean')),
  array_position: rule('aa', 'fn.array_indexof', 'number'),
  array_append: rule('aa', 'list_append'),
  array_prepend: rule('aa', 'list_prepend'),
  array_concat: rule('aaa*', 'list_concat'),
  ...named('array_distinct array_unique_values', rule('a', 'fn.array_distinct')),
  array_unique: rule('a', 'list_unique', 'number'),
  array_flatten: rule('a', 'flatten'),
  array_intersection: rule('aa', 'list_intersect'),
  ...named('array_overlap arrays_overlap', rule('aa', 'list_has_any', 'boolean')),
  array_reverse: rule('a', 'list_reverse'),
  ...named('arrays_zip', rule('aa*', 'list_zip')),
  range: rule('ii?i', 'range'),
  array_transform: rule('aa', 'list_transform'), array_apply: rule('aa', 'list_transform'), array_map: rule('aa', 'list_transform'),
  array_filter: rule('aa', 'list_filter'),
  // Where the first value stands it is the second argument, before the lambda.
  array_reduce: rule('aa?a', ([array = '', second = '', lambda], { args: [, given] }) => (lambda !== undefined ? `list_reduce(${array}, ${lambda}, ${second})` : given?.kind === 'text' ? aggregate(given.text, array) : namedIfHeavy([array], ([items = '']) => `CASE WHEN len(${items}) > 0 THEN list_reduce(${items}, ${second}) END`))),
  array_aggregate: rule('aa', (args, { args: [, second] }) => aggregate(second?.kind === 'text' ? second.text : '', args[0] ?? '')),
  ...Object.fromEntries(Object.keys(AGGREGATES).map((name) => [`array_${name}`, rule('a', (args) => aggregate(name, args[0] ?? ''))])),
  tuple: rule('aa*', 'row'),
  ignore: rule('?a*', '0', 'number'),
};

function aggregate(name: string, array: string): string {
  const list = AGGREGATES[name.toLowerCase()];
  if (list === undefined) throw new StagewireError('UnknownFunction', `no aggregate matches the given name: '${name}'`);
  return `${list}(${array})`;
}
