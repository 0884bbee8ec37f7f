import { createCipheriv, createDecipheriv } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { BIGINT, BLOB, VARCHAR } from '@duckdb/node-api';
import type { NativeFunction, NativeValue } from './native-function.js';

/** Larger values are not inflated. */
const MOST_BYTES = 64 * 1024 * 1024;
const IV_SIZE = 16;

const bytesOf = (value: NativeValue | undefined): Buffer => (value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : Buffer.alloc(0));

/** A key of the size that the mode wants: a longer one is folded onto itself, a shorter one filled up with zeros. */
function foldedKey(key: Buffer, size: number): Buffer {
  const folded = Buffer.alloc(size);
  for (const [index, byte] of key.entries()) folded.writeUInt8(folded.readUInt8(index % size) ^ byte, index % size);
  return folded;
}

type Cipher = (mode: string, key: Buffer, iv: Buffer | null) => ReturnType<typeof createCipheriv> | ReturnType<typeof createDecipheriv>;

/** `f(bytes, key, initialization vector, block_encryption_mode)`; NULL where the bytes are no such text (MySQL manual, AES_ENCRYPT). */
const aes = (name: string, cipher: Cipher): NativeFunction => ({
  name, parameters: [BLOB, BLOB, BLOB, VARCHAR], result: BLOB, takesNulls: true,
  compute(value, key, iv, mode) {
    if (value === null || key === null) return null;
    const [, bits, chain] = /^aes-(128|192|256)-(ecb|cbc|cfb1|cfb8|cfb128|ofb)$/i.exec(String(mode)) ?? [];
    if (bits === undefined || chain === undefined) throw new Error(`block_encryption_mode '${String(mode)}' is unknown`);
    const isChained = chain.toLowerCase() !== 'ecb';
    if (isChained && bytesOf(iv).length < IV_SIZE) throw new Error('The initialization vector supplied to aes_encrypt or aes_decrypt is too short. Must be at least 16 bytes long.');
    try {
      const stream = cipher(`aes-${bits}-${chain.toLowerCase().replace('cfb128', 'cfb')}`, foldedKey(bytesOf(key), Number(bits) / 8), isChained ? bytesOf(iv).subarray(0, IV_SIZE) : null);
      return Buffer.concat([stream.update(bytesOf(value)), stream.final()]);
    } catch {
      return null;
    }
  },
});

/** COMPRESS of MySQL: the length in four bytes, the zlib stream, and a full stop behind a last blank. */
function compress(value: NativeValue | undefined): Uint8Array {
  const bytes = bytesOf(value);
  if (bytes.length === 0) return bytes;
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  const packed = deflateSync(bytes);
  return Buffer.concat([length, packed, packed.at(-1) === 0x20 ? Buffer.from('.') : Buffer.alloc(0)]);
}

function uncompress(value: NativeValue | undefined): Uint8Array | null {
  const bytes = bytesOf(value);
  if (bytes.length === 0) return bytes;
  try {
    return inflateSync(bytes.subarray(4), { maxOutputLength: MOST_BYTES });
  } catch {
    return null;
  }
}

/** Encryption and compression functions of MySQL. */
export const CIPHER_FUNCTIONS: readonly NativeFunction[] = [
  aes('aes_encrypt', createCipheriv), aes('aes_decrypt', createDecipheriv),
  { name: 'compress', parameters: [BLOB], result: BLOB, compute: compress },
  { name: 'uncompress', parameters: [BLOB], result: BLOB, compute: uncompress },
  { name: 'uncompressed_length', parameters: [BLOB], result: BIGINT, compute: (value) => BigInt(bytesOf(value).length < 4 ? 0 : bytesOf(value).readUInt32LE() & 0x3fffffff) },
];
