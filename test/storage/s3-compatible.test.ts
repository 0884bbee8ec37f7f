import type * as Dns from 'node:dns';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { OtherParams } from '../../sql/storage-params.js';
import { ExternalStores } from '../../storage/external-stores.js';
import type { ObjectStore } from '../../storage/object-store.js';
import { UrlSigner } from '../../storage/signed-url.js';
import { startS3Server } from '../support/s3-server.js';

/** Hosts of the providers, with a region that there is not, which MinIO serves here; it checks that this region was signed for. */
const HOSTS = { oss: 'oss-eu-test-1.aliyuncs.com', obs: 'obs.eu-test-1.myhuaweicloud.com', cos: 'cos.eu-test-1.myqcloud.com' } as const;

// Names of buckets below these hosts lead to the loopback. All else is resolved as ever.
vi.mock('node:dns', async (original) => {
  const dns = await original<typeof Dns>();
  const lookup = (name: string, options: object, callback: (error: Error | null, address: unknown, family?: number) => void): void => {
    if (!/\.eu-test-1\.|-eu-test-1\./.test(name)) dns.lookup(name, options, callback as never);
    else if ('all' in options && options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
    else callback(null, '127.0.0.1', 4);
  };
  return { ...dns, lookup, default: { ...dns, lookup } };
});

const server = await startS3Server('the tests of stores that are compatible with S3', { domains: Object.values(HOSTS), region: 'eu-test-1' });
const external = new ExternalStores({ instanceId: 'test', signer: new UrlSigner(Buffer.alloc(32)), allowInsecure: true, fsRoots: [], idleTimeoutMs: 5000 });
afterAll(async () => {
  await external.close();
  await server?.stop();
});

const keysOf = (type: keyof typeof HOSTS, id: string, secret: string): Record<string, string> => ({
  oss: { access_key_id: id, access_key_secret: secret },
  obs: { access_key_id: id, secret_access_key: secret },
  cos: { secret_id: id, secret_key: secret },
})[type];

async function* bytes(...chunks: Buffer[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

/** Sends to MinIO what a client would send to the host of a URL. */
async function fetchFromLoopback(url: string, method: string, body = ''): Promise<{ readonly status: number; readonly text: string }> {
  const { host, pathname, search, port } = new URL(url);
  const sent = request({ host: '127.0.0.1', port, method, path: pathname + search, headers: { host, 'content-length': Buffer.byteLength(body) } }).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, text: Buffer.concat((await response.toArray()) as Buffer[]).toString() };
}

describe.each(['oss', 'obs', 'cos'] as const)('%s', (type) => {
  const params = (changes: Partial<OtherParams> = {}): OtherParams => ({
    type, bucket: 'bucket', root: '/in/', endpoint_url: `http://${HOSTS[type]}`, options: keysOf(type, 'id', 'secret'), ...changes,
  });

  it.each([{ role_arn: 'acs:ram::1:role/x' }, { server_side_encryption: 'KMS' }])('with %j is refused', async (more) => {
    await expect(external.open(params({ options: { ...keysOf(type, 'id', 'secret'), ...more } }))).rejects.toMatchObject({ kind: 'InvalidConfig' });
  });

  it('with half a key is refused, by the name of what is missing', async () => {
    const [first = '', second = ''] = Object.keys(keysOf(type, '', ''));
    await expect(external.open(params({ options: { [first]: 'id' } }))).rejects.toMatchObject({ kind: 'InvalidConfig', text: `${first} and ${second} must be given together` });
  });

  describe.runIf(server !== null)('by the S3 API', () => {
    let store: ObjectStore;
    const location = (): OtherParams => params({
      bucket: `${type}-bucket`, endpoint_url: `http://${HOSTS[type]}:${new URL(server?.endpointUrl ?? '').port}`, options: keysOf(type, server?.accessKeyId ?? '', server?.secretAccessKey ?? ''),
    });
    beforeAll(async () => {
      await server?.createBucket(`${type}-bucket`);
      store = await external.open(location());
    });

    it('writes, lists, reads ranges and removes, with the bucket in the host and the region of the endpoint', async () => {
      await store.write('a b.csv', bytes(Buffer.from('0123456789')));
      const large = await store.write('large', bytes(...Array.from({ length: 12 }, () => Buffer.alloc(1024 * 1024))));
      const pages = [];
      for await (const page of store.list('')) pages.push(...page);
      expect(pages.map(({ key, size }) => [key, size])).toEqual([['a b.csv', 10], ['large', large.size]]);
      const read = await store.read('a b.csv', { range: { offset: 3, length: 4 } });
      expect(Buffer.concat((await read.toArray()) as Buffer[]).toString()).toBe('3456');
      await store.remove(['a b.csv', 'large']);
      expect(await store.stat('a b.csv')).toBeNull();
    });

    it('presigns', async () => {
      const put = await store.presign({ method: 'PUT', key: 'signed', expiresIn: 60, publicUrl: '' });
      expect(new URL(put.url).hostname).toBe(`${type}-bucket.${HOSTS[type]}`);
      expect(await fetchFromLoopback(put.url, 'PUT', 'content')).toMatchObject({ status: 200 });
      const get = await store.presign({ method: 'GET', key: 'signed', expiresIn: 60, publicUrl: '' });
      expect(await fetchFromLoopback(get.url, 'GET')).toEqual({ status: 200, text: 'content' });
    });

    it('names the place as the user does', async () => {
      await expect(store.read('absent')).rejects.toMatchObject({ kind: 'StorageNotFound', text: `object 'absent' does not exist in ${type}://${type}-bucket/in/` });
      const wrong = await external.open({ ...location(), options: keysOf(type, server?.accessKeyId ?? '', 'wrong') });
      await expect(wrong.read('signed')).rejects.toMatchObject({ kind: 'StoragePermissionDenied' });
    });
  });
});
