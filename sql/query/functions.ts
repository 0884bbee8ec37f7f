import { StagewireError } from '../../errors/index.js';
import { SESSION_FUNCTIONS } from './session-values.js';

/** Writes a call for DuckDB from the translated arguments. */
type Write = (args: readonly string[]) => string;

interface FunctionRule {
  readonly least: number;
  readonly most: number;
  readonly write: Write;
}

const call = (name: string): Write => (args) => `${name}(${args.join(', ')})`;
const named = (name: string, least: number, most = least): FunctionRule => ({ least, most, write: call(name) });
const written = (least: number, most: number, write: Write): FunctionRule => ({ least, most, write });
const asText = (sql: string | undefined): string => `CAST(${sql ?? 'NULL'} AS VARCHAR)`;
const ANY = Number.MAX_SAFE_INTEGER;

/** NULL if any argument is, unlike DuckDB's concat. */
const concat: Write = (args) => `(${args.map(asText).join(' || ')})`;

/** `if(c1, a, c2, b, …, z)` */
const choose: Write = (args) => {
  const whens: string[] = [];
  for (let index = 0; index + 1 < args.length; index += 2) whens.push(`WHEN ${args[index] ?? ''} THEN ${args[index + 1] ?? ''}`);
  return `(CASE ${whens.join(' ')} ELSE ${args.length % 2 === 1 ? args.at(-1) ?? 'NULL' : 'NULL'} END)`;
};

const trimWith = (name: string): FunctionRule => written(1, 2, call(name));

/**
 * The scalar functions that queries may use, by lower-case name, and how DuckDB writes them. A name
 * that is not here is unknown to queries, whatever DuckDB itself would know.
 */
const SCALAR: Readonly<Record<string, FunctionRule>> = {
  abs: named('abs', 1), ceil: named('ceil', 1), ceiling: named('ceil', 1), floor: named('floor', 1), round: named('round', 1, 2), sign: named('sign', 1),
  sqrt: named('sqrt', 1), exp: named('exp', 1), ln: named('ln', 1), log10: named('log10', 1), log2: named('log2', 1), pow: named('pow', 2), power: named('pow', 2),
  mod: written(2, 2, ([a, b]) => `(${a ?? ''} % ${b ?? ''})`), pi: named('pi', 0), greatest: named('greatest', 1, ANY), least: named('least', 1, ANY),
  lower: named('lower', 1), lcase: named('lower', 1), upper: named('upper', 1), ucase: named('upper', 1), length: named('length', 1),
  char_length: named('length', 1), character_length: named('length', 1), octet_length: written(1, 1, ([a]) => `octet_length(encode(${asText(a)}))`),
  concat: written(1, ANY, concat), concat_ws: named('concat_ws', 2, ANY), substr: named('substr', 2, 3), substring: named('substr', 2, 3), mid: named('substr', 3),
  left: named('left', 2), right: named('right', 2), trim: trimWith('trim'), ltrim: trimWith('ltrim'), rtrim: trimWith('rtrim'), lpad: named('lpad', 3), rpad: named('rpad', 3),
  replace: named('replace', 3), repeat: named('repeat', 2), reverse: named('reverse', 1), split_part: named('split_part', 3), split: named('string_split', 2),
  instr: named('instr', 2), locate: written(2, 2, ([needle, text]) => `instr(${text ?? ''}, ${needle ?? ''})`), position: written(2, 2, ([needle, text]) => `instr(${text ?? ''}, ${needle ?? ''})`),
  starts_with: named('starts_with', 2), ends_with: named('ends_with', 2), ascii: named('ascii', 1), hex: named('hex', 1), md5: named('md5', 1),
  regexp_like: named('regexp_matches', 2), regexp_replace: written(3, 3, (args) => `regexp_replace(${args.join(', ')}, 'g')`), regexp_substr: named('regexp_extract', 2),
  if: written(3, ANY, choose), iff: written(3, 3, choose), ifnull: named('coalesce', 2), nvl: named('coalesce', 2), coalesce: named('coalesce', 1, ANY), nullif: named('nullif', 2),
  isnull: written(1, 1, ([a]) => `(${a ?? ''} IS NULL)`), is_null: written(1, 1, ([a]) => `(${a ?? ''} IS NULL)`), is_not_null: written(1, 1, ([a]) => `(${a ?? ''} IS NOT NULL)`),
  to_string: written(1, 1, ([a]) => asText(a)), to_varchar: written(1, 1, ([a]) => asText(a)), to_text: written(1, 1, ([a]) => asText(a)),
  to_int64: written(1, 1, ([a]) => `CAST(${a ?? ''} AS BIGINT)`), to_float64: written(1, 1, ([a]) => `CAST(${a ?? ''} AS DOUBLE)`),
  to_timestamp: written(1, 1, ([a]) => `CAST(${a ?? ''} AS TIMESTAMP)`), to_datetime: written(1, 1, ([a]) => `CAST(${a ?? ''} AS TIMESTAMP)`), to_date: written(1, 1, ([a]) => `CAST(${a ?? ''} AS DATE)`), date: written(1, 1, ([a]) => `CAST(${a ?? ''} AS DATE)`),
  year: named('year', 1), month: named('month', 1), day: named('day', 1), dayofmonth: named('day', 1), hour: named('hour', 1), minute: named('minute', 1), second: named('second', 1), quarter: named('quarter', 1),
  date_trunc: named('date_trunc', 2), typeof: named('typeof', 1),
};

const AGGREGATE: Readonly<Record<string, FunctionRule>> = {
  count: named('count', 0, 1), sum: named('sum', 1), avg: named('avg', 1), min: named('min', 1), max: named('max', 1), any_value: named('any_value', 1),
  median: named('median', 1), stddev: named('stddev_pop', 1), std: named('stddev_pop', 1), stddev_pop: named('stddev_pop', 1), stddev_samp: named('stddev_samp', 1),
  variance: named('var_pop', 1), var_pop: named('var_pop', 1), var_samp: named('var_samp', 1), bool_and: named('bool_and', 1), bool_or: named('bool_or', 1),
  count_if: named('count_if', 1), approx_count_distinct: named('approx_count_distinct', 1), string_agg: named('string_agg', 1, 2), group_concat: named('string_agg', 1, 2),
  arg_max: named('arg_max', 2), arg_min: named('arg_min', 2),
};

export function isAggregate(name: string): boolean {
  return name.toLowerCase() in AGGREGATE;
}

/** Writes a call of a function. 1008 for an unknown name, 1028 for a wrong number of arguments. */
export function writeCall(name: string, args: readonly string[]): string {
  const lower = name.toLowerCase();
  const rule = SCALAR[lower] ?? AGGREGATE[lower];
  if (!rule) throw new StagewireError('UnknownFunction', `no function matches the given name: '${lower}'`);
  if (args.length < rule.least || args.length > rule.most) {
    const expected = rule.least === rule.most ? String(rule.least) : rule.most === ANY ? `at least ${rule.least}` : `${rule.least} to ${rule.most}`;
    throw new StagewireError('NumberArgumentsNotMatch', `function '${lower}' takes ${expected} arguments, but got ${args.length}`);
  }
  return rule.write(args);
}

/** All functions that queries may use, by name. */
export function knownFunctions(): readonly { readonly name: string; readonly isAggregate: boolean }[] {
  const names = [...new Set([...Object.keys(SCALAR), ...Object.keys(AGGREGATE), ...Object.keys(SESSION_FUNCTIONS)])].sort();
  return names.map((name) => ({ name, isAggregate: isAggregate(name) }));
}
