import type { FileFormat } from '../../../sql/file-format.js';
import type { MeaningBytes } from '../shape/shape-scanner.js';

/** The options of CSV and TEXT that matter for reading fields as texts. */
export interface DelimitedOptions {
  readonly type: 'CSV' | 'TEXT';
  /** Empty: line mode of TEXT, where a line is one field. */
  readonly fieldDelimiter: string;
  readonly recordDelimiter: string;
  /** Empty for TEXT, where quotes mean nothing. */
  readonly quote: string;
  /** CSV: what makes the next byte inside quotes literal; empty for none. */
  readonly escape: string;
  readonly skipHeader: number;
  readonly trimSpace: boolean;
  readonly allowQuotedNulls: boolean;
  readonly nullDisplay: string;
  /** Whether an empty field without quotes is the empty text rather than NULL. */
  readonly emptyIsText: boolean;
  readonly quotedEmptyIsText: boolean;
  readonly compression: string;
  readonly encoding: string;
  readonly replaceBadCharacters: boolean;
}

/** In SELECT every column is a nullable text, so FIELD_DEFAULT is NULL. */
export function delimitedOptions({ type, options }: FileFormat): DelimitedOptions {
  return {
    type: type === 'CSV' ? 'CSV' : 'TEXT',
    fieldDelimiter: String(options['field_delimiter']),
    recordDelimiter: String(options['record_delimiter']),
    quote: String(options['quote'] ?? ''),
    escape: String(options['escape'] ?? ''),
    skipHeader: Number(options['skip_header']),
    trimSpace: options['trim_space'] === true,
    allowQuotedNulls: options['allow_quoted_nulls'] === true,
    nullDisplay: String(options['null_display']),
    emptyIsText: options['empty_field_as'] === 'STRING',
    quotedEmptyIsText: (options['quoted_empty_field_as'] ?? 'STRING') === 'STRING',
    compression: String(options['compression']),
    encoding: String(options['encoding']),
    replaceBadCharacters: options['encoding_error_mode'] === 'replace',
  };
}

/** Of a format whose quote and field delimiter are single bytes. */
export function meaningBytes({ quote, fieldDelimiter, nullDisplay }: DelimitedOptions): MeaningBytes {
  return { quote: quote === '' ? null : quote.charCodeAt(0), delimiter: fieldDelimiter.charCodeAt(0), nullByte: Buffer.from(nullDisplay)[0] ?? null };
}

/** The number (metadata$file_row_number) of the first record behind the header: skipped header records are counted in CSV and not in TEXT. */
export const firstRowNumber = ({ type, skipHeader }: Pick<DelimitedOptions, 'type' | 'skipHeader'>): number => (type === 'CSV' ? skipHeader : 0);

export function isLineMode({ fieldDelimiter }: DelimitedOptions): boolean {
  return fieldDelimiter === '';
}

/** Whether the bytes are taken as UTF-8 and passed through. */
export function isPlainUtf8({ encoding, replaceBadCharacters }: Pick<DelimitedOptions, 'encoding' | 'replaceBadCharacters'>): boolean {
  return /^utf-?8$/i.test(encoding.trim()) && !replaceBadCharacters;
}
