import { open } from 'node:fs/promises';
import { behindByteOrderMark } from '../byte-order-mark.js';
import { Turns } from '../../turns.js';
import { tokenizer } from './tokenizer.js';
import type { DelimitedOptions } from './options.js';

const LOOK_AT_BYTES = 128 * 1024;
const STEP_BYTES = 2 * 1024;
const LF = 10;
/** Files that are open for this. */
const reading = new Turns(16);

/** Tells what a beginning of a text says of the records of its header: null while that is nothing yet. */
function headerTest(options: DelimitedOptions): (bytes: Buffer) => boolean | null {
  const { skipHeader } = options;
  /** The lines, from 0, on which records begin. */
  const lines: number[] = [];
  const header = tokenizer(options, {
    field() { /* How many there are does not matter. */ },
    record(_, line) { lines.push(line); },
  });
  return (bytes) => {
    header.push(bytes);
    return lines.length > skipHeader ? lines[skipHeader] === skipHeader : null;
  };
}

/** Where the lines of the header end in a whole text without a byte order mark, in bytes; null where its records are not the first lines, or there are not as many. */
export function headerEnd(text: Buffer, options: DelimitedOptions): number | null {
  if (options.skipHeader === 0) return 0;
  const test = headerTest(options);
  let isLines: boolean | null = null;
  for (let position = 0; position < text.length && isLines === null; position += STEP_BYTES) isLines = test(text.subarray(position, position + STEP_BYTES));
  // The last record may have no end.
  isLines ??= test(Buffer.from([LF]));
  if (isLines !== true) return null;
  let end = 0;
  for (let line = 0; line < options.skipHeader; line += 1) end = text.indexOf(LF, end) + 1;
  return end;
}

/**
 * Whether the records of the header are the first lines of a local file, one each: DuckDB counts a header in lines.
 * False as well where no record follows the header closely.
 */
export async function headerIsLines(path: string, options: DelimitedOptions, signal: AbortSignal): Promise<boolean> {
  return options.skipHeader === 0 || reading.take(() => beginsWithLines(path, options), signal);
}

async function beginsWithLines(path: string, options: DelimitedOptions): Promise<boolean> {
  const test = headerTest(options);
  const file = await open(path);
  try {
    const bytes = Buffer.allocUnsafe(STEP_BYTES);
    for (let position = 0; position < LOOK_AT_BYTES; position += STEP_BYTES) {
      const { bytesRead } = await file.read(bytes, 0, STEP_BYTES, position);
      if (bytesRead === 0) break;
      const chunk = bytes.subarray(0, bytesRead);
      const isLines = test(position === 0 ? behindByteOrderMark(chunk) : chunk);
      if (isLines !== null) return isLines;
    }
    return false;
  } finally {
    await file.close();
  }
}
