import type { ColumnType, PlainTypeName } from '../../sql/relation.js';

const WORDS: Readonly<Record<string, PlainTypeName>> = {
  tinyint: 'int8', smallint: 'int16', mediumint: 'int32', int: 'int32', bigint: 'int64', bit: 'boolean',
  'tinyint unsigned': 'uint8', 'smallint unsigned': 'uint16', 'int unsigned': 'uint32', 'bigint unsigned': 'uint64',
  float: 'float', double: 'double', decimal: 'double', date: 'date', time: 'time', datetime: 'timestamp', timestamp: 'timestamp', json: 'json',
  binary: 'binary', varbinary: 'binary', blob: 'binary', longblob: 'binary',
};

/** How a system table holds what has a MySQL type such as `bigint unsigned` or `enum('a','b')`. */
export function logicalTypeOf(mysqlType: string): PlainTypeName {
  if (/^decimal\(\d+,0\)$/.test(mysqlType)) return 'int64';
  // What is not in the table are texts: char, varchar, the sizes of text, enum and set.
  return WORDS[mysqlType.replace(/\(.*\)/, '')] ?? 'varchar';
}

/** How MySQL would write a logical type in COLUMN_TYPE; the nearest one where MySQL has none. */
export function mysqlTypeOf(type: ColumnType): string {
  switch (type.name) {
    case 'boolean': return 'tinyint(1)';
    case 'int8': return 'tinyint';
    case 'int16': return 'smallint';
    case 'int32': return 'int';
    case 'int64': return 'bigint';
    case 'uint8': return 'tinyint unsigned';
    case 'uint16': return 'smallint unsigned';
    case 'uint32': return 'int unsigned';
    case 'uint64': return 'bigint unsigned';
    // MySQL's own are no wider.
    case 'decimal': return type.precision > 65 ? 'decimal(65,30)' : `decimal(${type.precision},${type.scale})`;
    case 'timestamp': return 'datetime(6)';
    case 'timestamp_tz': return 'timestamp(6)';
    case 'time': return 'time(6)';
    case 'int128':
    case 'uint128': return 'decimal(39,0)';
    case 'binary':
    case 'bytes': return 'longblob';
    case 'geometry': return 'geometry';
    case 'bit': return 'varchar(64)';
    case 'uuid': return 'char(36)';
    case 'enum': return `enum(${type.labels.map((label) => `'${label.replaceAll("'", "''")}'`).join(',')})`;
    case 'null': return 'varchar(0)';
    case 'json':
    case 'float':
    case 'double':
    case 'date': return type.name;
    case 'varchar':
    case 'interval':
    case 'array':
    case 'map':
    case 'tuple':
    case 'union': return 'varchar(16382)';
  }
}

/** What INFORMATION_SCHEMA.COLUMNS says of a type apart from its text. */
export interface TypeFacts {
  readonly dataType: string;
  readonly characters: number | null;
  readonly octets: number | null;
  readonly precision: number | null;
  readonly scale: number | null;
  /** Digits of a second's fraction. */
  readonly fraction: number | null;
  readonly isText: boolean;
}

/** Digits that MySQL gives for an integer type. */
const INTEGER_DIGITS: Readonly<Record<string, number>> = { tinyint: 3, smallint: 5, mediumint: 7, int: 10, bigint: 19, 'bigint unsigned': 20 };
/** Bytes that a type without a length of its own can hold. */
const TEXT_OCTETS: Readonly<Record<string, number>> = {
  tinytext: 255, text: 65_535, mediumtext: 16_777_215, longtext: 4_294_967_295, tinyblob: 255, blob: 65_535, mediumblob: 16_777_215, longblob: 4_294_967_295,
};
const BYTES_PER_CHARACTER = 4;
const FRACTION_TYPES = new Set(['datetime', 'timestamp', 'time']);
const APPROXIMATE_DIGITS: Readonly<Record<string, number>> = { float: 12, double: 22 };

/** Facts of a MySQL type given by its text (manual, "The INFORMATION_SCHEMA COLUMNS Table"). */
export function typeFacts(mysqlType: string): TypeFacts {
  const dataType = /^\w+/.exec(mysqlType)?.[0] ?? mysqlType;
  const inParentheses = /\((.*)\)/.exec(mysqlType)?.[1] ?? '';
  const none = { dataType, characters: null, octets: null, precision: null, scale: null, fraction: null, isText: false };
  const digits = INTEGER_DIGITS[mysqlType] ?? INTEGER_DIGITS[dataType];
  if (digits !== undefined) return { ...none, precision: digits, scale: 0 };
  if (dataType === 'bit') return { ...none, precision: Number(inParentheses) };
  if (dataType === 'decimal') {
    const [precision, scale] = inParentheses.split(',').map(Number);
    return { ...none, precision: precision ?? null, scale: scale ?? 0 };
  }
  const approximate = APPROXIMATE_DIGITS[dataType];
  if (approximate !== undefined) return { ...none, precision: approximate };
  if (FRACTION_TYPES.has(dataType)) return { ...none, fraction: Number(inParentheses || 0) };
  const octets = TEXT_OCTETS[dataType];
  if (octets !== undefined) return { ...none, characters: octets, octets, isText: dataType.endsWith('text') };
  if (dataType === 'enum' || dataType === 'set') return { ...none, ...listLength(dataType, inParentheses), isText: true };
  if (dataType === 'char' || dataType === 'varchar') return { ...none, characters: Number(inParentheses), octets: Number(inParentheses) * BYTES_PER_CHARACTER, isText: true };
  if (dataType === 'binary' || dataType === 'varbinary') return { ...none, characters: Number(inParentheses), octets: Number(inParentheses) };
  return none;
}

/** The longest member of an enum; all of a set's with commas. */
function listLength(dataType: string, list: string): { characters: number; octets: number } {
  const lengths = [...list.matchAll(/'((?:[^']|'')*)'/g)].map(([, member = '']) => member.length);
  const characters = dataType === 'enum' ? Math.max(0, ...lengths) : lengths.reduce((sum, length) => sum + length + 1, -1);
  return { characters, octets: characters * BYTES_PER_CHARACTER };
}
