import { CsvTokenizer } from './csv-tokenizer.js';
import type { DelimitedOptions } from './options.js';
import type { RecordHandler, Tokenizer } from './record-handler.js';
import { TextTokenizer } from './text-tokenizer.js';

/** The parser of our own for the format, telling `handler` what it finds. */
export function tokenizer(options: DelimitedOptions, handler: RecordHandler): Tokenizer {
  return options.type === 'CSV' ? new CsvTokenizer(options, handler) : new TextTokenizer(options, handler);
}
