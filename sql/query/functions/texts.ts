import { StagewireError } from '../../../errors/index.js';
import { writeText } from '../casts.js';
import { namedIfDeep } from '../coercion.js';
import { quoteText } from '../quoting.js';
import type { StaticKind } from '../static-kind.js';
import { builtins, macros, named, ownRule, rule, typedRule, type FunctionRule, type Rules } from './rule.js';

const withSeparator = (texts: readonly string[]): string => `(CASE WHEN ${texts[0] ?? ''} IS NULL THEN NULL ELSE concat_ws(${texts.join(', ')}) END)`;

const each = (args: readonly string[]): string => `[${args.join(', ')}]`;

/** The session's `block_encryption_mode` says which cipher it is. */
const aes = (verb: 'encrypt' | 'decrypt'): FunctionRule['write'] => ([value = '', key = '', iv = 'NULL'], { context }) =>
  `stagewire_aes_${verb}(${value}, ${key}, ${iv}, ${quoteText(String(context.session.systemVariable(null, 'block_encryption_mode')))})`;

/** A group of an expression is a literal number for the engine, 0 for the whole match. */
const ofGroup = (name: string, result: StaticKind): FunctionRule => rule('tt?a', ([text = '', pattern = ''], { args: [, , group] }) => {
  if (group !== undefined && (group.kind !== 'number' || !/^\d$/.test(group.text))) throw new StagewireError('SemanticError', `${name} takes the number of a group, from 0 to 9`);
  return `${name}(${text}, ${pattern}, ${group?.text ?? '0'})`;
}, result);

/** Functions of texts (MySQL manual, String Functions; Databend's string functions), of bytes, hashes and identifiers. */
export const TEXTS: Rules = {
  ...builtins('text', { lower: 't', upper: 't', reverse: 't', translate: 'ttt' }),
  ...builtins('number', { jaro_similarity: 'tt', levenshtein: 'tt' }),
  ...named('jaro_winkler jaro_winkler_similarity', rule('tt', 'jaro_winkler_similarity', 'number')),
  ...named('starts_with startswith', rule('tt', 'starts_with', 'boolean')), ...named('ends_with endswith', rule('tt', 'ends_with', 'boolean')),
  ...macros('text', {
    left: 'ti', right: 'ti', repeat: 'ti', space: 'i', lpad: 'ti?t', rpad: 'ti?t', insert: 'tiit', quote: 't', substring_index: 'tti', export_set: 'ntt?ti', split_part: 'tti',
    trim_both: 't?t', trim_leading: 't?t', trim_trailing: 't?t', ltrim: 't?t', rtrim: 't?t', regexp_substr: 'tt?iit', regexp_replace: 'ttt?iit', uuid: '', bin_to_uuid: 'b?i', initcap: 't',
  }),
  ...macros('number', { octet_length: 't', locate: 'tt?i', strcmp: 'tt', ascii: 't', ord: 't', find_in_set: 'tt', regexp_instr: 'tt?iiit', instr: 'tt?ii' }),
  ...macros('boolean', { regexp_like: 'tt?t', is_uuid: 't', is_ipv4: 't', glob: 'tt' }),
  ...macros('unknown', { from_base64: 't', uuid_to_bin: 't?i' }),
  ...named('unhex from_hex', rule('t', 'fn.unhex')),
  ...named('inet_aton try_inet_aton try_ipv4_string_to_num', rule('t', 'fn.inet_aton', 'number')), ...named('inet_ntoa try_inet_ntoa try_ipv4_num_to_string', rule('n', 'fn.inet_ntoa', 'text')),
  // Databend's refuse what is no address, where those of MySQL say NULL.
  ipv4_string_to_num: rule('t', 'fn.ipv4_number', 'number'), ipv4_num_to_string: rule('n', 'fn.ipv4_text', 'text'),
  regexp_extract: ofGroup('regexp_extract', 'text'), regexp_extract_all: ofGroup('regexp_extract_all', 'unknown'), regexp_split_to_array: rule('tt', 'regexp_split_to_array'), regexp_split_to_table: rule('tt', 'unnest(regexp_split_to_array($1, $2))', 'text'), regexp_count: rule('tt', 'CAST(len(regexp_extract_all($1, $2)) AS BIGINT)', 'number'),
  soundex: rule('t', 'stagewire_soundex', 'text'),
  ...named('lcase', rule('t', 'lower', 'text')),
  ...named('ucase', rule('t', 'upper', 'text')),
  ...named('char_length character_length', rule('t', 'length', 'number')),
  ...named('substr substring mid', rule('ti?i', 'fn.substr', 'text')),
  ...named('trim', rule('t?t', 'fn.trim_both', 'text')),
  ...named('gen_random_uuid', rule('', 'fn.uuid', 'text')),
  uuid_short: rule('', 'stagewire_uuid_short', 'number'),
  ...named('sha sha1', rule('b', 'sha1', 'text')),
  ...named('rlike regexp', rule('tt?t', 'fn.regexp_like', 'boolean')),
  length: typedRule('a', 'fn.length', 'number'),
  bit_length: rule('t', '(8 * fn.octet_length($1))', 'number'),
  // MySQL leaves the text alone where there is nothing to look for.
  replace: rule('ttt', ([text = '', from = '', to = ''], { args: [, given] }) => (given?.kind === 'text' && given.text !== '' ? `replace(${text}, ${from}, ${to})` : namedIfDeep([text, from, to], (operands) => `fn.replace(${operands.join(', ')})`)), 'text'),
  strpos: rule('tt', 'instr', 'number'), chr: rule('i', 'fn.char_of([$1])', 'text'),
  position: rule('tt', 'instr($2, $1)', 'number'),
  concat: ownRule('tt*', ({ args, context }) => `(${args.map((arg) => writeText(arg, context)).join(' || ')})`, 'text'),
  concat_ws: ownRule('ttt*', (call) => withSeparator(call.args.map((arg) => writeText(arg, call.context))), 'text'),
  extractvalue: rule('tt', 'fn.extract_value', 'text'), updatexml: rule('ttt', 'fn.update_xml', 'text'),
  elt: rule('itt*', ([n = '', ...items]) => `fn.elt(${n}, ${each(items)})`, 'text'),
  field: rule('ttt*', ([text = '', ...items]) => `fn.field(${text}, ${each(items)})`, 'number'),
  make_set: rule('itt*', ([bits = '', ...items]) => `fn.make_set(${bits}, ${each(items)})`, 'text'),
  char: rule('ii*', (args) => `fn.char_of(${each(args)})`, 'text'),
  char_using: rule('ii*', (args) => `fn.char_of(${each(args)})`, 'text'),
  to_base64: rule('b', 'to_base64', 'text'),
  md5: rule('b', 'md5', 'text'),
  sha2: rule('b?i', ([value = '', bits = '256']) => (bits === '256' ? `sha256(${value})` : `stagewire_sha2(${value}, CAST(${bits} AS BIGINT))`), 'text'),
  blake3: rule('b', 'stagewire_blake3', 'text'), xxhash32: rule('b', 'stagewire_xxhash32', 'number'), xxhash64: rule('b', 'stagewire_xxhash64', 'number'),
  ...named('siphash siphash64', rule('b', 'stagewire_siphash64', 'number')),
  compress: rule('b', 'stagewire_compress'), uncompress: rule('b', 'stagewire_uncompress'), uncompressed_length: rule('b', 'stagewire_uncompressed_length', 'number'),
  aes_encrypt: rule('bb?b', aes('encrypt')), aes_decrypt: rule('bb?b', aes('decrypt')),
  crc32: rule('b', 'stagewire_crc32', 'number'), city64withseed: rule('bi', 'stagewire_city64($1, CAST($2 AS BIGINT))', 'number'),
  ...named('split string_split', rule('tt', '(CASE WHEN $2 IS NOT NULL THEN string_split($1, $2) END)')),
  is_ipv6: rule('t', "(CASE WHEN $1 IS NOT NULL THEN contains($1, ':') AND fn.ipv6_groups($1) IS NOT NULL END)", 'boolean'),
  inet6_aton: rule('t', 'fn.inet6_aton'), inet6_ntoa: rule('b', 'fn.inet6_ntoa', 'text'), is_ipv4_compat: rule('b', 'fn.is_ipv4_compat', 'boolean'), is_ipv4_mapped: rule('b', 'fn.is_ipv4_mapped', 'boolean'),
  random_bytes: rule('n', 'fn.random_bytes'),
  charset: rule('a', "'utf8mb4'", 'text'),
  collation: rule('a', "'utf8mb4_0900_ai_ci'", 'text'),
  coercibility: rule('a', '4', 'number'),
  load_file: rule('t', 'CAST(NULL AS VARCHAR)', 'text'),
};
