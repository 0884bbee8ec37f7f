import { expect, test } from 'vitest';
import { cachingSha2Digest, CACHING_SHA2_PASSWORD, cachingSha2Response } from '../../../protocol/auth/caching-sha2-password.js';
import { NATIVE_PASSWORD, nativePasswordResponse } from '../../../protocol/auth/native-password.js';
import { Authenticator, type Account } from '../../../server/authentication.js';
import { RecentAccounts } from '../../../server/recent-accounts.js';
import { account, startServer } from './harness.js';
import { RawClient } from './raw-client.js';

/** Accounts that can change, here or behind our back, with a count of how often they were asked for. */
class Accounts {
  asked = 0;
  changed = 0;
  readonly #accounts = new Map<string, Account>();

  set(given: Account): this {
    this.#accounts.set(given.name, given);
    return this;
  }

  find(name: string): Promise<Account | null> {
    this.asked += 1;
    return Promise.resolve(this.#accounts.get(name) ?? null);
  }

  changes(): number {
    return this.changed;
  }
}

async function serve(accounts: Accounts): Promise<number> {
  return (await startServer({ authenticator: new Authenticator(accounts, () => 0) })).port;
}

/** Logs in by the plugin and gives the last payload's first byte: 0 for OK, 255 for an error. */
async function logIn(port: number, user: string, password: string, plugin: string): Promise<number | undefined> {
  const client = await RawClient.connect(port);
  const { scramble } = await client.readHandshake();
  const respond = (given: Buffer): Buffer => (plugin === NATIVE_PASSWORD ? nativePasswordResponse(password, given) : cachingSha2Response(password, given));
  client.respond({ user, authPlugin: plugin, authResponse: respond(scramble) });
  let answer = await client.expectPayload();
  if (answer[0] === 1 && answer[1] === 4) {
    client.send(Buffer.from(`${password}\0`));
    answer = await client.expectPayload();
  } else if (answer[0] === 1) {
    answer = await client.expectPayload();
  }
  client.destroy();
  return answer[0];
}

test('who logs in again within a second is known', async () => {
  const accounts = new Accounts().set(await account('root')).set(await account('ann', 'secret')).set(await account('sha', 'secret', CACHING_SHA2_PASSWORD));
  const port = await serve(accounts);
  for (const [user, password, plugin] of [['root', '', NATIVE_PASSWORD], ['ann', 'secret', NATIVE_PASSWORD], ['sha', 'secret', CACHING_SHA2_PASSWORD]] as const) {
    expect(await logIn(port, user, password, plugin)).toBe(0);
    const { asked } = accounts;
    expect(await logIn(port, user, password, plugin)).toBe(0);
    expect(accounts.asked).toBe(asked);
  }
});

test('a refusal is never founded on what was known', async () => {
  const accounts = new Accounts().set(await account('ann', 'old'));
  const port = await serve(accounts);
  expect(await logIn(port, 'ann', 'old', NATIVE_PASSWORD)).toBe(0);
  expect(await logIn(port, 'ann', 'wrong', NATIVE_PASSWORD)).toBe(255);
  expect(accounts.asked).toBe(2);
  // As another server of the same catalog would change it.
  accounts.set(await account('ann', 'new'));
  expect(await logIn(port, 'ann', 'new', NATIVE_PASSWORD)).toBe(0);
  expect(await logIn(port, 'ann', 'old', NATIVE_PASSWORD)).toBe(255);
});

test('a change by this server counts at once', async () => {
  const accounts = new Accounts().set(await account('ann', 'old')).set(await account('sha', 'old', CACHING_SHA2_PASSWORD));
  const port = await serve(accounts);
  expect(await logIn(port, 'ann', 'old', NATIVE_PASSWORD)).toBe(0);
  expect(await logIn(port, 'sha', 'old', CACHING_SHA2_PASSWORD)).toBe(0);
  accounts.set({ ...(await account('ann', 'old')), disabled: true }).set(await account('sha', 'new', CACHING_SHA2_PASSWORD)).changed += 1;
  expect(await logIn(port, 'ann', 'old', NATIVE_PASSWORD)).toBe(255);
  expect(await logIn(port, 'sha', 'old', CACHING_SHA2_PASSWORD)).toBe(255);
});

test('what was known holds for a second, and not if a change came while it was read', async () => {
  let now = 0;
  let changes = 0;
  const ann = { ...(await account('ann')), nativeHash: cachingSha2Digest('x') };
  let found = (): void => undefined;
  const recent = new RecentAccounts({ find: () => new Promise((resolve) => { found = () => { resolve(ann); }; }), changes: () => changes }, () => now);
  const read = async (meanwhile: () => void): Promise<void> => {
    const reading = recent.find('ann');
    meanwhile();
    found();
    await reading;
  };
  expect(recent.recent('ann')).toBeNull();
  await read(() => { now += 400; });
  now += 600;
  expect(recent.recent('ann')).toBe(ann);
  now += 1;
  expect(recent.recent('ann')).toBeNull();
  await read(() => { changes += 1; });
  expect(recent.recent('ann')).toBeNull();
});
