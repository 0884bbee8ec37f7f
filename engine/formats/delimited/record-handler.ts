import type { FieldBuffer } from './field-buffer.js';

/** Takes the records that a tokenizer finds. */
export interface RecordHandler {
  /** One field, its quotes and escapes undone. The buffer is used again afterwards. */
  field(field: FieldBuffer, quoted: boolean): void;
  /** The end of a record. `line` is the number, from 0, of the line on which it began; `index` counts records, or lines where blank ones count. */
  record(index: number, line: number): void;
}

/** Splits bytes, as they come, into records. */
export interface Tokenizer {
  push(chunk: Uint8Array): void;
  /** The end of the file, which ends the last record. */
  end(): void;
}
