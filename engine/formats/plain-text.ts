import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
// Node's own has other characters than the standard: for latin1 a control instead of €, for EUC-KR errors instead of most syllables.
import { TextDecoder } from '@exodus/bytes/encoding.js';
import { StagewireError } from '../../errors/index.js';
import { codecOf, type Codec } from '../compression/codec.js';
import { decompress } from '../compression/decompress.js';
import type { LocalFiles } from '../cache/local-files.js';
import type { SourceFile } from '../sources/source-file.js';

/** Decoded in JavaScript or WebAssembly; the others are Node's own, which uses threads for them. */
const SLOW: ReadonlySet<Codec> = new Set(['bz2', 'zstd', 'xz']);
const READ_AHEAD_BYTES = 256 * 1024;
/** What a compressed file may grow to. */
const MOST_DECOMPRESSED_BYTES = 64 * 1024 ** 3;

/** How bytes become UTF-8. */
interface Encoding {
  /** A WHATWG label. */
  readonly encoding: string;
  readonly isPlainUtf8: boolean;
  readonly replaceBadCharacters: boolean;
}

/** How the bytes of a text file become UTF-8. */
export interface TextDecoding extends Encoding {
  /** As the option COMPRESSION has it. */
  readonly compression: string;
}

/** The text of a file as a local file in UTF-8: the file itself where nothing has to be done. */
export async function plainText(file: SourceFile, decoding: TextDecoding, files: LocalFiles): Promise<string> {
  const codec = codecOf(decoding.compression, file.name);
  if (codec === null && decoding.isPlainUtf8) return files.original(file);
  const variant = JSON.stringify(['plain', codec, decoding.isPlainUtf8 ? null : [decoding.encoding.toLowerCase(), decoding.replaceBadCharacters]]);
  return files.derived(file, variant, async (target, signal) => {
    const { encoding, isPlainUtf8, replaceBadCharacters } = decoding;
    const work = { codec, decoding: { encoding, isPlainUtf8, replaceBadCharacters }, fileName: file.name };
    if (codec !== null && SLOW.has(codec)) await files.threads.run('writePlainText', { ...work, source: await files.original(file), target }, signal);
    else await writeLocal(plainTextOf(await file.read(null, signal), work), target, signal);
  });
}

interface PlainTextWork {
  readonly codec: Codec | null;
  readonly decoding: Encoding;
  /** What errors call the file. */
  readonly fileName: string;
}

/** Writes the text of a local file to `target` as UTF-8. 1076 and 1046 for bytes that are not what they should be. */
export async function writePlainText({ source, target, ...work }: PlainTextWork & { readonly source: string; readonly target: string }, signal: AbortSignal): Promise<void> {
  await writeLocal(plainTextOf(readLocal(source), work), target, signal);
}

function plainTextOf(source: AsyncIterable<Uint8Array>, { codec, decoding, fileName }: PlainTextWork): AsyncIterable<Uint8Array> {
  const bytes = codec === null ? source : decompress(codec, source, fileName, { mostBytes: MOST_DECOMPRESSED_BYTES });
  return decoding.isPlainUtf8 ? bytes : decode(bytes, decoding, fileName);
}

/** 1046 for bytes that are none of the encoding, unless they are to be replaced. A byte order mark is dropped. */
async function* decode(source: AsyncIterable<Uint8Array>, { encoding, replaceBadCharacters }: Encoding, name: string): AsyncGenerator<Buffer> {
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

/** Writes a local file of ours. */
export async function writeLocal(content: AsyncIterable<Uint8Array | string>, path: string, signal: AbortSignal): Promise<void> {
  await pipeline(content, createWriteStream(path, { mode: 0o600 }), { signal });
}
