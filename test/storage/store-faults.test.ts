import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { ExternalStores } from '../../storage/external-stores.js';
import type { ObjectStore } from '../../storage/object-store.js';
import { UrlSigner } from '../../storage/signed-url.js';
import { keyFile } from '../support/fake-gcs.js';
import type { StorageParams } from '../../sql/storage-params.js';

const SECRET = Buffer.from('very secret').toString('base64');

/** Locations at a server that means ill, by kind. */
const kinds: Record<string, (endpoint_url: string) => StorageParams> = {
  azblob: (endpoint_url) => ({ type: 'azblob', bucket: 'bucket', root: '/prefix/', endpoint_url, options: { account_name: 'account', account_key: SECRET } }),
  gcs: (endpoint_url) => ({ type: 'gcs', bucket: 'bucket', root: '/prefix/', endpoint_url, options: { credential: CREDENTIAL } }),
};

/** Tokens are asked for at a server that answers, whatever the store does. */
const tokens = createHttpServer((request, response) => {
  request.resume().on('end', () => response.end(JSON.stringify({ access_token: 'very-secret', expires_in: 3600 })));
});
tokens.listen(0, '127.0.0.1');
await once(tokens, 'listening');
afterAll(() => {
  tokens.closeAllConnections();
  tokens.close();
});
const CREDENTIAL = keyFile(`http://127.0.0.1:${(tokens.address() as AddressInfo).port}/`);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function open(params: StorageParams, idleTimeoutMs = 300): Promise<ObjectStore> {
  const stores = new ExternalStores({ instanceId: 'test', signer: new UrlSigner(Buffer.alloc(32)), allowInsecure: true, fsRoots: [], idleTimeoutMs });
  cleanups.push(() => stores.close());
  return stores.open(params);
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function rawServer(onConnection: (socket: Socket) => void): Promise<string> {
  return listen(createServer((socket) => {
    cleanups.push(() => socket.destroy());
    socket.on('error', () => undefined);
    onConnection(socket);
  }));
}

async function* bytes(count = 1): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index += 1) yield await Promise.resolve(Buffer.alloc(1024 * 1024));
}

const operations: Record<string, (store: ObjectStore, signal?: AbortSignal) => Promise<unknown>> = {
  list: (store, signal) => store.list('', signal)[Symbol.asyncIterator]().next(),
  stat: (store, signal) => store.stat('a', signal),
  read: async (store, signal) => (await store.read('a', signal ? { signal } : {})).toArray(),
  write: (store, signal) => store.write('a', bytes(), signal ? { signal } : {}),
  'write of many parts': (store, signal) => store.write('a', bytes(20), signal ? { signal } : {}),
  remove: (store, signal) => store.remove(['a'], signal),
};

for (const [kind, paramsAt] of Object.entries(kinds)) {
  describe.each(Object.entries(operations))(`${kind}: %s`, (_, run) => {
    test.each<[string, () => Promise<string>, string]>([
      ['never answers', () => rawServer(() => undefined), 'no answer for 0.3 s'],
      ['closes every connection', () => rawServer((socket) => socket.destroy()), 'the connection was closed'],
      ['is not there', () => Promise.resolve('http://127.0.0.1:1'), 'connection refused'],
    ])('of a store that %s is 3901 within a bounded time', async (_fault, start, why) => {
      const origin = await start();
      const failure = run(await open(paramsAt(origin)));
      await expect(failure).rejects.toMatchObject({ kind: 'StorageUnavailable', text: expect.stringContaining(`cannot reach the object store at ${origin}: ${why}`) as string });
    }, 5000);

    test('of a silent store ends at an abort', async () => {
      const store = await open(paramsAt(await rawServer(() => undefined)), 60_000);
      await expect(run(store, AbortSignal.timeout(50))).rejects.toMatchObject({ kind: 'AbortedQuery' });
    }, 5000);

    test('of an overloaded store is tried twice and is 3901', async () => {
      let requests = 0;
      const answer: RequestListener = (request, response) => {
        requests += 1;
        request.resume();
        response.writeHead(503).end();
      };
      const store = await open(paramsAt(await listen(createHttpServer(answer))), 15_000);
      await expect(run(store)).rejects.toMatchObject({ kind: 'StorageUnavailable' });
      // Two parts of a large object are on their way at once.
      expect(requests).toBeGreaterThanOrEqual(2);
      expect(requests).toBeLessThanOrEqual(4);
    }, 5000);

    test('of a store that refuses is 3002 and shows no secret', async () => {
      const answer: RequestListener = (request, response) => {
        request.resume().on('end', () => {
          response.writeHead(403).end(`<Error><Code>Denied</Code><Message>${request.headers.authorization}</Message></Error>`);
        });
      };
      const error: unknown = await run(await open(paramsAt(await listen(createHttpServer(answer))), 15_000)).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ kind: 'StoragePermissionDenied' });
      expect((error as Error).message).not.toMatch(/SharedKey|Bearer|very.secret/);
    });

    test('is refused where machines get their credentials', async () => {
      await expect(run(await open(paramsAt('http://169.254.169.254')))).rejects.toMatchObject({ kind: 'StorageUnsupported' });
    });
  });
}
