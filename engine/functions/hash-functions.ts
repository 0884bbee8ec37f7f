import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { BIGINT, BLOB, UBIGINT, UINTEGER, VARCHAR } from '@duckdb/node-api';
import { createBLAKE3, createXXHash32, createXXHash64, type IHasher } from 'hash-wasm';
import type { NativeFunction, NativeValue } from './native-function.js';
import { cityHash64 } from './city-hash.js';
import { sipHash64 } from './siphash.js';

const SHA2: Readonly<Record<string, string>> = { 0: 'sha256', 224: 'sha224', 256: 'sha256', 384: 'sha384', 512: 'sha512' };

const bytesOf = (value: NativeValue | undefined): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array(0));

/** Hashes of bytes: SHA2 of MySQL (NULL for another number of bits) and those of Databend. */
export async function hashFunctions(): Promise<readonly NativeFunction[]> {
  const [blake3, xxHash32, xxHash64] = await Promise.all([createBLAKE3(), createXXHash32(), createXXHash64()]);
  const digits = (hasher: IHasher, value: NativeValue | undefined): string => hasher.init().update(bytesOf(value)).digest('hex');
  return [
    {
      name: 'sha2', parameters: [BLOB, BIGINT], result: VARCHAR,
      compute(value, bits) {
        const algorithm = SHA2[String(bits)];
        return algorithm === undefined ? null : createHash(algorithm).update(bytesOf(value)).digest('hex');
      },
    },
    { name: 'crc32', parameters: [BLOB], result: BIGINT, compute: (value) => BigInt(crc32(bytesOf(value))) },
    { name: 'blake3', parameters: [BLOB], result: VARCHAR, compute: (value) => digits(blake3, value) },
    { name: 'xxhash32', parameters: [BLOB], result: UINTEGER, compute: (value) => parseInt(digits(xxHash32, value), 16) },
    { name: 'xxhash64', parameters: [BLOB], result: UBIGINT, compute: (value) => BigInt(`0x${digits(xxHash64, value)}`) },
    { name: 'city64', parameters: [BLOB, BIGINT], result: UBIGINT, compute: (value, seed) => cityHash64(bytesOf(value), typeof seed === 'bigint' ? seed : 0n) },
    { name: 'siphash64', parameters: [BLOB], result: UBIGINT, compute: (value) => sipHash64(bytesOf(value)) },
  ];
}
