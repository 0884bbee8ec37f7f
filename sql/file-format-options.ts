import { TextDecoder } from '@exodus/bytes/encoding.js';
import { StagewireError } from '../errors/index.js';
import type { FileFormat, FormatOptionValue, FormatType } from './file-format.js';
import { formatTypeOf } from './file-format.js';
import type { OptionValue } from './grammar/options.js';

/** Reads what a user wrote for an option; throws 2508, 2004, 1006 or 1075 for a value that it can't be. */
type Reader = (value: OptionValue, context: { readonly option: string; readonly type: FormatType }) => FormatOptionValue;

interface OptionRule {
  readonly read: Reader;
  readonly standard: FormatOptionValue;
}

const COMPRESSIONS = ['AUTO', 'NONE', 'GZIP', 'BZ2', 'BROTLI', 'ZSTD', 'DEFLATE', 'RAW_DEFLATE', 'XZ', 'LZMA', 'SNAPPY', 'ZIP', 'LZO'];

const compression: Reader = (value, { type }) => {
  const word = String(value).toUpperCase().replace('RAWDEFLATE', 'RAW_DEFLATE');
  if (!COMPRESSIONS.includes(word)) {
    throw new StagewireError('UnknownCompressionType', `Unknown compression '${String(value)}' for ${type}; expected one of ${COMPRESSIONS.join(', ')}`);
  }
  return word;
};

const flag: Reader = (value, { option }) => {
  if (typeof value === 'boolean') return value;
  if (/^(true|1)$/i.test(String(value))) return true;
  if (/^(false|0)$/i.test(String(value))) return false;
  throw new StagewireError('IllegalFileFormat', `Invalid boolean value '${String(value)}' for ${option}; expected TRUE or FALSE`);
};

const count: Reader = (value, { option }) => {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
  throw new StagewireError('IllegalFileFormat', `Invalid value '${String(value)}' for ${option}; expected a whole number of at least 0`);
};

const invalidText = (type: FormatType, option: string, value: OptionValue, expected: string): StagewireError =>
  new StagewireError('BadArguments', `Invalid ${type} option value: ${option} is currently set to '${String(value)}'. Expecting ${expected}.`);

const text = (isValid: (value: string, type: FormatType) => boolean, expected: string): Reader => (value, { option, type }) => {
  if (typeof value === 'string' && isValid(value, type)) return value;
  throw invalidText(type, option, value, expected);
};

const word = (...words: readonly string[]): Reader => (value, { option, type }) => {
  const upper = String(value).toUpperCase();
  if (words.includes(upper)) return upper;
  throw new StagewireError('InvalidArgument', `Invalid ${type} option value: ${option} is currently set to '${String(value)}'. Expecting one of ${words.join(', ')}.`);
};

const texts: Reader = (value, { option }) => {
  if (typeof value === 'object') return value;
  throw new StagewireError('InvalidArgument', `${option} must be a list of strings such as ('a', 'b')`);
};

const isSingleByte = (value: string): boolean => Buffer.byteLength(value) === 1;
const isAlphanumericByte = (value: string): boolean => /^[A-Za-z0-9]$/.test(value);

const fieldDelimiter = text((value, type) => {
  const bytes = Buffer.byteLength(value);
  return type === 'TEXT' ? bytes <= 1 : bytes >= 1 && bytes <= 20 && !isAlphanumericByte(value);
}, "a delimiter of 1 to 20 bytes that is no single letter or digit (TEXT: one byte, or '' for line mode)");
const recordDelimiter = text(
  (value) => value === '\r\n' || (isSingleByte(value) && !isAlphanumericByte(value)),
  "one byte that is no letter or digit, or '\\r\\n'",
);
const quote = text((value) => ['"', "'", '`'].includes(value), "one of \", ' or `");
const escape = text((value) => value === '' || value === '\\', "'' (none) or '\\\\'");
const anyText = text(() => true, 'a text');
const nan = text((value) => ['nan', 'NaN', 'null', 'NULL'].includes(value), 'one of nan, NaN, null, NULL');

const encoding = text((value) => {
  try {
    new TextDecoder(value);
    return true;
  } catch {
    return false;
  }
}, 'a character encoding label such as UTF-8, gbk, utf-16le or latin1');

const errorMode: Reader = (value, context) => String(word('STRICT', 'REPLACE')(value, context)).toLowerCase();

const TEXT_COMMON = {
  field_delimiter: { read: fieldDelimiter, standard: ',' },
  record_delimiter: { read: recordDelimiter, standard: '\n' },
  skip_header: { read: count, standard: 0 },
  output_header: { read: flag, standard: false },
  error_on_column_count_mismatch: { read: flag, standard: true },
  trim_space: { read: flag, standard: false },
  null_display: { read: anyText, standard: '\\N' },
  nan_display: { read: nan, standard: 'NaN' },
  encoding: { read: encoding, standard: 'UTF-8' },
  encoding_error_mode: { read: errorMode, standard: 'strict' },
} as const satisfies Record<string, OptionRule>;

const FIELD_AS = ['NULL', 'STRING', 'FIELD_DEFAULT'];
const missingFieldAs: OptionRule = { read: word('ERROR', 'NULL', 'FIELD_DEFAULT'), standard: 'ERROR' };
const noCompression: OptionRule = { read: compression, standard: 'NONE' };
const nullIf: OptionRule = { read: texts, standard: [] };
const useLogicType: OptionRule = { read: flag, standard: true };

/** The options of each type, in the order in which they are shown. */
const RULES: Readonly<Record<FormatType, Readonly<Record<string, OptionRule>>>> = {
  CSV: {
    compression: noCompression,
    ...TEXT_COMMON,
    quote: { read: quote, standard: '"' },
    quote_style: { read: word('QUOTE_NOT_NULL', 'QUOTE_MINIMAL'), standard: 'QUOTE_NOT_NULL' },
    escape: { read: escape, standard: '' },
    allow_quoted_nulls: { read: flag, standard: false },
    empty_field_as: { read: word(...FIELD_AS), standard: 'NULL' },
    quoted_empty_field_as: { read: word(...FIELD_AS), standard: 'STRING' },
    binary_format: { read: word('HEX', 'BASE64'), standard: 'HEX' },
  },
  TEXT: {
    compression: noCompression,
    ...TEXT_COMMON,
    field_delimiter: { read: fieldDelimiter, standard: '\t' },
    empty_field_as: { read: word(...FIELD_AS), standard: 'FIELD_DEFAULT' },
  },
  NDJSON: {
    compression: noCompression,
    null_field_as: { read: word('NULL', 'FIELD_DEFAULT'), standard: 'NULL' },
    missing_field_as: missingFieldAs,
    null_if: nullIf,
  },
  JSON: { compression: noCompression },
  PARQUET: {
    compression: { read: compression, standard: 'ZSTD' },
    missing_field_as: missingFieldAs,
    null_if: nullIf,
    use_logic_type: useLogicType,
  },
  ORC: { missing_field_as: missingFieldAs },
  AVRO: {
    compression: noCompression,
    missing_field_as: { read: word('ERROR', 'FIELD_DEFAULT'), standard: 'ERROR' },
    null_if: nullIf,
    use_logic_type: useLogicType,
  },
  ARROW: { missing_field_as: missingFieldAs },
  ARROW_STREAM: { missing_field_as: missingFieldAs },
  LANCE: {},
  XML: { compression: noCompression, row_tag: { read: anyText, standard: 'row' } },
};

const KNOWN_OPTIONS = new Set(['type', 'format_name', ...Object.values(RULES).flatMap((rules) => Object.keys(rules))]);

/** Whether any format has an option of this (lower-case) name; others are no part of the grammar. */
export function isFormatOption(key: string): boolean {
  return KNOWN_OPTIONS.has(key);
}

/**
 * A format of the type that a type word names, with the given options and the defaults of the others.
 * 2508 for an unknown type, an option that the type lacks, or an unreadable number or flag;
 * 2004 and 1006 for other values that an option can't have.
 */
export function buildFileFormat(typeWord: string, given: ReadonlyMap<string, OptionValue>): FileFormat {
  const type = formatTypeOf(typeWord);
  if (type === null) {
    throw new StagewireError('IllegalFileFormat', `Unknown file format type '${typeWord}'; expected one of ${Object.keys(RULES).join(', ')}`);
  }
  refuseForeignOptions(type, [...given.keys()]);
  const options: Record<string, FormatOptionValue> = {};
  for (const [key, rule] of Object.entries(RULES[type])) {
    const value = given.get(key);
    options[key] = value === undefined ? rule.standard : rule.read(value, { option: key.toUpperCase(), type });
  }
  return { type, options };
}

function refuseForeignOptions(type: FormatType, keys: readonly string[]): void {
  const foreign = keys.filter((key) => !(key in RULES[type]));
  if (foreign.length === 0) return;
  throw new StagewireError('IllegalFileFormat', `Unsupported options for ${type}: ${foreign.map((key) => key.toUpperCase()).join(', ')}`);
}

/**
 * The format with some options changed, by their (lower-case) names, and others put back to their defaults. The
 * type stays: 2508 for another one, and whatever `buildFileFormat` refuses.
 */
export function changeFileFormat(format: FileFormat, given: ReadonlyMap<string, OptionValue>, reset: readonly string[]): FileFormat {
  const { type = format.type, ...values } = Object.fromEntries(given);
  if (formatTypeOf(String(type)) !== format.type) {
    throw new StagewireError('IllegalFileFormat', `TYPE can not be changed from ${format.type} to ${String(type)}; create the file format anew`);
  }
  refuseForeignOptions(format.type, reset);
  const kept = Object.entries(format.options).filter(([key]) => !reset.includes(key));
  return buildFileFormat(format.type, new Map<string, OptionValue>([...kept, ...Object.entries(values)]));
}

/** The format that a stage has when none is given. */
export const DEFAULT_FILE_FORMAT: FileFormat = buildFileFormat('PARQUET', new Map());
