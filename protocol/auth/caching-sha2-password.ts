import { constants, createHash, privateDecrypt, timingSafeEqual, type KeyObject } from 'node:crypto';
import { xor } from './scramble.js';

export const CACHING_SHA2_PASSWORD = 'caching_sha2_password';

/** Bytes that the two plugins say to each other, manual page "Caching_sha2_password information". */
export const CachingSha2 = {
  REQUEST_PUBLIC_KEY: 0x02,
  FAST_AUTH_SUCCESS: 0x03,
  PERFORM_FULL_AUTHENTICATION: 0x04,
} as const;

const RESPONSE_LENGTH = 32;

const sha256 = (...parts: (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** What the fast path compares with: SHA256(SHA256(password)), 32 bytes. */
export function cachingSha2Digest(password: string | Buffer): Buffer {
  return sha256(sha256(password));
}

/**
 * The client's response: SHA256(password) XOR SHA256(SHA256(SHA256(password)), scramble). An empty
 * password is an empty response.
 */
export function cachingSha2Response(password: string, scramble: Buffer): Buffer {
  if (password === '') return Buffer.alloc(0);
  return xor(sha256(password), sha256(cachingSha2Digest(password), scramble));
}

/** Whether a response proves the password behind `digest`, in constant time. */
export function checkCachingSha2(response: Buffer, scramble: Buffer, digest: Buffer): boolean {
  if (response.length !== RESPONSE_LENGTH) return false;
  const candidate = xor(response, sha256(digest, scramble));
  return timingSafeEqual(sha256(candidate), digest);
}

/**
 * The clear password of full authentication without TLS: RSA-OAEP over the password and its NUL, XORed
 * with the scramble. Null when it was not made with our key.
 */
export function decryptPassword(encrypted: Buffer, scramble: Buffer, privateKey: KeyObject): Buffer | null {
  let masked: Buffer;
  try {
    masked = privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, encrypted);
  } catch {
    return null;
  }
  const password = xor(masked, scramble);
  return password.at(-1) === 0 ? password.subarray(0, -1) : null;
}
