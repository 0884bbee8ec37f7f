import { constants, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  cachingSha2Digest,
  cachingSha2Response,
  checkCachingSha2,
  decryptPassword,
} from '../../protocol/auth/caching-sha2-password.js';
import { checkNativePassword, nativePasswordHash, nativePasswordResponse } from '../../protocol/auth/native-password.js';
import { createScramble, xor } from '../../protocol/auth/scramble.js';

// Known answers of go-sql-driver's auth_test.go for the password "secret".
const NATIVE_SCRAMBLE = Buffer.from([
  70, 114, 92, 94, 1, 38, 11, 116, 63, 114, 23, 101, 126, 103, 26, 95, 81, 17, 24, 21,
]);
const SHA2_SCRAMBLE = Buffer.from([
  90, 105, 74, 126, 30, 48, 37, 56, 3, 23, 115, 127, 69, 22, 41, 84, 32, 123, 43, 118,
]);

test('the stored native hash is the one that PASSWORD() of MySQL 5 shows', () => {
  expect(nativePasswordHash('password').toString('hex')).toBe('2470c0c06dee42fd1618bb99005adca2ec9d1e19');
});

test('native password: known response', () => {
  const response = Buffer.from([53, 177, 140, 159, 251, 189, 127, 53, 109, 252, 172, 50, 211, 192, 240, 164, 26, 48, 207, 45]);
  expect(nativePasswordResponse('secret', NATIVE_SCRAMBLE)).toEqual(response);
  expect(checkNativePassword(response, NATIVE_SCRAMBLE, nativePasswordHash('secret'))).toBe(true);
});

test('caching_sha2_password: known response', () => {
  const response = Buffer.from([
    102, 32, 5, 35, 143, 161, 140, 241, 171, 232, 56, 139, 43, 14, 107, 196, 249, 170, 147, 60, 220, 204, 120, 178, 214, 15, 184,
    150, 26, 61, 57, 235,
  ]);
  expect(cachingSha2Response('secret', SHA2_SCRAMBLE)).toEqual(response);
  expect(checkCachingSha2(response, SHA2_SCRAMBLE, cachingSha2Digest('secret'))).toBe(true);
});

test('another password, another scramble, or another length fails', () => {
  const scramble = createScramble();
  const native = nativePasswordResponse('secret', scramble);
  expect(checkNativePassword(native, scramble, nativePasswordHash('secret2'))).toBe(false);
  expect(checkNativePassword(native, createScramble(), nativePasswordHash('secret'))).toBe(false);
  expect(checkNativePassword(native.subarray(1), scramble, nativePasswordHash('secret'))).toBe(false);
  const sha2 = cachingSha2Response('secret', scramble);
  expect(checkCachingSha2(sha2, scramble, cachingSha2Digest('secret2'))).toBe(false);
  expect(checkCachingSha2(sha2, createScramble(), cachingSha2Digest('secret'))).toBe(false);
  expect(checkCachingSha2(sha2.subarray(1), scramble, cachingSha2Digest('secret'))).toBe(false);
});

test('scrambles have 20 bytes without NUL and without $', () => {
  for (let i = 0; i < 500; i++) {
    const scramble = createScramble();
    expect(scramble).toHaveLength(20);
    expect(scramble.some((byte) => byte === 0 || byte === 0x24 || byte > 0x7f)).toBe(false);
  }
});

test('a password longer than the scramble survives RSA, and what is not for our key is null', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const scramble = createScramble();
  const password = 'a password longer than twenty bytes ü';
  const masked = xor(Buffer.from(`${password}\0`), scramble);
  const encrypted = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING }, masked);
  expect(decryptPassword(encrypted, scramble, privateKey)?.toString()).toBe(password);
  expect(decryptPassword(Buffer.alloc(256, 1), scramble, privateKey)).toBeNull();
  expect(decryptPassword(Buffer.from('short'), scramble, privateKey)).toBeNull();
});
