import { StagewireError } from '../../errors/index.js';

/** How a text file is compressed as a whole. */
export type Codec = 'gzip' | 'bz2' | 'brotli' | 'zstd' | 'deflate' | 'raw-deflate' | 'xz' | 'lzma' | 'zip';

const BY_OPTION: Readonly<Record<string, Codec>> = {
  GZIP: 'gzip', BZ2: 'bz2', BROTLI: 'brotli', ZSTD: 'zstd', DEFLATE: 'deflate', RAW_DEFLATE: 'raw-deflate', XZ: 'xz', LZMA: 'lzma', ZIP: 'zip',
};
const BY_EXTENSION: Readonly<Record<string, Codec>> = {
  gz: 'gzip', bz2: 'bz2', br: 'brotli', zst: 'zstd', zstd: 'zstd', zl: 'deflate', deflate: 'raw-deflate', xz: 'xz', lzma: 'lzma', zip: 'zip',
};

/** The codec that an option COMPRESSION means for a file, null for none. AUTO goes by the last extension, in lower case only. 1002 for SNAPPY and LZO. */
export function codecOf(option: string, fileName: string): Codec | null {
  if (option === 'NONE') return null;
  if (option === 'AUTO') return codecOfExtension(fileName);
  const codec = BY_OPTION[option];
  if (!codec) throw new StagewireError('Unimplemented', `compress type ${option.toLowerCase()} is unimplemented for reading text files`);
  return codec;
}

export function codecOfExtension(fileName: string): Codec | null {
  const base = fileName.slice(fileName.lastIndexOf('/') + 1);
  const dot = base.lastIndexOf('.');
  const extension = dot === -1 ? '' : base.slice(dot + 1);
  return Object.hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] ?? null : null;
}
