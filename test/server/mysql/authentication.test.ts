import { expect, test } from 'vitest';
import { cachingSha2Response } from '../../../protocol/auth/caching-sha2-password.js';
import { createScramble } from '../../../protocol/auth/scramble.js';
import { Authenticator, createVerifiers, type Account } from '../../../server/authentication.js';
import { account } from './harness.js';

const authenticatorOf = (...accounts: Account[]): Authenticator =>
  new Authenticator({ find: (name) => Promise.resolve(accounts.find((candidate) => candidate.name === name) ?? null), changes: () => 0 });

test('verifiers by plugin', async () => {
  expect(await createVerifiers('', 'default')).toEqual({ nativeHash: null, sha2: null });
  expect(await createVerifiers('x', 'no_password')).toEqual({ nativeHash: null, sha2: null });
  const both = await createVerifiers('x', 'default');
  expect([both.nativeHash?.length, both.sha2?.salt.length, both.sha2?.hash.length]).toEqual([20, 16, 32]);
  expect((await createVerifiers('x', 'mysql_native_password')).sha2).toBeNull();
  expect((await createVerifiers('x', 'caching_sha2_password')).nativeHash).toBeNull();
});

test.each(['default', 'mysql_native_password', 'caching_sha2_password'] as const)('a clear password against %s', async (plugin) => {
  const ann = await account('ann', 'right', plugin);
  const authenticator = authenticatorOf(ann);
  for (let i = 0; i < 2; i++) {
    await expect(authenticator.verifyPassword('ann', 'right', '10.0.0.1')).resolves.toBe(ann);
    await expect(authenticator.verifyPassword('ann', 'wrong', '10.0.0.1')).rejects.toMatchObject({
      kind: 'AuthenticateFailure',
      text: "Access denied for user 'ann'@'10.0.0.1' (using password: YES)",
      mysql: { errno: 1045, sqlState: '28000' },
    });
  }
});

test('root without a password comes from loopback only, others from anywhere', async () => {
  const authenticator = authenticatorOf(await account('root'), await account('guest', '', 'no_password'));
  for (const address of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1']) {
    await expect(authenticator.verifyPassword('root', '', address)).resolves.toMatchObject({ name: 'root' });
  }
  for (const address of ['10.0.0.1', '::ffff:10.0.0.1', '127.0.0.1.evil', 'fe80::1', '']) {
    await expect(authenticator.verifyPassword('root', '', address)).rejects.toThrow(/Access denied/);
    await expect(authenticator.verifyPassword('guest', '', address)).resolves.toMatchObject({ name: 'guest' });
  }
});

test('a disabled user and an unknown user fail alike', async () => {
  const authenticator = authenticatorOf({ ...(await account('off', 'x')), disabled: true }, { ...(await account('empty')), disabled: true });
  await expect(authenticator.verifyPassword('off', 'x', '::1')).rejects.toThrow("'off'@'::1' (using password: YES)");
  await expect(authenticator.verifyPassword('empty', '', '::1')).rejects.toThrow("'empty'@'::1' (using password: NO)");
  await expect(authenticator.verifyPassword('nobody', 'x', '::1')).rejects.toThrow("'nobody'@'::1' (using password: YES)");
});

test('the fast path opens after the first success and closes with a new verifier', async () => {
  const ann = await account('ann', 'secret', 'caching_sha2_password');
  const authenticator = authenticatorOf(ann);
  const scramble = createScramble();
  const response = cachingSha2Response('secret', scramble);
  expect(authenticator.checkSha2Fast(ann, response, scramble)).toBe(false);
  await authenticator.verifyPassword('ann', 'secret', '::1');
  expect(authenticator.checkSha2Fast(ann, response, scramble)).toBe(true);
  expect(authenticator.checkSha2Fast({ ...ann, disabled: true }, response, scramble)).toBe(false);
  const altered = await account('ann', 'secret', 'caching_sha2_password');
  expect(authenticator.checkSha2Fast(altered, response, scramble)).toBe(false);
});
