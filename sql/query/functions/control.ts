import type { Expression } from '../ast.js';
import { StagewireError } from '../../../errors/index.js';
import { writeBranches } from '../branches.js';
import { coerce } from '../coercion.js';
import { writeComparison } from '../comparisons.js';
import { writeExpression } from '../expression-context.js';
import { LOCK_FUNCTION_NAMES } from '../effects.js';
import { unsupported } from '../unsupported.js';
import { named, ownRule, rule, type CallContext, type FunctionRule, type Rules } from './rule.js';

const NULL: Expression = { kind: 'null' };

/** `if(c1, a, c2, b, …, z)` */
function choose(args: readonly string[]): string {
  const whens: string[] = [];
  for (let index = 0; index + 1 < args.length; index += 2) whens.push(`WHEN ${args[index] ?? ''} THEN ${args[index + 1] ?? ''}`);
  return `(CASE ${whens.join(' ')} ELSE ${args.length % 2 === 1 ? args.at(-1) ?? 'NULL' : 'NULL'} END)`;
}

/** `decode(x, a, b, c, d, …, z)`; NULL equals NULL. */
function decode({ args: [subject = NULL, ...rest], context }: CallContext): string {
  const isTest = (index: number): boolean => index % 2 === 0 && index + 1 < rest.length;
  const results = [...writeBranches(rest.filter((_argument, index) => !isTest(index)), context)];
  return choose(rest.map((argument, index) => (isTest(index) ? writeComparison('<=>', subject, argument, context) : results.shift() ?? '')));
}

const conditional: FunctionRule = ownRule('aaa*', ({ args, context }) => {
  const isCondition = (index: number): boolean => index % 2 === 0 && index + 1 < args.length;
  const results = [...writeBranches(args.filter((_argument, index) => !isCondition(index)), context)];
  return choose(args.map((argument, index) => (isCondition(index) ? coerce('condition', argument, context) : results.shift() ?? '')));
});

/** Of its arguments one is the result. */
const oneOf = (signature: string, write: (branches: readonly string[]) => string): FunctionRule => ownRule(signature, ({ args, context }) => write(writeBranches(args, context)));

const coalesced = (branches: readonly string[]): string => `coalesce(${branches.join(', ')})`;

const refused = (what: string): FunctionRule => rule('?a*', () => {
  throw unsupported(what);
});

/** Control flow, NULLs, and functions of the server that MySQL clients know. */
export const CONTROL: Rules = {
  ...named('if iff', conditional),
  ...named('ifnull nvl', oneOf('aa', coalesced)),
  nvl2: ownRule('aaa', ({ args: [test = NULL, ...branches], context }) => `(CASE WHEN ${writeExpression(test, context)} IS NOT NULL THEN ${writeBranches(branches, context).join(' ELSE ')} END)`),
  coalesce: oneOf('aa*', coalesced),
  nullif: rule('aa', ([value = ''], { args: [left = NULL, right = NULL], context }) => `(CASE WHEN ${writeComparison('=', left, right, context)} THEN NULL ELSE ${value} END)`),
  decode: ownRule('aaaa*', decode),
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
  ...named(LOCK_FUNCTION_NAMES.join(' '), refused('a function of locks elsewhere than in the select list of a query without tables')),
  weight_string: refused('WEIGHT_STRING'),
  ...named('master_pos_wait source_pos_wait gtid_subset gtid_subtract wait_for_executed_gtid_set', refused('replication')),
};

function refuseSleep(): string {
  throw new StagewireError('Unimplemented', 'SLEEP is known as a query of its own: SELECT SLEEP(n)');
}
