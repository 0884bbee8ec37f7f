import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExternalStores } from '../../storage/external-stores.js';
import type { ObjectStore } from '../../storage/object-store.js';
import { UrlSigner } from '../../storage/signed-url.js';
import { startWebServer, type WebServer } from '../support/web-server.js';

const MODIFIED = new Date('2026-01-02T03:04:05Z');
let web: WebServer;
const stores = (allowInsecure: boolean): ExternalStores =>
  new ExternalStores({ instanceId: 'test', signer: new UrlSigner(Buffer.alloc(32)), allowInsecure, fsRoots: [], idleTimeoutMs: 300 });
const external = stores(true);

beforeAll(async () => {
  web = await startWebServer();
});
afterAll(async () => {
  await external.close();
  await web.stop();
});

function open(files: readonly string[] | null = null, query = '', origin = web.origin): ObjectStore {
  return external.openHttp({ origin, rootPrefix: 'd/', query, files });
}

const textOf = async (store: ObjectStore, key: string, options: Parameters<ObjectStore['read']>[1] = {}): Promise<string> =>
  Buffer.concat(await (await store.read(key, options)).toArray() as Buffer[]).toString();

describe('a file', () => {
  it('has the size, ETag and time that headers tell, and is read with the query of its URL', async () => {
    web.files.set('/d/a%20b%3F.csv', { body: Buffer.from('0123456789'), etag: '"e1"', modified: MODIFIED });
    const store = open(null, 'sig=a%2Bb');
    expect(await store.stat('a b?.csv')).toEqual({ key: 'a b?.csv', size: 10, etag: '"e1"', version: '"e1"', lastModified: MODIFIED });
    expect(await textOf(store, 'a b?.csv', { range: { offset: 3, length: 4 } })).toBe('3456');
    expect(await textOf(store, 'a b?.csv')).toBe('0123456789');
    expect(web.requests.splice(0)).toEqual(['GET /d/a%20b%3F.csv?sig=a%2Bb bytes=0-0', 'GET /d/a%20b%3F.csv?sig=a%2Bb bytes=3-6', 'GET /d/a%20b%3F.csv?sig=a%2Bb all']);
  });

  it('of a server without ranges is cut', async () => {
    web.files.set('/d/whole', { body: Buffer.from('0123456789'), modified: MODIFIED, ranges: false });
    const store = open();
    expect(await store.stat('whole')).toMatchObject({ size: 10, etag: null, wholeOnly: true });
    expect(await textOf(store, 'whole', { range: { offset: 3, length: 4 } })).toBe('3456');
    expect(await textOf(store, 'whole', { range: { offset: 8, length: 9 } })).toBe('89');
  });

  it('of a server that sends more than the byte that was asked for is not read on', async () => {
    const closed = new Promise((resolve) => {
      web.special.set('/d/generous', (_, response) => {
        response.writeHead(206, { 'content-range': 'bytes 0-999999999/1000000000', 'content-length': 1_000_000_000 });
        const chunk = Buffer.alloc(65_536);
        const more = setInterval(() => response.write(chunk), 20);
        response.on('close', () => {
          clearInterval(more);
          resolve('closed');
        });
      });
    });
    expect(await open().stat('generous')).toMatchObject({ size: 1_000_000_000 });
    expect(await closed).toBe('closed');
  });

  it('is one of many that may be asked for at once for one statement, without a warning', async () => {
    web.files.set('/d/many', { body: Buffer.from('x') });
    const warnings: string[] = [];
    const note = ({ name }: Error): void => { warnings.push(name); };
    process.on('warning', note);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 20 }, () => open().stat('many', signal)));
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  it('may be empty, or missing', async () => {
    web.files.set('/d/empty', { body: Buffer.alloc(0) });
    expect(await open().stat('empty')).toMatchObject({ size: 0 });
    expect(await open().stat('nowhere')).toBeNull();
    expect(await open().stat('')).toBeNull();
    await expect(open().read('nowhere')).rejects.toMatchObject({ kind: 'StorageNotFound', text: `file 'nowhere' does not exist at ${web.origin}` });
  });

  it('that was replaced is not read for the one that was seen', async () => {
    web.files.set('/d/changing', { body: Buffer.from('one'), etag: 'W/"1"' });
    const { version } = await open().stat('changing') ?? {};
    expect(await textOf(open(), 'changing', { ...(version !== undefined && { version }) })).toBe('one');
    web.files.set('/d/changing', { body: Buffer.from('two'), etag: 'W/"2"' });
    await expect(open().read('changing', { ...(version !== undefined && { version }) })).rejects.toMatchObject({ kind: 'StorageNotFound' });
  });

  it('about which the server tells nothing is never taken for the same again', async () => {
    web.files.set('/d/plain', { body: Buffer.from('one') });
    const first = await open().stat('plain');
    const second = await open().stat('plain');
    expect(first?.version).not.toBe(second?.version);
    expect(await textOf(open(), 'plain', { version: first?.version ?? '' })).toBe('one');
  });

  it('of unknown length is refused', async () => {
    web.files.set('/d/endless', { body: Buffer.from('one'), ranges: false, length: false });
    await expect(open().stat('endless')).rejects.toMatchObject({ kind: 'StorageUnsupported', text: "the server does not say how large file 'endless' is" });
  });
});

async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of store.list(prefix)) keys.push(...page.map(({ key }) => key));
  return keys;
}

describe('a listing', () => {
  it('has the files that were named, in their order', async () => {
    for (const name of ['2', '10']) web.files.set(`/d/${name}`, { body: Buffer.from(name) });
    expect(await keysOf(open(['2', '10']), '')).toEqual(['2', '10']);
    expect(await keysOf(open(), '10')).toEqual(['10']);
    expect(await keysOf(open(), 'none')).toEqual([]);
  });

  it('is not to be had otherwise, and one that misses a named file is none', async () => {
    await expect(keysOf(open(), 'x/')).rejects.toMatchObject({ kind: 'StorageUnsupported' });
    await expect(keysOf(open(['2', 'gone']), '')).rejects.toMatchObject({ kind: 'StorageNotFound' });
  });
});

it('nothing is written, removed or presigned', async () => {
  await expect(open().write('x', (async function* () { yield await Promise.resolve(Buffer.alloc(1)); })())).rejects.toMatchObject({ kind: 'StorageUnsupported' });
  await expect(open().remove(['x'])).rejects.toMatchObject({ kind: 'StorageUnsupported' });
  await expect(open().presign({ method: 'GET', key: 'x', expiresIn: 1, publicUrl: '' })).rejects.toMatchObject({ kind: 'StorageUnsupported' });
});

describe('a server that', () => {
  it('redirects is followed, five times and not for ever', async () => {
    web.files.set('/d/target', { body: Buffer.from('there'), etag: '"t"' });
    web.special.set('/d/moved', (_, response) => { response.writeHead(302, { location: '/d/target' }).end('moved'); });
    web.special.set('/d/loop', (_, response) => { response.writeHead(301, { location: 'loop' }).end(); });
    expect(await textOf(open(), 'moved')).toBe('there');
    await expect(open().read('loop')).rejects.toMatchObject({ kind: 'StorageOther', text: `the server at ${web.origin} redirects more than 5 times` });
  });

  it.each([
    [401, 'StoragePermissionDenied'], [403, 'StoragePermissionDenied'], [404, 'StorageNotFound'], [410, 'StorageNotFound'], [418, 'StorageOther'], [304, 'StorageOther'],
  ])('answers %i', async (status, kind) => {
    web.special.set('/d/refused', (_, response) => { response.writeHead(status).end('why not'); });
    await expect(open(null, 'sig=secret').read('refused')).rejects.toMatchObject({ kind, text: expect.not.stringContaining('secret') as string });
  });

  it('refuses is quoted with its status', async () => {
    web.special.set('/d/teapot', (_, response) => { response.writeHead(418).end(); });
    await expect(open().read('teapot')).rejects.toMatchObject({ text: `cannot read file 'teapot' at ${web.origin}: HTTP status 418` });
  });

  it('is overloaded is asked twice', async () => {
    let requests = 0;
    web.special.set('/d/busy', (_, response) => {
      requests += 1;
      response.writeHead(503).end();
    });
    await expect(open().stat('busy')).rejects.toMatchObject({ kind: 'StorageUnavailable' });
    expect(requests).toBe(2);
  });

  it('is silent, breaks off or is not there, is 3901 within a bounded time', async () => {
    web.special.set('/d/silent', () => undefined);
    web.special.set('/d/broken', (_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('some', () => response.destroy());
    });
    await expect(open().stat('silent')).rejects.toMatchObject({ kind: 'StorageUnavailable', text: `cannot reach the server at ${web.origin}: no answer for 0.3 s` });
    await expect(textOf(open(), 'broken')).rejects.toMatchObject({ kind: 'StorageUnavailable' });
    await expect(open(null, '', 'http://127.0.0.1:1').stat('x')).rejects.toMatchObject({ kind: 'StorageUnavailable', text: 'cannot reach the server at http://127.0.0.1:1: connection refused' });
    await expect(open().stat('silent', AbortSignal.timeout(50))).rejects.toMatchObject({ kind: 'AbortedQuery' });
  });
});

describe('forbidden is', () => {
  it('plain http where settings say so', () => {
    expect(() => stores(false).openHttp({ origin: web.origin, rootPrefix: '', query: '', files: null })).toThrow('must use https');
  });

  it.each(['169.254.169.254', '[fe80::1]', '[fd00:ec2::254]', '[::ffff:169.254.169.254]', '100.100.100.200', '168.63.129.16', '192.0.0.192', '[fd00:ec2::23]', '[fd20:ce::254]'])('%s, at which credentials are handed out', async (host) => {
    await expect(open(null, '', `http://${host}`).stat('latest')).rejects.toMatchObject({ kind: 'StorageUnsupported' });
  });

  it('such an address behind a redirect', async () => {
    web.special.set('/d/sly', (_, response) => { response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(); });
    await expect(open().read('sly')).rejects.toMatchObject({ kind: 'StorageUnsupported' });
  });
});
