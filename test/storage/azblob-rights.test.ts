import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OtherParams } from '../../sql/storage-params.js';
import { ExternalStores } from '../../storage/external-stores.js';
import { UrlSigner } from '../../storage/signed-url.js';
import { startAzurite } from '../support/azurite.js';

const azurite = await startAzurite('the tests of rights on Azure');
const external = new ExternalStores({ instanceId: 'test', signer: new UrlSigner(Buffer.alloc(32)), allowInsecure: true, fsRoots: [], idleTimeoutMs: 5000 });
afterAll(async () => {
  await external.close();
  await azurite?.stop();
});

const KEY = Buffer.from('some key').toString('base64');
const params = (changes: Partial<OtherParams> = {}): OtherParams => ({ type: 'azblob', bucket: 'container', root: '/', endpoint_url: 'https://account.blob.core.windows.net', options: {}, ...changes });

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

describe('a location', () => {
  it.each<[Partial<OtherParams>, string]>([
    [{ bucket: 'No Container' }, "'No Container' cannot be the name of a container"],
    [{ endpoint_url: 'https://host/?a=b' }, 'without user or query'],
    [{ endpoint_url: 'https://storage.example.com', options: { account_key: KEY } }, 'account_key needs account_name'],
    [{ options: { account_name: 'a/b', account_key: KEY } }, "account_name 'a/b' cannot be"],
    [{ options: { account_key: 'no base64!' } }, 'account_key is not in base64'],
  ])('with %j is refused', async (changes, why) => {
    await expect(external.open(params(changes))).rejects.toMatchObject({ kind: 'InvalidConfig', text: expect.stringContaining(why) as string });
  });

  it('whose endpoint names the account needs no other name, and is presigned for it', async () => {
    const store = await external.open(params({ options: { account_key: KEY } }));
    const { url } = await store.presign({ method: 'GET', key: "a b/ü'(1).csv", expiresIn: 60, publicUrl: '' });
    expect(url).toMatch(/^https:\/\/account\.blob\.core\.windows\.net\/container\/a%20b\/%C3%BC%27%281%29\.csv\?sv=2020-12-06&spr=https&se=[^&]+&sr=b&sp=r&sig=[^&]+$/);
  });
});

describe.runIf(azurite !== null)('a server', () => {
  const at = (container: string, options: Record<string, string> = {}): OtherParams => params({ bucket: container, endpoint_url: azurite?.endpointUrl ?? '', options });
  const keys = (): Record<string, string> => ({ account_name: azurite?.accountName ?? '', account_key: azurite?.accountKey ?? '' });

  beforeAll(async () => {
    await azurite?.createContainer('open', { isPublic: true });
    await azurite?.createContainer('closed');
    for (const container of ['open', 'closed']) await (await external.open(at(container, keys()))).write('a.csv', bytes(container));
  });

  it('lets anybody read and list what is public, without a key, and write nothing', async () => {
    const store = await external.open(at('open'));
    expect(Buffer.concat((await (await store.read('a.csv')).toArray()) as Buffer[]).toString()).toBe('open');
    const keysFound: string[] = [];
    for await (const page of store.list('')) keysFound.push(...page.map(({ key }) => key));
    expect(keysFound).toEqual(['a.csv']);
    await expect(store.write('b.csv', bytes('x'))).rejects.toMatchObject({ name: 'StagewireError' });
    await expect(store.presign({ method: 'GET', key: 'a.csv', expiresIn: 60, publicUrl: '' })).rejects.toMatchObject({ kind: 'StorageUnsupported' });
  });

  it('refuses a wrong key with 3002, which quotes no signature', async () => {
    const store = await external.open(at('closed', { ...keys(), account_key: KEY }));
    await expect(store.read('a.csv')).rejects.toMatchObject({ kind: 'StoragePermissionDenied', text: expect.not.stringMatching(/SharedKey|sig/i) as string });
  });

  it('shows nothing of a closed container without a key', async () => {
    await expect((await external.open(at('closed'))).read('a.csv')).rejects.toMatchObject({ name: 'StagewireError' });
  });

  it('tells a missing container from a missing blob', async () => {
    expect(await (await external.open(at('open', keys()))).stat('none')).toBeNull();
    await expect((await external.open(at('absent', keys()))).stat('none')).rejects.toMatchObject({ kind: 'StorageNotFound', text: expect.stringContaining("container 'absent' does not exist") as string });
  });
});
