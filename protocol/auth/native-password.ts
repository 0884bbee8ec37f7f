import { createHash, timingSafeEqual } from 'node:crypto';
import { xor } from './scramble.js';

export const NATIVE_PASSWORD = 'mysql_native_password';

const RESPONSE_LENGTH = 20;

const sha1 = (...parts: (Buffer | string)[]): Buffer => {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** What a server keeps of a password: SHA1(SHA1(password)), 20 bytes. */
export function nativePasswordHash(password: string | Buffer): Buffer {
  return sha1(sha1(password));
}

/**
 * The client's response: SHA1(password) XOR SHA1(scramble, SHA1(SHA1(password))), manual page "Native
 * Authentication". An empty password is an empty response.
 */
export function nativePasswordResponse(password: string, scramble: Buffer): Buffer {
  if (password === '') return Buffer.alloc(0);
  return xor(sha1(password), sha1(scramble, nativePasswordHash(password)));
}

/** Whether a response proves the password behind `hash`, in constant time. */
export function checkNativePassword(response: Buffer, scramble: Buffer, hash: Buffer): boolean {
  if (response.length !== RESPONSE_LENGTH) return false;
  const candidate = xor(response, sha1(scramble, hash));
  return timingSafeEqual(sha1(candidate), hash);
}
