import type { Expression } from '../ast.js';
import { StagewireError } from '../../../errors/index.js';
import { coerce } from '../coercion.js';
import { unsupported } from '../unsupported.js';
import { named, rule, type FunctionRule, type Rules } from './rule.js';

/** `if(c1, a, c2, b, …, z)` */
function choose(args: readonly string[]): string {
  const whens: string[] = [];
  for (let index = 0; index + 1 < args.length; index += 2) whens.push(`WHEN ${args[index] ?? ''} THEN ${args[index + 1] ?? ''}`);
  return `(CASE ${whens.join(' ')} ELSE ${args.length % 2 === 1 ? args.at(-1) ?? 'NULL' : 'NULL'} END)`;
}

/** `decode(x, a, b, c, d, …, z)`; NULL equals NULL. */
function decode([subject = '', ...rest]: readonly string[]): string {
  const whens: string[] = [];
  for (let index = 0; index + 1 < rest.length; index += 2) whens.push(`WHEN ${subject} IS NOT DISTINCT FROM ${rest[index] ?? ''} THEN ${rest[index + 1] ?? ''}`);
  return `(CASE ${whens.join(' ')} ELSE ${rest.length % 2 === 1 ? rest.at(-1) ?? 'NULL' : 'NULL'} END)`;
}

const conditional: FunctionRule = rule('aaa*', (args, { args: given, context }) => {
  const isCondition = (index: number): boolean => index % 2 === 0 && index + 1 < given.length;
  return choose(given.map((argument: Expression, index) => (isCondition(index) ? coerce('condition', argument, context) : args[index] ?? '')));
});

const refused = (what: string): FunctionRule => rule('?a*', () => {
  throw unsupported(what);
});

/** Control flow, NULLs, and functions of the server that MySQL clients know. */
export const CONTROL: Rules = {
  ...named('if iff', conditional),
  ...named('ifnull nvl', rule('aa', 'coalesce')),
  nvl2: rule('aaa', '(CASE WHEN $1 IS NOT NULL THEN $2 ELSE $3 END)'),
  coalesce: rule('aa*', 'coalesce'),
  nullif: rule('aa', 'nullif'),
  decode: rule('aaaa*', decode),
  ...named('isnull is_null', rule('a', '($1 IS NULL)', 'boolean')),
  is_not_null: rule('a', '($1 IS NOT NULL)', 'boolean'),
  is_error: rule('a', '(TRY($1) IS NULL AND TRY($1 IS NULL) IS NULL)', 'boolean'),
  is_not_error: rule('a', '(TRY($1 IS NULL) IS NOT NULL)', 'boolean'),
  error_or: rule('aa*', (args) => `coalesce(${args.map((arg, index) => (index === args.length - 1 ? arg : `TRY(${arg})`)).join(', ')})`),
  not: rule('c', '(NOT $1)', 'boolean'), and: rule('cc*', (args) => `(${args.join(' AND ')})`, 'boolean'), or: rule('cc*', (args) => `(${args.join(' OR ')})`, 'boolean'),
  name_const: rule('ta', '$2'), any_value_of: rule('a', '$1'),
  default: refused('DEFAULT()'), values: refused('VALUES()'),
  grouping: rule('aa*', 'grouping', 'number'), grouping_id: rule('aa*', 'grouping', 'number'),
  benchmark: rule('na', '(CASE WHEN $1 IS NULL OR $1 < 0 THEN NULL ELSE 0 END)', 'number'),
  sleep: rule('n', refuseSleep, 'number'),
  ...named('aes_encrypt aes_decrypt', refused('AES encryption: keys would show in statements and logs')),
  ...named('compress uncompress uncompressed_length', refused('compression')),
  ...named('uuid_short', refused('UUID_SHORT')), weight_string: refused('WEIGHT_STRING'),
  ...named('master_pos_wait source_pos_wait gtid_subset gtid_subtract wait_for_executed_gtid_set', refused('replication')),
  ...named('extractvalue updatexml', refused('XML')),
};

function refuseSleep(): string {
  throw new StagewireError('Unimplemented', 'SLEEP is known as a query of its own: SELECT SLEEP(n)');
}
