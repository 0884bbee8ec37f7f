import { StagewireError } from '../../../errors/index.js';
import { quoteText } from '../quoting.js';
import { macros, named, rule, typedRule, type Rules } from './rule.js';
import { unsupported } from '../unsupported.js';

const each = (args: readonly string[]): string => `[${args.join(', ')}]`;

/** Keys and values in turn. */
function pairs(args: readonly string[], name: string): string {
  if (args.length % 2 === 1) throw new StagewireError('NumberArgumentsNotMatch', `function '${name}' takes pairs of a key and a value, but got ${args.length} arguments`);
  return args.map((arg, index) => (index % 2 === 0 ? `fn.to_text(${arg})` : arg)).join(', ');
}

const withoutNulls = (args: readonly string[], name: string): string => `fn.json_strip_nulls(json_object(${pairs(args, name)}))`;

/** MySQL's functions that change a document. DuckDB has none; only whole keys of an object can be put. */
const changing = (name: string): Rules => named(name, rule('jtJ*', () => {
  throw unsupported(name.toUpperCase());
}));

/** JSON (MySQL manual, JSON Functions) and VARIANT (Databend's semi-structured functions). */
export const JSON_FUNCTIONS: Rules = {
  ...macros('variant', {
    json_merge_patch: 'jj', get_path: 'jt', get_ignore_case: 'jt', json_strip_nulls: 'j', strip_null_value: 'j', as_array: 'j', as_object: 'j', object_insert: 'jtJ', json_keys: 'j?t', try_parse_json: 't', json_search: 'jtt',
  }),
  ...macros('text', { json_quote: 't', json_type: 'j', json_typeof: 'j', json_pretty: 'j', as_string: 'j', check_json: 't' }),
  ...macros('number', { json_length: 'j?t', json_depth: 'j', json_storage_size: 'j', as_integer: 'j', as_float: 'j' }),
  ...macros('boolean', {
    json_overlaps: 'jj', json_valid: 't', is_string: 'j', is_integer: 'j', is_float: 'j', is_boolean: 'j', is_array: 'j', is_object: 'j', is_null_value: 'j', as_boolean: 'j',
  }),
  ...macros('unknown', { object_keys: 'j' }),
  ...named('json_object_keys', rule('j', 'fn.object_keys')),
  ...named('json_contains', rule('jj?t', 'fn.json_contains', 'boolean')),
  json_extract: rule('jtt*', ([document = '', path = '', ...more]) => (more.length === 0 ? `fn.json_extract(${document}, ${path})` : `to_json(list_filter(${each([path, ...more].map((one) => `json_extract(${document}, ${one})`))}, lambda x : x IS NOT NULL))`), 'variant'),
  json_unquote: typedRule('a', 'fn.json_unquote', 'text'),
  json_value: rule('jt', 'json_extract_string', 'text'),
  json_contains_path: rule('jttt*', ([document = '', how = '', ...paths]) => `fn.json_contains_path(${document}, ${how}, ${each(paths)})`, 'boolean'),
  json_path_exists: rule('jt', 'json_exists', 'boolean'),
  json_path_query: rule('jt', 'unnest(json_extract($1, [$2]))', 'variant'),
  json_path_query_first: rule('jt', 'fn.json_extract', 'variant'),
  json_path_query_array: rule('jt', (args) => `to_json([json_extract(${args.join(', ')})])`, 'variant'),
  json_extract_path_text: rule('jt', 'json_extract_string(fn.get_path($1, $2), \'$\')', 'text'),
  json_array: rule('?J*', (args) => `json_array(${args.join(', ')})`, 'variant'),
  json_object: rule('?aJ*', (args) => `json_object(${pairs(args, 'json_object')})`, 'variant'),
  json_object_keep_null: rule('?aJ*', (args) => `json_object(${pairs(args, 'json_object_keep_null')})`, 'variant'),
  object_construct: rule('?aJ*', (args) => withoutNulls(args, 'object_construct'), 'variant'),
  object_construct_keep_null: rule('?aJ*', (args) => `json_object(${pairs(args, 'object_construct_keep_null')})`, 'variant'),
  try_object_construct: rule('?aJ*', (args) => withoutNulls(args, 'try_object_construct'), 'variant'),
  object_delete: rule('jtt*', ([document = '', ...keys]) => `fn.object_delete(${document}, ${each(keys)})`, 'variant'),
  object_pick: rule('jtt*', ([document = '', ...keys]) => `fn.object_pick(${document}, ${each(keys)})`, 'variant'),
  json_merge_preserve: rule('jj', () => {
    throw unsupported('JSON_MERGE_PRESERVE; JSON_MERGE_PATCH is');
  }),
  json_storage_free: rule('j', '(CASE WHEN $1 IS NULL THEN NULL ELSE 0 END)', 'number'),
  ...changing('json_set'), ...changing('json_insert'), ...changing('json_replace'), ...changing('json_remove'), ...changing('json_array_append'), ...changing('json_array_insert'),
  parse_json: rule('t', 'CAST($1 AS JSON)', 'variant'),
  json_to_string: rule('j', 'CAST($1 AS VARCHAR)', 'text'),
  to_variant: rule('J', '$1', 'variant'),
  json_each: rule('j', () => {
    throw unsupported('json_each outside FROM');
  }),
  get: typedRule('aa', 'fn.get'),
};

export { quoteText };
