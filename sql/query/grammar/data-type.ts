import type { Word } from '../../lexer/token.js';
import { syntaxError } from '../../syntax-error.js';
import { PLAIN_TYPES, UNSIGNED_TYPES, type DataType } from '../data-type.js';
import { parenthesized, type Grammar } from './grammar.js';

/** DECIMAL without a size. */
const DEFAULT_DECIMAL = { precision: 18, scale: 3 };
const MOST_DIGITS = 76;
/** Databend's bound. */
const LONGEST_VECTOR = 4096;

/** A type, in the spelling of MySQL or Databend, with NULL, NOT NULL, CHARACTER SET and COLLATE behind it ignored. */
export function dataType(grammar: Grammar): DataType {
  const { cursor } = grammar;
  const token = cursor.expectWord('a type');
  const type = grammar.nested(() => named(grammar, token));
  if (cursor.take('CHARACTER', 'SET') || cursor.take('CHARSET')) cursor.expectName('a character set');
  // `NULL ON ERROR` is a clause of its own.
  const next = cursor.peek();
  if (!cursor.take('NOT', 'NULL') && !(next.kind === 'word' && next.upper === 'ON')) cursor.take('NULL');
  return type;
}

function named(grammar: Grammar, token: Word): DataType {
  const { cursor } = grammar;
  switch (token.upper) {
    case 'DECIMAL':
    case 'NUMERIC':
    case 'DEC':
    case 'FIXED':
      return decimal(grammar);
    case 'NULLABLE':
      return parenthesizedType(grammar);
    case 'ARRAY':
      return { kind: 'array', element: cursor.isSymbol('(') ? parenthesizedType(grammar) : variant };
    case 'VECTOR': {
      const [length] = sizes(grammar);
      if (length === undefined || length < 1 || length > LONGEST_VECTOR) throw cursor.unexpected(`the length of the vector, from 1 to ${LONGEST_VECTOR}`);
      return { kind: 'vector', length };
    }
    case 'MAP':
      return map(grammar);
    case 'TUPLE':
      return { kind: 'tuple', fields: parenthesized(grammar, () => field(grammar)) };
    case 'SIGNED':
    case 'UNSIGNED':
      cursor.takeOneOf('INTEGER', 'INT');
      return plain(token.upper);
    case 'DOUBLE':
      cursor.take('PRECISION');
      sizes(grammar);
      return plain('DOUBLE');
    case 'CHAR':
    case 'CHARACTER':
    case 'NCHAR': {
      const isVarying = cursor.take('VARYING');
      const [length] = sizes(grammar);
      return length === undefined || isVarying ? plain('VARCHAR') : { kind: 'char', length };
    }
    default:
      return sized(grammar, token);
  }
}

const variant: DataType = { kind: 'plain', name: 'VARIANT' };
const plain = (word: string): DataType => PLAIN_TYPES[word] ?? variant;

/** A word of the table of types; its length or number of digits changes nothing. */
function sized(grammar: Grammar, token: Word): DataType {
  const { cursor } = grammar;
  const type = PLAIN_TYPES[token.upper];
  if (!type) throw syntaxError(cursor.sql, token, `unknown type ${token.text}`);
  sizes(grammar);
  if (type.kind !== 'plain') return type;
  if (cursor.take('WITH', 'TIME', 'ZONE') && type.name === 'TIMESTAMP') return { kind: 'plain', name: 'TIMESTAMP_TZ' };
  cursor.take('WITHOUT', 'TIME', 'ZONE');
  const unsigned = cursor.take('UNSIGNED') ? UNSIGNED_TYPES[type.name] : undefined;
  return unsigned ? { kind: 'plain', name: unsigned } : type;
}

function decimal(grammar: Grammar): DataType {
  const [precision, scale = 0] = sizes(grammar);
  if (precision === undefined) return { kind: 'decimal', ...DEFAULT_DECIMAL };
  if (precision < 1 || precision > MOST_DIGITS || scale > precision) throw grammar.cursor.unexpected(`DECIMAL of 1 to ${MOST_DIGITS} digits, of which the scale is a part`);
  return { kind: 'decimal', precision, scale };
}

function parenthesizedType(grammar: Grammar): DataType {
  grammar.cursor.expectSymbol('(');
  const type = dataType(grammar);
  grammar.cursor.expectSymbol(')');
  return type;
}

function map(grammar: Grammar): DataType {
  const [key, value, ...more] = parenthesized(grammar, () => dataType(grammar));
  if (!key || !value || more.length > 0) throw grammar.cursor.unexpected('MAP(key type, value type)');
  return { kind: 'map', key, value };
}

/** `type` or `name type` */
function field(grammar: Grammar): { name: string | null; type: DataType } {
  const { cursor } = grammar;
  const next = cursor.peek();
  const isNamed = cursor.token.kind === 'quoted-name' || (next.kind === 'word' && !(next.upper === 'NULL' || next.upper === 'NOT' || next.upper === 'UNSIGNED' || next.upper === 'PRECISION'));
  return { name: isNamed ? cursor.expectName('a field') : null, type: dataType(grammar) };
}

function sizes(grammar: Grammar): readonly number[] {
  if (!grammar.cursor.isSymbol('(')) return [];
  return parenthesized(grammar, () => grammar.cursor.expectInteger('a size', 0, 4_294_967_295));
}
