import { StagewireError } from '../../../errors/index.js';
import type { Expression } from '../ast.js';
import { coerce, namedIfDeep } from '../coercion.js';
import { writeElement } from '../elements.js';
import { writeExpression, type ExpressionContext } from '../expression-context.js';
import { extractAt, extractTextAt } from '../json-paths.js';
import { writeType } from '../data-type.js';
import { staticKind, type StaticKind } from '../static-kind.js';
import { decimalOf } from './conversions.js';
import { macros, named, ownRule, rule, typedRule, type FunctionRule, type Rules } from './rule.js';

const each = (args: readonly string[]): string => `[${args.join(', ')}]`;

/** Whether one of the values may be a variant, whose numbers the engine would write anew; SQL where only the engine knows. */
function mayBeVariant(values: readonly Expression[], context: ExpressionContext): boolean | string {
  const kinds = values.map((value) => staticKind(value, context));
  if (kinds.includes('variant')) return true;
  const unknown = values.filter((_, index) => kinds[index] === 'unknown');
  return unknown.length > 0 && `contains(concat(${unknown.map((value) => `typeof(${writeExpression(value, context)})`).join(', ')}), 'JSON')`;
}

/** Characters of SQL that may stand several times, at each level of documents within documents. */
const MOST_REPEATED = 200;

/** A document out of values, by the engine's own function, which is faster, or by their texts. */
function document(values: readonly Expression[], context: ExpressionContext, own: string, byTexts: string): string {
  if (own.length > MOST_REPEATED) return byTexts;
  const test = mayBeVariant(values, context);
  if (typeof test === 'boolean') return test ? byTexts : own;
  return `CASE WHEN ${test} THEN ${byTexts} ELSE ${own} END`;
}

const arrayOf: FunctionRule['write'] = (args, { args: values, context }) => document(values, context, `json_array(${args.join(', ')})`, `fn.array_of(concat_ws(',', ${args.map((arg) => `fn.value_text(${arg})`).join(', ')}))`);

/** Keys and values in turn. */
const objectOf = (name: string): FunctionRule['write'] => (args, { args: values, context }) => {
  if (args.length % 2 === 1) throw new StagewireError('NumberArgumentsNotMatch', `function '${name}' takes pairs of a key and a value, but got ${args.length} arguments`);
  const texts = args.map((arg, index) => (index % 2 === 0 ? `fn.to_text(${arg})` : arg));
  const members = texts.flatMap((key, index) => (index % 2 === 0 ? [`fn.member_text(${key}, ${texts[index + 1] ?? 'NULL'})`] : []));
  return document(values.filter((_, index) => index % 2 === 1), context, `json_object(${texts.join(', ')})`, `fn.object_of_texts(concat_ws(',', ${members.join(', ')}))`);
};

const withoutNulls = (name: string): FunctionRule['write'] => (args, call) => `stagewire_object_without_nulls(${objectOf(name)(args, call)})`;

/** MySQL's functions that change a document: `f(document, path, value, path, value …)` */
const changing = (name: string): Rules => named(name, ownRule('jtJa*', ({ args: [document = NULL, ...pairs], context }) => {
  if (pairs.length % 2 === 1) throw new StagewireError('NumberArgumentsNotMatch', `function '${name}' takes a document and pairs of a path and a value`);
  const written = pairs.map((argument, index) => coerce(index % 2 === 0 ? 'text' : 'json', argument, context));
  return `stagewire_${name}(${[coerce('variant', document, context), ...written].join(', ')})`;
}, 'variant'));

const NULL: Expression = { kind: 'null' };

/** Functions that are written outside SQL (`engine/functions`), of the same name. */
const natives = (result: StaticKind, signatures: Readonly<Record<string, string>>): Rules =>
  Object.fromEntries(Object.entries(signatures).map(([name, signature]) => [name, rule(signature, `stagewire_${name}`, result)]));

/** A function that gives rows, of one that gives a list of its arguments. The engine takes no `unnest` where these are given names. */
const inRows = (list: (args: string) => string): FunctionRule['write'] => (args) => `unnest(${namedIfDeep(args, (operands) => list(operands.join(', ')))})`;

/** Of a document what one path, or several of them, find. */
const extract: FunctionRule = rule('jtt*', ([document = '', ...paths], { args: [, path] }) => (paths.length === 1 ? extractAt(document, path, paths[0] ?? '') : `stagewire_json_extract(${[document, ...paths].join(', ')})`), 'variant');

/** An array of a variant for the functions of arrays, and back. */
const overElements = (write: (elements: string, args: readonly string[]) => string): FunctionRule['write'] => ([array = '', ...args]) => `fn.json_of_list(${write(`fn.elements(${array})`, args)})`;

/** JSON (MySQL manual, JSON Functions) and VARIANT (Databend's semi-structured functions). */
export const JSON_FUNCTIONS: Rules = {
  ...macros('variant', {
    json_merge_patch: 'jj', get_ignore_case: 'jt', strip_null_value: 'j', as_array: 'j', as_object: 'j', json_keys: 'j?t', try_parse_json: 't',
  }),
  ...macros('text', { json_quote: 't', json_type: 'j', json_typeof: 'j', as_string: 'j', check_json: 't' }),
  ...macros('number', { json_length: 'j?t', json_storage_size: 'j', as_integer: 'j', as_float: 'j' }),
  as_decimal: rule('j', ([document = ''], { parameters = [] }) => `TRY_CAST(fn.as_number_text(${document}) AS ${writeType(decimalOf('as_decimal', parameters, [38, 10]))})`, 'number'),
  ...macros('boolean', {
    json_valid: 't', is_string: 'j', is_integer: 'j', is_float: 'j', is_decimal: 'j', is_boolean: 'j', is_array: 'j', is_object: 'j', is_null_value: 'j', as_boolean: 'j',
  }),
  ...macros('unknown', { object_keys: 'j' }),
  ...natives('variant', { json_strip_nulls: 'j', json_path_query_array: 'jt', json_remove: 'jtt*', json_merge_preserve: 'jjj*' }),
  ...natives('text', { json_pretty: 'j' }),
  ...natives('number', { json_depth: 'j' }),
  ...natives('boolean', { json_overlaps: 'jj', json_path_exists: 'jt', json_path_match: 'jt' }),
  ...named('json_object_keys', rule('j', 'fn.object_keys')),
  json_contains: rule('jj?t', ([target = '', candidate = '', path], { args: [, , given] }) => `stagewire_json_contains(${path === undefined ? target : extractAt(target, given, path)}, ${candidate})`, 'boolean'),
  json_extract: extract,
  get_path: rule('jt', ([document = '', path = ''], { args: [, given] }) => extractAt(document, given, path), 'variant'),
  json_unquote: typedRule('a', 'fn.json_unquote', 'text'),
  // A third argument makes a missing value an error.
  json_value: rule('jt?a', ([document = '', path = '', strict], { args: [, given] }) => {
    const value = extractTextAt(document, given, path);
    return strict === undefined ? value : `coalesce(${value}, error('No value was found by json_value on the specified path.'))`;
  }, 'text'),
  json_contains_path: rule('jttt*', ([document = '', how = '', ...paths]) => `fn.json_contains_path(${document}, ${how}, ${each(paths)})`, 'boolean'),
  json_path_query: rule('jt', inRows((args) => `fn.split_json(stagewire_json_items(stagewire_json_path_query_array(${args})))`), 'variant'),
  jq: rule('tj', inRows((args) => `fn.jq(${args})`), 'variant'),
  json_path_query_first: rule('jt', 'stagewire_json_path_query_first', 'variant'),
  json_extract_path_text: rule('jt', ([document = '', path = ''], { args: [, given] }) => extractTextAt(document, given, path), 'text'),
  json_search: rule('jtt?tt*', ([document = '', how = '', pattern = '', escape = 'NULL', ...within]) => `stagewire_json_search(${[document, how, pattern, escape, ...within].join(', ')})`, 'variant'),
  json_array: rule('?J*', arrayOf, 'variant'),
  json_object: rule('?aJ*', objectOf('json_object'), 'variant'),
  json_object_keep_null: rule('?aJ*', objectOf('json_object_keep_null'), 'variant'),
  object_construct: rule('?aJ*', withoutNulls('object_construct'), 'variant'),
  object_construct_keep_null: rule('?aJ*', objectOf('object_construct_keep_null'), 'variant'),
  try_object_construct: rule('?aJ*', withoutNulls('try_object_construct'), 'variant'),
  ...named('object_delete json_object_delete', rule('jtt*', 'stagewire_object_delete', 'variant')),
  ...named('object_pick json_object_pick', rule('jtt*', 'stagewire_object_pick', 'variant')),
  ...named('object_insert json_object_insert', rule('jtJ?c', ([document = '', key = '', value = '', replaces = 'FALSE']) => `stagewire_object_insert(${[document, key, value, replaces].join(', ')})`, 'variant')),
  ...named('json_merge', rule('jjj*', 'stagewire_json_merge_preserve', 'variant')),
  json_storage_free: rule('j', '(CASE WHEN $1 IS NULL THEN NULL ELSE 0 END)', 'number'),
  ...changing('json_set'), ...changing('json_insert'), ...changing('json_replace'), ...changing('json_array_append'),
  // MySQL inserts at a path; Databend at a position, before a value that is a variant.
  json_array_insert: rule('jaJa*', ([array = '', position = '', value = ''], call) => (call.args[1]?.kind === 'number' || call.args[1]?.kind === 'unary' ? `stagewire_array_insert(${array}, CAST(${position} AS VARCHAR), ${value})` : changing('json_array_insert')['json_array_insert']?.write([], call) ?? ''), 'variant'),
  json_array_distinct: rule('j', 'stagewire_array_distinct', 'variant'), json_array_except: rule('jj', 'stagewire_array_except', 'variant'), json_array_intersection: rule('jj', 'stagewire_array_intersection', 'variant'),
  ...named('json_array_concat json_concat', rule('jj', 'stagewire_json_concat', 'variant')), json_array_overlap: rule('jj', 'stagewire_json_overlaps', 'boolean'), json_contains_in_left: rule('jj', 'stagewire_json_contains', 'boolean'), json_contains_in_right: rule('jj', 'stagewire_json_contains($2, $1)', 'boolean'),
  ...named('json_array_map json_array_transform json_array_apply', rule('ja', overElements((elements, [lambda = '']) => `list_transform(${elements}, ${lambda})`), 'variant')),
  json_array_filter: rule('ja', overElements((elements, [lambda = '']) => `list_filter(${elements}, ${lambda})`), 'variant'),
  json_array_reduce: rule('ja', ([array = '', lambda = '']) => `list_reduce(fn.elements(${array}), ${lambda})`, 'variant'),
  parse_json: rule('t', 'fn.parse_json', 'variant'),
  json_to_string: rule('j', 'stagewire_json_text', 'text'),
  to_variant: rule('J', '$1', 'variant'),
  json_each: rule('j', inRows((args) => `fn.members(${args})`)),
  json_array_elements: rule('j', inRows((args) => `fn.elements(${args})`), 'variant'),
  ...named('get array_get', ownRule('aa', ({ args: [of = NULL, key = NULL], context }) => writeElement(of, key, context))),
  get_by_keypath: rule('jt', 'stagewire_get_by_keypath', 'variant'), get_by_keypath_string: rule('jt', 'fn.digits_of_part(stagewire_get_by_keypath($1, $2))', 'text'),
  ...named('delete_by_keypath json_delete_by_keypath', rule('jt', 'stagewire_delete_by_keypath', 'variant')),
  ...named('delete_by_name json_delete_by_name', rule('jt', 'stagewire_delete_by_name', 'variant')), ...named('delete_by_index json_delete_by_index', rule('ji', 'stagewire_delete_by_index($1, CAST($2 AS BIGINT))', 'variant')),
  json_exists_key: rule('jt', 'stagewire_has_any_keys($1, to_json([$2]))', 'boolean'), json_exists_any_keys: rule('ja', 'stagewire_has_any_keys($1, to_json($2))', 'boolean'), json_exists_all_keys: rule('ja', 'stagewire_has_all_keys($1, to_json($2))', 'boolean'),
  as_date: rule('j', 'TRY_CAST(fn.as_string($1) AS DATE)', 'time'), as_timestamp: rule('j', 'TRY_CAST(fn.as_string($1) AS TIMESTAMP)', 'time'), as_binary: rule('j', 'TRY(unhex(fn.as_string($1)))'),
};
