export const FORMAT_TYPES = ['CSV', 'TEXT', 'NDJSON', 'JSON', 'PARQUET', 'ORC', 'AVRO', 'ARROW', 'ARROW_STREAM', 'LANCE', 'XML'] as const;
export type FormatType = (typeof FORMAT_TYPES)[number];

export type FormatOptionValue = string | number | boolean | readonly string[];

/** A file format with every option of its type set, defaults included; keys are lower-case option names. */
export interface FileFormat {
  readonly type: FormatType;
  readonly options: Readonly<Record<string, FormatOptionValue>>;
}

const TYPE_SYNONYMS: Readonly<Record<string, FormatType>> = { TSV: 'TEXT', TABSEPARATED: 'TEXT', JSONEACHROW: 'NDJSON' };

/** The type that a type word names, in any case and any of its spellings; null for any other word. */
export function formatTypeOf(word: string): FormatType | null {
  const upper = word.toUpperCase();
  return FORMAT_TYPES.find((type) => type === upper) ?? TYPE_SYNONYMS[upper] ?? null;
}

const DISPLAY_NAMES: Readonly<Record<FormatType, string>> = {
  CSV: 'Csv', TEXT: 'Text', NDJSON: 'NdJson', JSON: 'Json', PARQUET: 'Parquet', ORC: 'Orc', AVRO: 'Avro',
  ARROW: 'Arrow', ARROW_STREAM: 'ArrowStream', LANCE: 'Lance', XML: 'Xml',
};

/** The format as a JSON object with its keys in alphabetical order, as DESC STAGE shows it. */
export function formatAsJson(format: FileFormat): string {
  const entries = Object.entries({ ...format.options, type: DISPLAY_NAMES[format.type] });
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(entries));
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };

const quote = (text: string): string =>
  // Control characters are what this replaces.
  // eslint-disable-next-line no-control-regex
  `'${text.replace(/[\\'\u0000-\u001f]/g, (char) => ESCAPES[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}'`;

/** Options whose values are words rather than texts. */
const WORD_OPTIONS = new Set([
  'compression', 'binary_format', 'missing_field_as', 'empty_field_as', 'null_field_as', 'quoted_empty_field_as', 'quote_style', 'encoding_error_mode',
]);

function optionAsSql(key: string, value: FormatOptionValue): string {
  if (typeof value === 'boolean') return String(value).toUpperCase();
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return WORD_OPTIONS.has(key) ? value : quote(value);
  return `(${value.map(quote).join(', ')})`;
}

/** The format as it would be written in a statement: `TYPE = CSV COMPRESSION = NONE …`. */
export function formatAsSql(format: FileFormat): string {
  const options = Object.entries(format.options).map(([key, value]) => ` ${key.toUpperCase()} = ${optionAsSql(key, value)}`);
  return `TYPE = ${format.type}${options.join('')}`;
}
