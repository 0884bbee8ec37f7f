import { randomBytes } from 'node:crypto';

/** Length of the random data that a client mixes with its password. */
export const SCRAMBLE_LENGTH = 20;

/**
 * Fresh random data for one authentication: 7-bit bytes as MySQL sends them, without NUL, which ends
 * it on the wire, and without `$`, which old servers used as a separator.
 */
export function createScramble(): Buffer {
  const scramble = randomBytes(SCRAMBLE_LENGTH);
  for (let i = 0; i < SCRAMBLE_LENGTH; i++) {
    const byte = scramble.readUInt8(i) & 0x7f;
    scramble[i] = byte === 0x00 || byte === 0x24 ? byte + 1 : byte;
  }
  return scramble;
}

/** Bytewise exclusive or; the mask is repeated as often as needed. */
export function xor(data: Buffer, mask: Buffer): Buffer {
  const result = Buffer.from(data);
  for (let i = 0; i < result.length; i++) {
    result[i] = result.readUInt8(i) ^ mask.readUInt8(i % mask.length);
  }
  return result;
}
