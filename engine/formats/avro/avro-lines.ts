import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Codec } from '../../compression/codec.js';
import { decompressed } from '../../compression/decompress.js';
import avro from 'avsc';
import { decompress as unzstd } from 'fzstd';
import { uncompress as unsnappy } from 'snappyjs';
import { StagewireError } from '../../../errors/index.js';
import { writeLocal } from '../plain-text.js';
import { recordWriter, type Writer } from './avro-writer.js';

export interface AvroWork {
  /** A local object container file. */
  readonly source: string;
  readonly target: string;
  readonly useLogicalTypes: boolean;
  /** What errors call the file. */
  readonly fileName: string;
}

/** Writes the records of a file as lines of JSON. 1046 for what is no such file. */
export async function writeLinesOfAvro({ source, target, useLogicalTypes, fileName }: AvroWork, signal: AbortSignal): Promise<void> {
  try {
    await writeLocal(lines(createReadStream(source), useLogicalTypes), target, signal);
  } catch (error) {
    if (error instanceof StagewireError && error.kind !== 'BadBytes') throw error;
    if (signal.aborted) throw error;
    throw new StagewireError('BadBytes', `Not a AVRO file (${error instanceof StagewireError ? error.text : error instanceof Error ? error.message : String(error)}), at file '${fileName}'`, { cause: error });
  }
}

const FLUSH_CHARACTERS = 64 * 1024;

async function* lines(source: Readable, useLogicalTypes: boolean): AsyncGenerator<string> {
  const decoder = new avro.streams.BlockDecoder({
    codecs: CODECS,
    parseHook: (schema) => avro.Type.forSchema(schema, { typeHook: (part) => (isLong(part) ? LONG : undefined), wrapUnions: true }),
  });
  const header: { write: Writer | null; error: Error | null } = { write: null, error: null };
  decoder.on('metadata', (_type: unknown, _codec: string, { meta }: { meta: Record<string, Buffer> }) => {
    try {
      header.write = recordWriter(String(meta['avro.schema']), useLogicalTypes);
    } catch (error) {
      header.error = error instanceof Error ? error : new Error(String(error));
    }
  });
  source.on('error', (error) => { decoder.destroy(error); });
  source.pipe(decoder);
  let buffer = '';
  for await (const record of decoder as AsyncIterable<unknown>) {
    // Both are set before the first record comes.
    if (header.error) throw header.error;
    buffer += `${header.write?.(record) ?? 'null'}\n`;
    if (buffer.length < FLUSH_CHARACTERS) continue;
    yield buffer;
    buffer = '';
  }
  if (header.error) throw header.error;
  if (!header.write) throw new StagewireError('BadBytes', 'it has no header');
  yield buffer;
}

/** Numbers of 64 bits, which JavaScript's own can't hold. */
const LONG = avro.types.LongType.__with(
  {
    fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
    toBuffer: (value: bigint) => {
      const buffer = Buffer.alloc(8);
      buffer.writeBigInt64LE(value);
      return buffer;
    },
    fromJSON: BigInt,
    toJSON: Number,
    isValid: (value: unknown) => typeof value === 'bigint',
    compare: (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0),
  },
  false,
);

/** Alone or with attributes, such as those of a logical type. */
const isLong = (schema: unknown): boolean => schema === 'long' || (typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'long');

type Done = (error: Error | null, data?: Buffer) => void;

const codec = (decode: (data: Buffer) => Uint8Array) => (data: Buffer, done: Done): void => {
  try {
    done(null, Buffer.from(decode(data)));
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
  }
};

const wholly = (name: Codec) => (data: Buffer, done: Done): void => {
  decompressed(name, data).then((result) => { done(null, result); }, (error: unknown) => { done(error instanceof Error ? error : new Error(String(error))); });
};

/** Snappy blocks end with a checksum of 4 bytes. `null` and `deflate` are the package's own. */
const CODECS = {
  ...avro.streams.BlockDecoder.defaultCodecs(),
  snappy: codec((data) => unsnappy(data.subarray(0, -4))),
  zstandard: codec((data) => unzstd(data)),
  bzip2: wholly('bz2'),
  xz: wholly('xz'),
};
