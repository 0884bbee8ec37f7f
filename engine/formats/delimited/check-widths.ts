import { withoutByteOrderMark } from '../byte-order-mark.js';
import { readLocal } from '../plain-text.js';
import { BadData } from './bad-data.js';
import type { DelimitedOptions } from './options.js';
import { tokenizer } from './tokenizer.js';

export interface WidthCheck {
  /** A local text file. */
  readonly path: string;
  readonly options: DelimitedOptions;
  /** How many records are looked at, header and all. */
  readonly records: number;
  /** What errors call the file. */
  readonly fileName: string;
}

/** Throws 1046 with line and file for a record that has not as many fields as the first one. */
export async function checkWidths({ path, options, records, fileName }: WidthCheck): Promise<void> {
  let fields = 0;
  let width = 0;
  let count = 0;
  const found = tokenizer(options, {
    field() { fields += 1; },
    record(_, line) {
      count += 1;
      width ||= fields;
      if (fields !== width && count <= records) throw new BadData(`a record has ${fields} fields where the first has ${width}`, line);
      fields = 0;
    },
  });
  try {
    for await (const chunk of withoutByteOrderMark(readLocal(path))) {
      found.push(chunk);
      if (count >= records) return;
    }
    found.end();
  } catch (error) {
    throw error instanceof BadData ? error.in(fileName) : error;
  }
}
