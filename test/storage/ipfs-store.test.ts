import * as dagPb from '@ipld/dag-pb';
import { CID } from 'multiformats/cid';
import * as raw from 'multiformats/codecs/raw';
import { sha256 } from 'multiformats/hashes/sha2';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ExternalStores } from '../../storage/external-stores.js';
import type { ObjectInfo, ObjectStore } from '../../storage/object-store.js';
import { UrlSigner } from '../../storage/signed-url.js';
import { Blocks, startIpfsGateway, type IpfsGateway, type Tree } from '../support/ipfs-gateway.js';

const TREE: Tree = {
  directory: {
    'z.csv': { raw: 'last' },
    data: {
      directory: {
        'b ü.csv': { wrapped: 'wrapped' },
        'a.csv': { raw: '0123456789' },
        sub: { pieces: { 'one.csv': { raw: '1' }, 'two.csv': { wrapped: '22' }, deep: { directory: { 'three.csv': { raw: '333' } } } } },
        empty: { raw: '' },
      },
    },
    data2: { directory: { 'x.csv': { raw: 'x' } } },
  },
};
let gateway: IpfsGateway;
let root: string;
const stores = (idleTimeoutMs: number): ExternalStores => new ExternalStores({ instanceId: 'test', signer: new UrlSigner(Buffer.alloc(32)), allowInsecure: true, fsRoots: [], idleTimeoutMs });
const external = stores(2000);

beforeAll(async () => {
  const blocks = new Blocks();
  const built = await blocks.build(TREE);
  root = built.cid.toString();
  gateway = await startIpfsGateway(blocks, built);
});
afterEach(() => {
  gateway.requests.length = 0;
});
afterAll(async () => {
  await external.close();
  await gateway.stop();
});

const open = (path = '/', cid = root): Promise<ObjectStore> => external.open({ type: 'ipfs', bucket: cid, root: path, endpoint_url: gateway.url, options: {} });

async function list(store: ObjectStore, prefix = ''): Promise<ObjectInfo[]> {
  const found: ObjectInfo[] = [];
  for await (const page of store.list(prefix)) found.push(...page);
  return found;
}
const sizesOf = async (store: ObjectStore, prefix = ''): Promise<unknown[]> => (await list(store, prefix)).map(({ key, size }) => [key, size]);

describe('a directory', () => {
  it('is listed at any depth in byte order, whether in one block or in pieces', async () => {
    expect(await sizesOf(await open())).toEqual([
      ['data/a.csv', 10], ['data/b ü.csv', 7], ['data/empty', 0], ['data/sub/deep/three.csv', 3], ['data/sub/one.csv', 1], ['data/sub/two.csv', 2], ['data2/x.csv', 1], ['z.csv', 4],
    ]);
    expect(await sizesOf(await open('/data/'), 'sub/')).toEqual([['sub/deep/three.csv', 3], ['sub/one.csv', 1], ['sub/two.csv', 2]]);
    expect(await sizesOf(await open('/nowhere/'))).toEqual([]);
  });

  it('is looked into only where a prefix leads', async () => {
    expect(await sizesOf(await open(), 'data2')).toEqual([['data2/x.csv', 1]]);
    expect(gateway.requests).toHaveLength(2);
    expect(await sizesOf(await open(), 'data/a')).toEqual([['data/a.csv', 10]]);
  });
});

describe('a file', () => {
  it.each(['a.csv', 'b ü.csv', 'sub/two.csv'])('%s is told of the same in listings and when asked for', async (key) => {
    const store = await open('/data/');
    const found = await store.stat(key);
    expect(found?.version).toMatch(/^baf/);
    expect(await list(store, key)).toEqual([found]);
  });

  it('is read in ranges', async () => {
    const store = await open('/data/');
    const read = async (key: string, range?: { offset: number; length: number }): Promise<string> =>
      Buffer.concat((await (await store.read(key, range ? { range } : {})).toArray()) as Buffer[]).toString();
    expect(await read('a.csv')).toBe('0123456789');
    expect(await read('a.csv', { offset: 3, length: 4 })).toBe('3456');
    expect(await read('b ü.csv')).toBe('wrapped');
    await expect(store.read('none')).rejects.toMatchObject({ kind: 'StorageNotFound', text: `object 'none' does not exist in ipfs://${root}/data/` });
  });

  it('is none where there is a directory or nothing', async () => {
    const store = await open();
    expect(await store.stat('data')).toBeNull();
    expect(await store.stat('data/sub')).toBeNull();
    expect(await store.stat('none')).toBeNull();
  });

  it('is only read', async () => {
    const store = await open();
    await expect(store.remove(['z.csv'])).rejects.toMatchObject({ kind: 'StorageUnsupported' });
    await expect(store.presign({ method: 'GET', key: 'z.csv', expiresIn: 1, publicUrl: '' })).rejects.toMatchObject({ kind: 'StorageUnsupported' });
  });
});

it('what is no CID is refused', async () => {
  await expect(open('/', 'books')).rejects.toMatchObject({ kind: 'InvalidConfig', text: "'books' is no CID: a location is written ipfs://<cid>/path/" });
});

it('a gateway that sends other blocks than were asked for is told of', async () => {
  const liar = await startIpfsGateway({ get: () => Buffer.from('no block') } as unknown as Blocks, { cid: (await new Blocks().build(TREE)).cid, tree: TREE });
  const store = await external.open({ type: 'ipfs', bucket: root, root: '/', endpoint_url: liar.url, options: {} });
  await expect(list(store)).rejects.toMatchObject({ kind: 'StorageOther', text: "the gateway sent a block for '' that is not understood" });
  await liar.stop();
});

describe('a tree that was made to do harm', () => {
  const link = (Name: string, Hash: CID): dagPb.PBLink => ({ Name, Hash, Tsize: 1 });
  const directory = (links: dagPb.PBLink[]): Uint8Array => dagPb.encode(dagPb.prepare({ Data: Buffer.from([8, 1]), Links: links }));
  const cidOf = async (block: Uint8Array): Promise<CID> => CID.createV1(dagPb.code, await sha256.digest(block));

  it('ends where a piece of a directory leads back to itself', async () => {
    const self = CID.parse(root);
    // Field 1: a piece of a directory.
    const piece = dagPb.encode(dagPb.prepare({ Data: Buffer.from([8, 5]), Links: [link('B0', self)] }));
    const hostile = await startIpfsGateway({ get: () => piece } as unknown as Blocks, { cid: self, tree: TREE });
    expect(await sizesOf(await external.open({ type: 'ipfs', bucket: root, root: '/', endpoint_url: hostile.url, options: {} }))).toEqual([]);
    expect(hostile.requests).toHaveLength(1);
    await hostile.stop();
  });

  it('is refused as soon as there is too much of it', async () => {
    const file = CID.createV1(raw.code, await sha256.digest(Buffer.from('x')));
    const wide = directory(Array.from({ length: 1000 }, (_, index) => link(`f${index}`, file)));
    const inner = await cidOf(wide);
    const top = directory(Array.from({ length: 900 }, (_, index) => link(`d${index}`, inner)));
    const outer = await cidOf(top);
    const blocks = new Map([[inner.toString(), wide], [outer.toString(), top]]);
    const hostile = await startIpfsGateway(blocks as unknown as Blocks, { cid: outer, tree: TREE });
    // The gateway has to share this process with whoever reads a hundred thousand links.
    const patient = stores(60_000);
    const store = await patient.open({ type: 'ipfs', bucket: outer.toString(), root: '/', endpoint_url: hostile.url, options: {} });
    await expect(list(store)).rejects.toMatchObject({ kind: 'StorageOther', text: expect.stringContaining('more than 100000 files and directories') as string });
    expect(hostile.requests.length).toBeLessThan(200);
    await patient.close();
    await hostile.stop();
  });
});

it('an abort ends every operation', async () => {
  const store = await open();
  const aborted = AbortSignal.abort();
  await expect(store.stat('z.csv', aborted)).rejects.toMatchObject({ kind: 'AbortedQuery' });
  await expect(store.read('z.csv', { signal: aborted })).rejects.toMatchObject({ kind: 'AbortedQuery' });
  await expect(store.list('', aborted)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: 'AbortedQuery' });
});
