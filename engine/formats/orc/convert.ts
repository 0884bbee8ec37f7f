import { closeSync, openSync, writeSync } from 'node:fs';
import { columnBytes } from '../../columns/column.js';
import { ParquetWriter } from '../parquet/writer/parquet-writer.js';
import { columnDecoder } from './decoders/column-decoder.js';
import { namedType } from './schema.js';
import { Stripe } from './stripe.js';
import { readTail } from './tail.js';

const FIRST_ROWS = 1024;
/** As many as DuckDB's own row groups have. */
const MOST_ROWS = 122_880;
const GROWTH = 8;
/** What a row group should take in memory. */
const GROUP_BYTES = 64 * 1024 * 1024;

/**
 * Rewrites a local ORC file as Parquet, to a new file. Stops after every column of a row group, so that whoever goes on with
 * it can do something else in between. Throws 1046 for a damaged file, 1002 for what can't be read, without its name.
 */
export function* convert(source: string, target: string): Generator<void, void, undefined> {
  const descriptor = openSync(source, 'r');
  try {
    const output = openSync(target, 'wx', 0o600);
    try {
      yield* rewrite(descriptor, output);
    } finally {
      closeSync(output);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The same without pause, for a thread of its own. */
export function convertWholly({ source, target }: { readonly source: string; readonly target: string }): void {
  const steps = convert(source, target);
  while (steps.next().done !== true);
}

function* rewrite(descriptor: number, output: number): Generator<void, void, undefined> {
  const file = readTail(descriptor);
  const writer = new ParquetWriter(file.fields.map(namedType), (pieces) => { for (const piece of pieces) writeAll(output, piece); });
  let rows = FIRST_ROWS;
  for (const information of file.stripes) {
    const stripe = new Stripe(file, information);
    const decoders = file.fields.map(({ type }) => columnDecoder(stripe, type));
    for (let left = stripe.rows; left > 0; ) {
      const count = Math.min(rows, left);
      const group = writer.rowGroup(count);
      let bytes = 0;
      for (const decoder of decoders) {
        const column = decoder.read(count);
        bytes += columnBytes(column);
        group.add(column);
        yield;
      }
      group.end();
      left -= count;
      rows = nextRows(rows, count, bytes);
    }
  }
  writer.end();
}

/** How many rows come next, where `rows` were allowed and `count` came and took so many bytes. */
function nextRows(rows: number, count: number, bytes: number): number {
  const fitting = Math.floor((count * GROUP_BYTES) / Math.max(bytes, 1));
  return Math.max(1, Math.min(fitting, Math.max(rows, count * GROWTH), MOST_ROWS));
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
}
