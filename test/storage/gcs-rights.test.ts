import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ExternalStores } from '../../storage/external-stores.js';
import type { ObjectStore } from '../../storage/object-store.js';
import { UrlSigner } from '../../storage/signed-url.js';
import { keyFile } from '../support/fake-gcs.js';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Answers for tokens at `/token`, and for objects with what it was asked. */
let server: Server;
let origin: string;
const tokenRequests: URLSearchParams[] = [];
const objectRequests: IncomingHttpHeaders[] = [];
/** What the server of objects does not take, whatever its end. */
const revoked = new Set<string | undefined>();
let tokenAnswer: { readonly status: number; readonly body: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      if (request.url === '/token') {
        tokenRequests.push(new URLSearchParams(Buffer.concat(chunks).toString()));
        response.writeHead(tokenAnswer.status).end(tokenAnswer.body);
        return;
      }
      objectRequests.push(request.headers);
      if (revoked.has(request.headers.authorization)) response.statusCode = 401;
      response.end(JSON.stringify({ name: 'p/a', size: '3', generation: '7', etag: 'CAE=', updated: '2026-01-02T03:04:05.678Z' }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  tokenRequests.length = 0;
  objectRequests.length = 0;
  revoked.clear();
  tokenAnswer = { status: 200, body: JSON.stringify({ access_token: 't1', expires_in: 3600 }) };
});

async function open(credential: string | undefined, { allowInsecure = true, endpoint_url = origin } = {}): Promise<ObjectStore> {
  const stores = new ExternalStores({ instanceId: 'test', signer: new UrlSigner(Buffer.alloc(32)), allowInsecure, fsRoots: [] });
  return stores.open({ type: 'gcs', bucket: 'bucket', root: '/p/', endpoint_url, options: credential === undefined ? {} : { credential } });
}

const decoded = (part: string | undefined): unknown => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

describe('a service account', () => {
  it('signs claims for a token, which serves until shortly before its end', async () => {
    const store = await open(keyFile(`${origin}/token`, pair));
    const [found] = await Promise.all([store.stat('a'), store.stat('a')]);
    expect(found).toEqual({ key: 'a', size: 3, etag: '"CAE="', version: '7', lastModified: new Date('2026-01-02T03:04:05Z') });
    await store.stat('a');
    expect(objectRequests.map(({ authorization }) => authorization)).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t1']);
    expect(tokenRequests).toHaveLength(1);
    expect(tokenRequests[0]?.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const [header, claims, signature] = (tokenRequests[0]?.get('assertion') ?? '').split('.');
    expect(decoded(header)).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(decoded(claims)).toMatchObject({ iss: 'tests@example.iam.gserviceaccount.com', aud: `${origin}/token`, scope: 'https://www.googleapis.com/auth/devstorage.read_write' });
    expect(verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), pair.publicKey, Buffer.from(signature ?? '', 'base64url'))).toBe(true);
  });

  it('whose token ends soon asks for another', async () => {
    tokenAnswer = { status: 200, body: JSON.stringify({ access_token: 'short', expires_in: 60 }) };
    const store = await open(keyFile(`${origin}/token`, pair));
    await store.stat('a');
    await store.stat('a');
    expect(tokenRequests).toHaveLength(2);
  });

  it('whose token is refused before its end asks for another, once', async () => {
    const store = await open(keyFile(`${origin}/token`, pair));
    await store.stat('a');
    revoked.add('Bearer t1');
    tokenAnswer = { status: 200, body: JSON.stringify({ access_token: 't2', expires_in: 3600 }) };
    expect(await Promise.all([store.stat('a'), store.stat('a')])).toMatchObject([{ version: '7' }, { version: '7' }]);
    expect(tokenRequests).toHaveLength(2);
    revoked.add('Bearer t2');
    objectRequests.length = 0;
    await expect(store.stat('a')).rejects.toMatchObject({ kind: 'StoragePermissionDenied' });
    expect(objectRequests).toHaveLength(2);
  });

  it.each([
    [400, '{"error":"invalid_grant"}', 'StoragePermissionDenied'], [503, '', 'StorageUnavailable'], [200, 'no JSON', 'StorageOther'], [200, '{"access_token":"a\\nb","expires_in":1}', 'StorageOther'],
  ])('that is answered %i %j for a token is %s, and is asked for again the next time', async (status, body, kind) => {
    tokenAnswer = { status, body };
    const store = await open(keyFile(`${origin}/token`, pair));
    await expect(store.stat('a')).rejects.toMatchObject({ kind });
    expect(objectRequests).toEqual([]);
    tokenAnswer = { status: 200, body: JSON.stringify({ access_token: 't2', expires_in: 3600 }) };
    expect(await store.stat('a')).not.toBeNull();
  });

  it('may name no server of tokens with plain http, nor one that hands out the rights of machines, where settings forbid it', async () => {
    const secure = { allowInsecure: false, endpoint_url: 'https://127.0.0.1:1' };
    await expect((await open(keyFile(`${origin}/token`), secure)).stat('a')).rejects.toMatchObject({ kind: 'StorageInsecure' });
    await expect((await open(keyFile('http://169.254.169.254/token'))).stat('a')).rejects.toMatchObject({ kind: 'StorageUnsupported' });
    expect(tokenRequests).toEqual([]);
  });

  it.each(['', 'not base64 ü', Buffer.from('{"type":"authorized_user","refresh_token":"abc"}').toString('base64'), Buffer.from('{"type":"service_account","client_email":"a@b","private_key":"abc"}').toString('base64')])(
    'cannot be made of %j, and nothing of it is quoted', async (credential) => {
      await expect(open(credential)).rejects.toMatchObject({ kind: 'InvalidConfig', text: expect.not.stringContaining('abc') as string });
    },
  );
});

it('without a credential nothing is signed, and nothing presigned', async () => {
  const store = await open(undefined);
  await store.stat('a');
  expect(objectRequests[0]?.authorization).toBeUndefined();
  await expect(store.presign({ method: 'GET', key: 'a', expiresIn: 1, publicUrl: '' })).rejects.toMatchObject({ kind: 'StorageUnsupported' });
});

it('a presigned URL carries the signature that the V4 signing process asks for', async () => {
  const store = await open(keyFile(`${origin}/token`, pair));
  const { url } = await store.presign({ method: 'PUT', key: "dir/ü (1)'s.csv", expiresIn: 90, publicUrl: '' });
  const { host, pathname, search } = new URL(url);
  expect(pathname).toBe('/bucket/p/dir/%C3%BC%20%281%29%27s.csv');
  const [query = '', signature = ''] = search.slice(1).split('&X-Goog-Signature=');
  const [, date] = /X-Goog-Date=(\d{8}T\d{6}Z)/.exec(query) ?? [];
  const scope = `${date?.slice(0, 8)}/auto/storage/goog4_request`;
  expect(query).toBe(`X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=tests%40example.iam.gserviceaccount.com%2F${encodeURIComponent(scope)}&X-Goog-Date=${date}&X-Goog-Expires=90&X-Goog-SignedHeaders=host`);
  const canonical = `PUT\n${pathname}\n${query}\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`;
  const text = `GOOG4-RSA-SHA256\n${date}\n${scope}\n${createHash('sha256').update(canonical).digest('hex')}`;
  expect(verify('RSA-SHA256', Buffer.from(text), pair.publicKey, Buffer.from(signature, 'hex'))).toBe(true);
});
