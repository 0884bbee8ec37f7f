import { closeSync, openSync } from 'node:fs';
import { loadZstd } from '../../compression/zstd-block.js';
import { inTurns } from '../../in-turns.js';
import { ParquetFile } from '../parquet/writer/parquet-file.js';
import { columnDecoder } from './decoders/column-decoder.js';
import { namedType } from './schema.js';
import { Stripe } from './stripe.js';
import { readTail } from './tail.js';

/**
 * Rewrites a local ORC file as Parquet, to a new file. Throws 1046 for a damaged file, 1002 for what can't be read, without its
 * name, and 1043 if aborted.
 */
export async function convertOrc(source: string, target: string, signal: AbortSignal): Promise<void> {
  await loadZstd();
  await inTurns(convert(source, target), signal);
}

function* convert(source: string, target: string): Generator<void, void, undefined> {
  const descriptor = openSync(source, 'r');
  try {
    const file = readTail(descriptor);
    const output = new ParquetFile(target, file.fields.map(namedType));
    try {
      for (const information of file.stripes) {
        const stripe = new Stripe(file, information);
        yield* output.append(stripe.rows, file.fields.map(({ type }) => columnDecoder(stripe, type)));
      }
      output.end();
    } finally {
      output.close();
    }
  } finally {
    closeSync(descriptor);
  }
}
