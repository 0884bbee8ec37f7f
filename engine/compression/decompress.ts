import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { Decompress as ZstdDecompress } from 'fzstd';
import unbzip2 from 'unbzip2-stream';
import xz from 'xz-decompress';
import { StagewireError } from '../../errors/index.js';
import type { Codec } from './codec.js';
import { unlzma } from './lzma.js';
import { unzip } from './zip.js';

type Bytes = AsyncIterable<Uint8Array>;

const through = (make: () => NodeJS.ReadWriteStream) => (source: Bytes): Bytes => {
  const output = new PassThrough();
  // The failure reaches the reader through the stream; nobody waits for the promise.
  pipeline(Readable.from(source), make(), output).catch((error: unknown) => { output.destroy(error instanceof Error ? error : new Error(String(error))); });
  return output;
};

async function* unzstd(source: Bytes): Bytes {
  let ready: Uint8Array[] = [];
  const stream = new ZstdDecompress((chunk) => {
    if (chunk.length > 0) ready.push(chunk);
  });
  for await (const chunk of source) {
    stream.push(chunk);
    yield* ready;
    ready = [];
  }
  stream.push(new Uint8Array(0), true);
  yield* ready;
}

/** With which code the package says that a file is well-formed but has what it lacks: a check by SHA-256, filters other than LZMA2. */
const XZ_OPTIONS_ERROR = 'error code 6';

async function* unxz(source: Bytes): Bytes {
  const compressed = Readable.toWeb(Readable.from(source)) as ReadableStream<Uint8Array>;
  const reader = new xz.XzReadableStream(compressed).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (!(error instanceof Error) || !error.message.endsWith(XZ_OPTIONS_ERROR)) throw error;
    throw new StagewireError('Unimplemented', 'it has a check or a filter that can\'t be read; write it with `xz --check=crc64` and no filter but LZMA2', { cause: error });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

const DECOMPRESS: Readonly<Record<Codec, (source: Bytes) => Bytes>> = {
  gzip: through(() => createGunzip()),
  deflate: through(() => createInflate()),
  'raw-deflate': through(() => createInflateRaw()),
  brotli: through(() => createBrotliDecompress()),
  bz2: through(() => unbzip2()),
  zstd: unzstd,
  xz: unxz,
  lzma: unlzma,
  zip: unzip,
};

/** What was compressed as a whole. */
export async function decompressed(codec: Codec, data: Buffer): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of DECOMPRESS[codec](Readable.from([data]))) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A file may grow to this many bytes: beyond, it is a bomb. */
export interface DecompressionLimits {
  readonly mostBytes: number;
}

/**
 * The bytes that were compressed, streamed. 1076 for data that the codec does not understand, 1002 for what it has and we can't read, naming the file;
 * an error of the source itself is passed on.
 */
export async function* decompress(codec: Codec, source: Bytes, fileName: string, { mostBytes }: DecompressionLimits): AsyncGenerator<Uint8Array, void, undefined> {
  const failure: SourceFailure = { error: null };
  let size = 0;
  try {
    for await (const chunk of DECOMPRESS[codec](watched(source, failure))) {
      size += chunk.length;
      if (size > mostBytes) throw new StagewireError('InvalidCompressionData', `file '${fileName}' holds more than the ${mostBytes} bytes that a compressed file may hold`);
      yield chunk;
    }
  } catch (error) {
    if (failure.error) throw failure.error;
    if (error instanceof StagewireError) throw error.kind === 'Unimplemented' ? new StagewireError(error.kind, `file '${fileName}' can't be decompressed: ${error.text}`, { cause: error }) : error;
    throw new StagewireError('InvalidCompressionData', `file '${fileName}' is no valid ${codec} data: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

interface SourceFailure {
  error: Error | null;
}

/** Notes an error of the source itself; one that the reader throws into the iteration is none. */
async function* watched(source: Bytes, failure: SourceFailure): Bytes {
  const iterator = source[Symbol.asyncIterator]();
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    try {
      return await iterator.next();
    } catch (error) {
      failure.error = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  };
  try {
    for (let result = await next(); !result.done; result = await next()) yield result.value;
  } finally {
    await iterator.return?.();
  }
}
