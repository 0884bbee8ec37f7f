import { StagewireError } from '../../errors/index.js';
import { collationNamed, collationWithId } from '../../protocol/charsets/collations.js';
import type { Scalar } from '../../sql/query/quoting.js';
import { acceptCharacterSet, acceptClientCharacterSet, acceptResultCharacterSet } from './accept-character-set.js';
import { acceptSqlMode } from './sql-mode.js';
import { acceptTimeZone } from './time-zone.js';
import { wrongValue } from './wrong-value.js';

/** A value that is set, as the variable keeps it; `truncated` if it was moved into the range of the variable. */
export interface Accepted {
  readonly value: Scalar;
  readonly truncated: boolean;
}

/** What a variable takes. */
export interface VariableType {
  /** The word for it that SHOW SETTINGS has. */
  readonly title: string;
  /** What SHOW SETTINGS says of the range; empty without one. */
  readonly range: string;
  /** Reads a default of the tables. */
  parse(text: string): Scalar;
  /** As SHOW VARIABLES shows it. */
  show(value: Scalar): string;
  /** Throws 1231 for a wrong value, 1232 for one of a wrong type. */
  accept(value: Scalar, name: string): Accepted;
}

/** ER_WRONG_TYPE_FOR_VAR */
function wrongType(name: string): StagewireError {
  return new StagewireError('WrongValueForVariable', `Incorrect argument type to variable '${name}'`, { mysql: { errno: 1232, sqlState: '42000' } });
}

const plain = (value: Scalar): Accepted => ({ value, truncated: false });
const plainText = (value: Scalar): string => (value === null ? '' : value instanceof Date ? value.toISOString() : String(value));
const isFraction = (value: Scalar): boolean => typeof value === 'number' && !Number.isInteger(value);

export const FLAG: VariableType = {
  title: 'UInt64',
  range: '[0, 1]',
  parse: (text) => (text === 'ON' ? 1 : 0),
  show: (value) => (value === 1 ? 'ON' : 'OFF'),
  accept(value, name) {
    if (isFraction(value)) throw wrongType(name);
    const word = String(value).toUpperCase();
    if (['1', 'ON', 'TRUE'].includes(word)) return plain(1);
    if (['0', 'OFF', 'FALSE'].includes(word)) return plain(0);
    throw wrongValue(name, value);
  },
};

/** Integers up to 64 bits: numbers where they are exact, bigint above. */
export function integerType(least: bigint, most: bigint): VariableType {
  const toScalar = (value: bigint): Scalar => (value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value);
  return {
    title: least < 0n ? 'Int64' : 'UInt64',
    range: `[${least}, ${most}]`,
    parse: (text) => toScalar(BigInt(text)),
    show: plainText,
    accept(value, name) {
      if (value === null) throw wrongValue(name, value);
      if (typeof value === 'boolean') return plain(value ? 1 : 0);
      if ((typeof value !== 'number' && typeof value !== 'bigint') || isFraction(value)) throw wrongType(name);
      // A literal above 2^53 has come as the nearest double.
      if (value === Number(most)) return plain(toScalar(most));
      const exact = BigInt(value);
      const kept = exact < least ? least : exact > most ? most : exact;
      return { value: toScalar(kept), truncated: kept !== exact };
    },
  };
}

export function doubleType(least: number, most: number): VariableType {
  return {
    title: 'Float64',
    range: `[${least}, ${most}]`,
    parse: Number,
    show: (value) => Number(value).toFixed(6),
    accept(value, name) {
      if (value === null) throw wrongValue(name, value);
      const number = typeof value === 'string' && !/^-?\d+\.\d+$/.test(value) ? NaN : Number(value);
      if (Number.isNaN(number) || value instanceof Date) throw wrongType(name);
      const kept = Math.min(Math.max(number, least), most);
      return { value: kept, truncated: kept !== number };
    },
  };
}

/** One of some words, which may also be given by its number. */
export function enumType(words: readonly string[]): VariableType {
  return {
    title: 'String',
    range: `[${words.map((word) => `"${word}"`).join(', ')}]`,
    parse: (text) => text,
    show: plainText,
    accept(value, name) {
      if (isFraction(value)) throw wrongType(name);
      const found = typeof value === 'number' || typeof value === 'bigint' ? words[Number(value)] : words.find((word) => word.toUpperCase() === String(value).toUpperCase());
      if (found === undefined) throw wrongValue(name, value);
      return plain(found);
    },
  };
}

export function textType(nullable: boolean): VariableType {
  return {
    title: 'String',
    range: '',
    parse: (text) => (nullable && text === 'NULL' ? null : text),
    show: plainText,
    accept(value, name) {
      if (value === null && !nullable) throw wrongValue(name, value);
      if (value !== null && typeof value !== 'string') throw wrongType(name);
      return plain(value);
    },
  };
}

/** A text with a check of its own. */
function checkedText(check: (value: Scalar, name: string) => Scalar): VariableType {
  return { title: 'String', range: '', parse: (text) => text, show: plainText, accept: (value, name) => plain(check(value, name)) };
}

function collation(value: Scalar, name: string): string {
  if (value === null) throw wrongValue(name, value);
  const found = typeof value === 'number' ? collationWithId(value) : collationNamed(String(value));
  if (!found) throw new StagewireError('WrongValueForVariable', `Unknown collation: '${String(value)}'`, { mysql: { errno: 1273, sqlState: 'HY000' } });
  return found.name;
}

const NAMED: Readonly<Record<string, VariableType>> = {
  flag: FLAG,
  text: textType(false),
  'text?': textType(true),
  charset: checkedText(acceptCharacterSet),
  'client-charset': checkedText(acceptClientCharacterSet),
  'result-charset': checkedText(acceptResultCharacterSet),
  collation: checkedText(collation),
  'sql-mode': checkedText((value) => acceptSqlMode(value)),
  'time-zone': checkedText((value) => acceptTimeZone(value)),
};

/** A type as the tables write it: `flag`, `int:1..9`, `double:0..1`, `enum:A|B`, `text`, `text?` … */
export function parseType(text: string): VariableType {
  const named = NAMED[text];
  if (named) return named;
  const [kind, rest = ''] = text.split(/:(.*)/s);
  const [least = '', most = ''] = rest.split('..');
  switch (kind) {
    case 'int': return integerType(BigInt(least), BigInt(most));
    case 'double': return doubleType(Number(least), Number(most));
    case 'enum': return enumType(rest.split('|'));
    default: throw new Error(`unknown type of variable: ${text}`);
  }
}
