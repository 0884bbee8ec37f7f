import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { StagewireError } from '../../../errors/index.js';
import { CompactReader } from './thrift.js';

/** The footer of a Parquet file: `FileMetaData` in Thrift's compact protocol (parquet.thrift). */
export interface Footer {
  readonly bytes: Buffer;
  /** The bytes of the list of schema elements: equal bytes are equal schemas. */
  readonly schema: Buffer;
}

/** Length of the footer and magic number at the end of a file. */
export const TAIL_BYTES = 8;
/** What is read of the end of a file before the length of its footer is known. */
export const FIRST_READ_BYTES = 64 * 1024;
export const MAGIC = 'PAR1';
const ENCRYPTED_MAGIC = 'PARE';
/** Key of a file's own metadata as it stands in a footer, with its length: what is behind it (GeoParquet) tells more of columns than the schema. */
export const GEO_KEY = Buffer.from('\x03geo', 'latin1');
/** Field of FileMetaData. */
export const SCHEMA_FIELD = 2;

export function invalidParquet(name: string, why: string): StagewireError {
  return new StagewireError('ParquetFileInvalid', `file '${name}' is no readable Parquet file: ${why}`);
}

/** The length of the footer that the last 8 bytes of a file tell. 1201 if they are not those of a Parquet file. */
export function footerLength(tail: Buffer, fileSize: number, name: string): number {
  const magic = tail.toString('latin1', 4, 8);
  if (magic === ENCRYPTED_MAGIC) throw new StagewireError('Unimplemented', `file '${name}' has an encrypted footer, which can't be read`);
  if (magic !== MAGIC) throw invalidParquet(name, `it does not end with ${MAGIC}`);
  const length = tail.readUInt32LE(0);
  if (length + TAIL_BYTES + MAGIC.length > fileSize) throw invalidParquet(name, 'its footer is longer than the file');
  return length;
}

export function parseFooter(bytes: Buffer, name: string): Footer {
  try {
    const reader = new CompactReader(bytes);
    for (let field = reader.fieldHeader(0); field; field = reader.fieldHeader(field.id)) {
      const start = reader.offset;
      reader.skip(field.type);
      if (field.id === SCHEMA_FIELD) return { bytes, schema: bytes.subarray(start, reader.offset) };
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw invalidParquet(name, 'its footer is damaged');
}

/** What stands behind a footer of so many bytes. */
export function tailOf(footerBytes: number): Buffer {
  const tail = Buffer.alloc(TAIL_BYTES);
  tail.writeUInt32LE(footerBytes);
  tail.write(MAGIC, 4, 'latin1');
  return tail;
}

/** Reads the footer of a local file; `name` is for errors. */
export async function readFooter(path: string, name: string): Promise<Footer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    checkSize(size, name);
    const end = await readAt(file, Math.max(0, size - FIRST_READ_BYTES), Math.min(size, FIRST_READ_BYTES));
    const length = footerLength(end.subarray(-TAIL_BYTES), size, name) + TAIL_BYTES;
    return parseFooter(length <= end.length ? end.subarray(-length, -TAIL_BYTES) : await readAt(file, size - length, length - TAIL_BYTES), name);
  } finally {
    await file.close();
  }
}

/** The same, for threads that may wait. */
export function readFooterSync(path: string, name: string): Footer {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    checkSize(size, name);
    const tail = readAtSync(file, size - TAIL_BYTES, TAIL_BYTES);
    const length = footerLength(tail, size, name);
    return parseFooter(readAtSync(file, size - TAIL_BYTES - length, length), name);
  } finally {
    closeSync(file);
  }
}

function checkSize(size: number, name: string): void {
  if (size < TAIL_BYTES + MAGIC.length) throw invalidParquet(name, `it has ${size} bytes`);
}

function readAtSync(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(file, buffer, 0, length, position));
}

async function readAt(file: Awaited<ReturnType<typeof open>>, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
