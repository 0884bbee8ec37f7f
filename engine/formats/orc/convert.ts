import { closeSync, openSync } from 'node:fs';
import { loadZstd } from '../../compression/zstd-block.js';
import { ParquetFile } from '../parquet/writer/parquet-file.js';
import { columnDecoder } from './decoders/column-decoder.js';
import { namedType } from './schema.js';
import { Stripe } from './stripe.js';
import { readTail } from './tail.js';

/** Paths of local files, and what is wanted of the first. */
export interface OrcConversion {
  readonly source: string;
  /** A new file. */
  readonly target: string;
  /** Names of columns; null for all. */
  readonly columns: readonly string[] | null;
  /** Without them the schema alone is written. */
  readonly withRows: boolean;
}

/** Rewrites an ORC file as Parquet. Throws 1046 for a damaged file and 1002 for what can't be read, without its name. */
export async function convertOrc(conversion: OrcConversion): Promise<void> {
  await loadZstd();
  convert(conversion);
}

function convert({ source, target, columns, withRows }: OrcConversion): void {
  const descriptor = openSync(source, 'r');
  try {
    const file = readTail(descriptor);
    const fields = file.fields.filter(({ name }) => columns === null || columns.includes(name));
    const output = new ParquetFile(target, fields.map(namedType));
    try {
      for (const information of withRows ? file.stripes : []) {
        const stripe = new Stripe(file, information);
        output.append(stripe.rows, fields.map(({ type }) => columnDecoder(stripe, type)));
      }
      output.end();
    } finally {
      output.close();
    }
  } finally {
    closeSync(descriptor);
  }
}
