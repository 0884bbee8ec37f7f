const WORD = 64;
const rotated = (value: bigint, by: bigint): bigint => BigInt.asUintN(WORD, (value << by) | (value >> (64n - by)));
const sum = (a: bigint, b: bigint): bigint => BigInt.asUintN(WORD, a + b);

/** SipHash-1-3 with a key of zeros (Aumasson and Bernstein, "SipHash: a fast short-input PRF"), which Rust's hasher is. */
export function sipHash64(bytes: Uint8Array): bigint {
  let [v0, v1, v2, v3] = [0x736f6d6570736575n, 0x646f72616e646f6dn, 0x6c7967656e657261n, 0x7465646279746573n];
  const round = (): void => {
    v0 = sum(v0, v1);
    v1 = rotated(v1, 13n) ^ v0;
    v0 = rotated(v0, 32n);
    v2 = sum(v2, v3);
    v3 = rotated(v3, 16n) ^ v2;
    v0 = sum(v0, v3);
    v3 = rotated(v3, 21n) ^ v0;
    v2 = sum(v2, v1);
    v1 = rotated(v1, 17n) ^ v2;
    v2 = rotated(v2, 32n);
  };
  const absorb = (word: bigint): void => {
    v3 ^= word;
    round();
    v0 ^= word;
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) absorb(view.getBigUint64(at, true));
  let last = BigInt(bytes.length & 0xff) << 56n;
  for (let at = whole; at < bytes.length; at += 1) last |= BigInt(bytes[at] ?? 0) << BigInt(8 * (at - whole));
  absorb(last);
  v2 ^= 0xffn;
  round();
  round();
  round();
  return v0 ^ v1 ^ v2 ^ v3;
}
