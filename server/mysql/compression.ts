import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import zstd from '@bokuweb/zstd-wasm';
import { ProtocolError } from '../../protocol/protocol-error.js';
import { zstdContentSize } from '../../protocol/framing/zstd-frame.js';

/** One way of making the content of frames smaller. */
export interface Codec {
  readonly name: 'zlib' | 'zstd';
  readonly level: number;
  compress(content: Buffer): Promise<Buffer>;
  /** Decompresses to exactly `length` bytes, never more. Throws ER_NET_UNCOMPRESS_ERROR (1157). */
  decompress(content: Buffer, length: number): Promise<Buffer>;
}

/** MySQL's `net_compression_level`, and what its client library takes for zstd. */
export const ZLIB_LEVEL = 6;
export const ZSTD_DEFAULT_LEVEL = 3;
const ZSTD_HIGHEST_LEVEL = 22;
/** A frame of 64 KiB takes some milliseconds up to here, and twenty times as long above, for a tenth fewer bytes. */
const ZSTD_QUICK_LEVEL = 9;

const deflateAsync = promisify<Buffer, { level: number }, Buffer>(deflate);
const inflateAsync = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate);

/** ER_NET_UNCOMPRESS_ERROR */
function uncompressError(): ProtocolError {
  return new ProtocolError(1157, '08S01', "Couldn't uncompress communication packet");
}

function exactly(content: Buffer, length: number): Buffer {
  if (content.length !== length) throw uncompressError();
  return content;
}

/** CLIENT_COMPRESS */
export const ZLIB: Codec = {
  name: 'zlib',
  level: ZLIB_LEVEL,
  compress: (content) => deflateAsync(content, { level: ZLIB_LEVEL }),
  async decompress(content, length) {
    // zlib itself stops at the announced length, so a bomb never unfolds.
    const plain = await inflateAsync(content, { maxOutputLength: length }).catch(() => null);
    if (plain === null) throw uncompressError();
    return exactly(plain, length);
  },
};

let loading: Promise<void> | null = null;

/**
 * CLIENT_ZSTD_COMPRESSION_ALGORITHM, at the level that the client asks for (1 to 22, others become the default), or at 9 if it asks for
 * more: nobody else is answered meanwhile, and a level means nothing to whoever decompresses.
 */
export async function openZstd(asked: number): Promise<Codec> {
  await (loading ??= zstd.init());
  const level = asked >= 1 && asked <= ZSTD_HIGHEST_LEVEL ? Math.min(asked, ZSTD_QUICK_LEVEL) : ZSTD_DEFAULT_LEVEL;
  return {
    name: 'zstd',
    level,
    compress: (content) => Promise.resolve(Buffer.from(zstd.compress(content, level).buffer)),
    decompress(content, length) {
      // The library makes room for what the frame announces: that must be no more than the header said.
      if ((zstdContentSize(content) ?? length) !== length) return Promise.reject(uncompressError());
      try {
        return Promise.resolve(exactly(Buffer.from(zstd.decompress(content, { defaultHeapSize: length }).buffer), length));
      } catch {
        return Promise.reject(uncompressError());
      }
    },
  };
}
