import type { Expression } from '../ast.js';
import { coerce, namedIfHeavy, withTypes } from '../coercion.js';
import { writeMixed } from '../mixing.js';
import { divide } from '../operators.js';
import { quoteText } from '../quoting.js';
import { unitOf } from './times.js';
import { builtins, macros, named, ownRule, rule, typedRule, type FunctionRule, type Rules } from './rule.js';

const NULL: Expression = { kind: 'null' };

/** A function of numbers, and the macro for it that is chosen by their types, for where the engine has refused one: a DECIMAL of more than 38 digits. */
function ofAny(usual: FunctionRule, careful: string): FunctionRule {
  const typed = typedRule(usual.signature, careful, 'number');
  return { ...usual, write: (args, call) => (call.context.care === 'comparisons' ? typed : usual).write(args, call) };
}

/** Without a fraction a number keeps its type. */
const TRUNCATE = ofAny(rule('ni', ([number = '', digits = ''], { args: [value], context }) =>
  digits === '0' ? withTypes([number], value ? [value] : [], context, ([operand = '']) => `fn.whole(${operand})`) : `fn.truncate(${number}, ${digits})`, 'number'), 'fn.truncate_any');

/** Functions of numbers (MySQL manual, Mathematical Functions and Bit Functions; Databend's numeric functions). */
export const NUMBERS: Rules = {
  ...builtins('number', { exp: 'n', ln: 'n', cos: 'n', sin: 'n', tan: 'n', degrees: 'n', radians: 'n', atan2: 'nn', pi: '' }),
  ...macros('number', {
    log: 'n?n', log2: 'n', log10: 'n', sqrt: 'n', acos: 'n', asin: 'n', atan: 'n?n', cot: 'n', cbrt: 'n', factorial: 'i', width_bucket: 'nnni',
  }),
  ...macros('text', { conv: 'tii', bin: 'n', oct: 'n', format: 'ni?t', format_bytes: 'n', format_pico_time: 'n', humanize_size: 'n', humanize_number: 'n' }),
  ...named('mod modulo', division('mod')),
  ...named('div intdiv', division('div')),
  div0: rule('nn', 'fn.quotient_or($1, $2, 0)', 'number'), divnull: rule('nn', 'fn.quotient_or($1, $2, NULL)', 'number'),
  ...named('divide', division('/')),
  round: ofAny(rule('n?i', 'fn.round', 'number'), 'fn.round_any'), truncate: TRUNCATE,
  abs: ofAny(rule('n', 'abs', 'number'), 'fn.abs_any'), sign: ofAny(rule('n', 'fn.sign', 'number'), 'fn.sign_any'),
  floor: typedRule('n', 'fn.floor', 'number'), ...named('ceil ceiling', typedRule('n', 'fn.ceil', 'number')),
  ...named('pow power', rule('nn', 'pow', 'number')),
  ln: rule('n', '(CASE WHEN $1 <= 0 THEN NULL ELSE ln($1) END)', 'number'),
  // Of a point in time to a unit, `trunc(d, 'month')`.
  trunc: ownRule('a?a', ({ args: [value = NULL, to], context }) => {
    if (to?.kind === 'text') return `date_trunc(${quoteText(unitOf(to).toLowerCase())}, ${coerce('time', value, context)})`;
    const digits: Expression = to ?? { kind: 'number', text: '0' };
    return TRUNCATE.write([coerce('number', value, context), coerce('integer', digits, context)], { args: [value, digits], context });
  }),
  ...named('plus add', rule('nn', '($1 + $2)', 'number')), ...named('minus subtract', rule('nn', '($1 - $2)', 'number')), multiply: rule('nn', '($1 * $2)', 'number'), ...named('negate neg', rule('n', '(-$1)', 'number')),
  rand: rule('?i', (args) => (args[0] === undefined ? 'random()' : `fn.rand(${args[0]})`), 'number'),
  hex: typedRule('a', 'fn.hex', 'text'), to_hex: typedRule('a', 'lower(fn.hex($1))', 'text'),
  bit_count: rule('n', 'CAST(bit_count(CAST(fn.bits($1) AS BIGINT)) AS BIGINT)', 'number'),
  bitand: rule('nn', 'fn.bit_and', 'number'), bitor: rule('nn', 'fn.bit_or', 'number'), bitxor: rule('nn', 'fn.bit_xor', 'number'), bitnot: rule('n', 'fn.bit_not', 'number'),
  // Databend's keep the sign, where those of MySQL are of 64 bits without one.
  bit_not: rule('i', '(~$1)', 'number'), bit_shift_left: rule('ii', 'fn.shift_left', 'number'), bit_shift_right: rule('ii', 'fn.shift_right', 'number'),
  greatest_ignore_nulls: extreme('greatest'), least_ignore_nulls: extreme('least'),
  greatest: extreme('greatest', unlessNull), least: extreme('least', unlessNull),
  interval: rule('nnn*', ([first = '', ...bounds]) => `fn.interval_index(${first}, [${bounds.join(', ')}])`, 'number'),
};

/** The largest or the smallest of its arguments; `whole` writes it from the arguments and from what it is of those that are not NULL. */
function extreme(name: 'greatest' | 'least', whole = (_: readonly string[], found: string): string => found): FunctionRule {
  return ownRule('aa*', ({ args, context }) => namedIfHeavy(writeMixed(args, context), (values) => whole(values, `${name}(${values.join(', ')})`)));
}

function unlessNull(values: readonly string[], found: string): string {
  return `(CASE WHEN ${values.map((value) => `${value} IS NULL`).join(' OR ')} THEN NULL ELSE ${found} END)`;
}

function division(operator: Parameters<typeof divide>[0]): FunctionRule {
  const none = { kind: 'null' } as const;
  return rule('nn', ([a = '', b = ''], { args: [dividend = none, divisor = none], context }) => divide(operator, a, b, dividend, divisor, context), 'number');
}
