import { open } from 'node:fs/promises';
import { Turns } from '../../turns.js';
import { tokenizer } from './tokenizer.js';
import type { DelimitedOptions } from './options.js';

const LOOK_AT_BYTES = 128 * 1024;
const STEP_BYTES = 2 * 1024;
/** Files that are open for this. */
const reading = new Turns(16);

/**
 * Whether the records of the header are the first lines of a local file, one each: DuckDB counts a header in lines.
 * False as well where no record follows the header closely.
 */
export async function headerIsLines(path: string, options: DelimitedOptions, signal: AbortSignal): Promise<boolean> {
  return options.skipHeader === 0 || reading.take(() => beginsWithLines(path, options), signal);
}

async function beginsWithLines(path: string, options: DelimitedOptions): Promise<boolean> {
  const { skipHeader } = options;
  /** The lines, from 0, on which records begin. */
  const lines: number[] = [];
  const header = tokenizer(options, {
    field() { /* How many there are does not matter. */ },
    record(_, line) { lines.push(line); },
  });
  const file = await open(path);
  try {
    const bytes = Buffer.allocUnsafe(STEP_BYTES);
    for (let position = 0; position < LOOK_AT_BYTES; position += STEP_BYTES) {
      const { bytesRead } = await file.read(bytes, 0, STEP_BYTES, position);
      if (bytesRead === 0) break;
      header.push(bytes.subarray(0, bytesRead));
      if (lines.length > skipHeader) return lines[skipHeader] === skipHeader;
    }
    return false;
  } finally {
    await file.close();
  }
}
