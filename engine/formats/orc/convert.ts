import { closeSync, openSync } from 'node:fs';
import { ParquetFile } from '../parquet/writer/parquet-file.js';
import { columnDecoder } from './decoders/column-decoder.js';
import { namedType } from './schema.js';
import { Stripe } from './stripe.js';
import { readTail } from './tail.js';

/**
 * Rewrites a local ORC file as Parquet, to a new file. Stops now and then, so that whoever goes on with it can do something else in
 * between. Throws 1046 for a damaged file, 1002 for what can't be read, without its name.
 */
export function* convert(source: string, target: string): Generator<void, void, undefined> {
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
