/** The polynomial of Castagnoli, bits in reverse (RFC 3720, appendix B.4). */
const POLYNOMIAL = 0x82f6_3b78;

/** CRC-32C of some bytes, as an unsigned number. */
export function crc32c(bytes: Uint8Array): number {
  let remainder = 0xffff_ffff;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0);
  }
  return (remainder ^ 0xffff_ffff) >>> 0;
}
