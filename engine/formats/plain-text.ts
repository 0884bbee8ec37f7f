import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { StagewireError } from '../../errors/index.js';
import { codecOf } from '../compression/codec.js';
import { decompress } from '../compression/decompress.js';
import type { LocalFiles } from '../cache/local-files.js';
import type { SourceFile } from '../sources/source-file.js';

const READ_AHEAD_BYTES = 256 * 1024;
/** What a compressed file may grow to. */
const MOST_DECOMPRESSED_BYTES = 64 * 1024 ** 3;

/** How the bytes of a text file become UTF-8. */
export interface TextDecoding {
  /** As the option COMPRESSION has it. */
  readonly compression: string;
  /** A WHATWG label. */
  readonly encoding: string;
  readonly isPlainUtf8: boolean;
  readonly replaceBadCharacters: boolean;
}

/** The text of a file as a local file in UTF-8: the file itself where nothing has to be done. */
export async function plainText(file: SourceFile, decoding: TextDecoding, files: LocalFiles): Promise<string> {
  const codec = codecOf(decoding.compression, file.name);
  if (codec === null && decoding.isPlainUtf8) return files.original(file);
  const variant = JSON.stringify(['plain', codec, decoding.isPlainUtf8 ? null : [decoding.encoding.toLowerCase(), decoding.replaceBadCharacters]]);
  return files.derived(file, variant, async (path, signal) => {
    const source = await file.read(null, signal);
    const bytes = codec === null ? source : decompress(codec, source, file.name, { mostBytes: MOST_DECOMPRESSED_BYTES });
    const text = decoding.isPlainUtf8 ? bytes : decode(bytes, decoding, file.name);
    await pipeline(text, createWriteStream(path, { mode: 0o600 }), { signal });
  });
}

/** 1046 for bytes that are none of the encoding, unless they are to be replaced. A byte order mark is dropped. */
async function* decode(source: AsyncIterable<Uint8Array>, { encoding, replaceBadCharacters }: TextDecoding, name: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: !replaceBadCharacters });
  try {
    for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new StagewireError('BadBytes', `failed to decode file ${name} with encoding ${encoding}: ${error.message}`, { cause: error });
  }
}

/** Chunks of a local file. */
export function readLocal(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: READ_AHEAD_BYTES });
}
