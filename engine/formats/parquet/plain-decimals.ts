import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { LocalFiles } from '../../cache/local-files.js';
import { WIDEST_DECIMAL } from '../../columns/column-type.js';
import type { SourceFile } from '../../sources/source-file.js';
import { writeLocal } from '../plain-text.js';
import { invalidParquet, readFooter, SCHEMA_FIELD, TAIL_BYTES, tailOf } from './footer.js';
import { COMPACT, CompactReader } from './thrift.js';

/**
 * A copy of a Parquet file in which decimals of more than 38 digits are no decimals but their bytes, two's complement with the highest
 * first: DuckDB would make DOUBLEs of them, and wrong ones of those of 17 bytes. Only the schema differs. `path` is the local file, which may hold
 * what several staged files hold.
 */
export async function withPlainDecimals(file: SourceFile, path: string, files: LocalFiles): Promise<string> {
  const plain = await files.derived(file, 'parquet with plain decimals', async (target, signal) => {
    const source = files.isPartial(path) ? await files.original(file) : path;
    const [{ bytes }, { size }] = await Promise.all([readFooter(source, file.name), stat(source)]);
    await writeLocal(copy(source, size - TAIL_BYTES - bytes.length, plainFooter(bytes, file.name)), target, signal);
  });
  files.madeOf(plain, path);
  return plain;
}

async function* copy(source: string, rowBytes: number, footer: Buffer): AsyncGenerator<Uint8Array> {
  yield* createReadStream(source, { end: rowBytes - 1 }) as AsyncIterable<Uint8Array>;
  yield footer;
  yield tailOf(footer.length);
}

/** Fields of SchemaElement that make a decimal of bytes (parquet.thrift). */
const CONVERTED_TYPE = 6;
const SCALE = 7;
const PRECISION = 8;
const LOGICAL_TYPE = 10;
/** Fields of the union LogicalType, and of its DecimalType. */
const DECIMAL = 5;
const DECIMAL_PRECISION = 2;

interface Field {
  readonly id: number;
  readonly type: number;
  readonly value: Buffer;
}

/** A footer with another list of schema elements. */
export function plainFooter(bytes: Buffer, name: string): Buffer {
  const reader = new CompactReader(bytes);
  for (let field = reader.fieldHeader(0); field; field = reader.fieldHeader(field.id)) {
    const start = reader.offset;
    if (field.id !== SCHEMA_FIELD) {
      reader.skip(field.type);
      continue;
    }
    const { size } = reader.listHeader();
    const listStart = reader.offset;
    const elements = Array.from({ length: size }, () => plainElement(readFields(bytes, reader)));
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start, listStart), ...elements, bytes.subarray(reader.offset)]);
  }
  throw invalidParquet(name, 'its footer has no schema');
}

function readFields(bytes: Buffer, reader: CompactReader): readonly Field[] {
  const fields: Field[] = [];
  for (let field = reader.fieldHeader(0); field; field = reader.fieldHeader(field.id)) {
    const start = reader.offset;
    reader.skip(field.type);
    fields.push({ ...field, value: bytes.subarray(start, reader.offset) });
  }
  return fields;
}

function plainElement(fields: readonly Field[]): Buffer {
  const isWide = fields.some(({ id, value }) => (id === PRECISION && new CompactReader(value).zigzag() > WIDEST_DECIMAL) || (id === LOGICAL_TYPE && logicalPrecision(value) > WIDEST_DECIMAL));
  const dropped = isWide ? new Set([CONVERTED_TYPE, SCALE, PRECISION, LOGICAL_TYPE]) : new Set<number>();
  let previous = 0;
  const written = fields.filter(({ id }) => !dropped.has(id)).flatMap(({ id, type, value }) => {
    // No field is further than 15 from the one before it.
    const header = Buffer.from([((id - previous) << 4) | type]);
    previous = id;
    return [header, value];
  });
  return Buffer.concat([...written, Buffer.from([COMPACT.STOP])]);
}

/** The precision that a LogicalType tells, 0 for other types than decimals. */
function logicalPrecision(value: Buffer): number {
  const [member] = readFields(value, new CompactReader(value));
  if (member?.id !== DECIMAL) return 0;
  const precision = readFields(member.value, new CompactReader(member.value)).find(({ id }) => id === DECIMAL_PRECISION);
  return precision ? new CompactReader(precision.value).zigzag() : 0;
}
