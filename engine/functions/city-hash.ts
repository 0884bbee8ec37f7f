/** CityHash64 of Google in version 1.0.2, the one that Databend and ClickHouse have; numbers wrap at 64 bits. */
const [K0, K1, K2, K3, K_MUL] = [0xc3a5c85c97cb3127n, 0xb492b66fbe98f273n, 0x9ae16a3b2f90404fn, 0xc949d7c7509e6557n, 0x9ddfea08eb382d69n];

const wrapped = (value: bigint): bigint => BigInt.asUintN(64, value);
const times = (a: bigint, b: bigint): bigint => wrapped(a * b);
const mixed = (value: bigint): bigint => value ^ (value >> 47n);

function rotated(value: bigint, by: bigint): bigint {
  const bits = wrapped(value);
  return wrapped((bits >> by) | (bits << (64n - by)));
}

function combined(u: bigint, v: bigint): bigint {
  const a = mixed(times(wrapped(u) ^ wrapped(v), K_MUL));
  return times(mixed(times(wrapped(v) ^ a, K_MUL)), K_MUL);
}

type Pair = readonly [bigint, bigint];

function weak(bytes: Buffer, at: number, first: bigint, second: bigint): Pair {
  const [w, x, y, z] = [bytes.readBigUInt64LE(at), bytes.readBigUInt64LE(at + 8), bytes.readBigUInt64LE(at + 16), bytes.readBigUInt64LE(at + 24)];
  const a = wrapped(first + w);
  const total = a + x + y;
  return [wrapped(total + z), wrapped(rotated(second + a + z, 21n) + rotated(total, 44n) + a)];
}

function upTo16(bytes: Buffer): bigint {
  const size = bytes.length;
  const length = BigInt(size);
  if (size > 8) {
    const b = bytes.readBigUInt64LE(size - 8);
    return combined(bytes.readBigUInt64LE(0), rotated(b + length, length)) ^ b;
  }
  if (size >= 4) return combined(length + (BigInt(bytes.readUInt32LE(0)) << 3n), BigInt(bytes.readUInt32LE(size - 4)));
  if (size === 0) return K2;
  const y = BigInt(bytes.readUInt8(0) + (bytes.readUInt8(size >> 1) << 8));
  const z = BigInt(size + (bytes.readUInt8(size - 1) << 2));
  return times(mixed(times(y, K2) ^ times(z, K3)), K2);
}

function upTo32(bytes: Buffer): bigint {
  const size = bytes.length;
  const [a, b] = [times(bytes.readBigUInt64LE(0), K1), bytes.readBigUInt64LE(8)];
  const [c, d] = [times(bytes.readBigUInt64LE(size - 8), K2), times(bytes.readBigUInt64LE(size - 16), K0)];
  return combined(rotated(a - b, 43n) + rotated(c, 30n) + d, a + rotated(b ^ K3, 20n) - c + BigInt(size));
}

/** Of 32 bytes: what stands first, the two behind it, and what stands last. */
function half(first: bigint, second: bigint, third: bigint, last: bigint): Pair {
  const b = rotated(first + last, 52n);
  const middle = first + second;
  const a = middle + third;
  return [wrapped(a + last), wrapped(b + rotated(a, 31n) + rotated(first, 37n) + rotated(middle, 7n))];
}

function upTo64(bytes: Buffer): bigint {
  const size = bytes.length;
  const at = (offset: number): bigint => bytes.readBigUInt64LE(offset);
  const v = half(at(0) + (BigInt(size) + at(size - 16)) * K0, at(8), at(16), at(24));
  const w = half(at(16) + at(size - 32), at(size - 24), at(size - 16), at(size - 8));
  const r = mixed(wrapped((v[0] + w[1]) * K2 + (w[0] + v[1]) * K0));
  return times(mixed(wrapped(r * K0 + v[1])), K2);
}

function above64(bytes: Buffer): bigint {
  const size = bytes.length;
  const at = (offset: number): bigint => bytes.readBigUInt64LE(offset);
  let y = at(size - 16) ^ K1;
  let z = at(size - 56) ^ K0;
  let v = weak(bytes, size - 64, BigInt(size), y);
  let w = weak(bytes, size - 32, BigInt(size) * K1, K0);
  z = wrapped(z + mixed(v[1]) * K1);
  let x = times(rotated(z + at(0), 39n), K1);
  y = times(rotated(y, 33n), K1);
  const end = ((size - 1) >> 6) << 6;
  for (let from = 0; from < end; from += 64) {
    x = times(rotated(x + y + v[0] + at(from + 16), 37n), K1) ^ w[1];
    y = times(rotated(y + v[1] + at(from + 48), 42n), K1) ^ v[0];
    z = rotated(z ^ w[0], 33n);
    v = weak(bytes, from, v[1] * K1, x + w[0]);
    w = weak(bytes, from + 32, z + w[1], y);
    [z, x] = [x, z];
  }
  return combined(combined(v[0], w[0]) + mixed(y) * K1 + z, combined(v[1], w[1]) + x);
}

/** @param seed of 64 bits, whatever its sign */
export function cityHash64(value: Uint8Array, seed: bigint): bigint {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const size = bytes.length;
  const hash = size <= 16 ? upTo16(bytes) : size <= 32 ? upTo32(bytes) : size <= 64 ? upTo64(bytes) : above64(bytes);
  return combined(hash - K2, seed);
}
