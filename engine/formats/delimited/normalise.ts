import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { withoutByteOrderMark } from '../byte-order-mark.js';
import { readLocal } from '../plain-text.js';
import { BadData } from './bad-data.js';
import { CanonicalWriter } from './canonical-writer.js';
import type { DelimitedOptions } from './options.js';
import { tokenizer } from './tokenizer.js';

export interface Normalisation {
  /** A local text file. */
  readonly source: string;
  readonly target: string;
  readonly options: DelimitedOptions;
  /** How many columns the result has. */
  readonly width: number;
  /** What errors call the file. */
  readonly fileName: string;
}

/** Writes the records of a text file in canonical form. 1046 with line and file for bad data. */
export async function normalise({ source, target, options, width, fileName }: Normalisation, signal: AbortSignal): Promise<void> {
  try {
    await pipeline(canonical(source, options, width), createWriteStream(target, { mode: 0o600 }), { signal });
  } catch (error) {
    throw error instanceof BadData ? error.in(fileName) : error;
  }
}

/** The first bad data in the columns up to `width`, which an error of DuckDB tells of less exactly; null if there are none. */
export async function findBadData(source: string, options: DelimitedOptions, width: number, signal: AbortSignal): Promise<BadData | null> {
  try {
    for await (const block of canonical(source, options, width)) if (block.length > 0) signal.throwIfAborted();
    return null;
  } catch (error) {
    if (error instanceof BadData) return error;
    throw error;
  }
}

async function* canonical(source: string, options: DelimitedOptions, width: number): AsyncGenerator<Buffer> {
  const writer = new CanonicalWriter(options, width);
  const records = tokenizer(options, writer);
  for await (const chunk of withoutByteOrderMark(readLocal(source))) {
    records.push(chunk);
    yield* writer.take();
  }
  records.end();
  writer.end();
  yield* writer.take();
}

/** How many fields the first record has, header or not; 0 without records. Looks no further than a few MiB. */
export async function firstRecordWidth(source: string, options: DelimitedOptions): Promise<number> {
  const FIRST_BYTES = 4 * 1024 * 1024;
  let fields = 0;
  let width = 0;
  const records = tokenizer(options, {
    field() { fields += 1; },
    record() { width ||= fields; },
  });
  let read = 0;
  for await (const chunk of withoutByteOrderMark(readLocal(source))) {
    records.push(chunk);
    read += chunk.length;
    if (width > 0 || read >= FIRST_BYTES) return width;
  }
  return width || fields;
}
