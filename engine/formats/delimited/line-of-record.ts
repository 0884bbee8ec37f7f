import { withoutByteOrderMark } from '../byte-order-mark.js';
import { readLocal } from '../plain-text.js';
import type { DelimitedOptions } from './options.js';
import { tokenizer } from './tokenizer.js';

/** The line, from 1, on which a record of a local file begins; records are counted from 0, and in TEXT blank lines are some. */
export async function lineOfRecord(source: string, options: DelimitedOptions, wanted: number, signal: AbortSignal): Promise<number> {
  let found = -1;
  const records = tokenizer(options, {
    field: () => undefined,
    record(index, line) { if (index === wanted) found = line; },
  });
  for await (const chunk of withoutByteOrderMark(readLocal(source))) {
    signal.throwIfAborted();
    records.push(chunk);
    if (found !== -1) return found + 1;
  }
  records.end();
  return found + 1;
}
