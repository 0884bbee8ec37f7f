import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PresignedRequest } from '../../../storage/object-store.js';
import { connectAndSend, curl, readAll, startListener, type Fixture } from './listener-fixture.js';

const KEY = 'stage/ü +%/a&b.csv';
let fixture: Fixture;
beforeEach(async () => {
  fixture = await startListener();
  await fixture.store.write(KEY, (async function* () { yield await Promise.resolve(Buffer.from('0123456789')); })());
});
afterEach(async () => {
  vi.useRealTimers();
  await fixture.end();
});

const presign = (method: 'GET' | 'PUT', key = KEY, contentType?: string): Promise<PresignedRequest> =>
  fixture.store.presign({ method, key, expiresIn: 60, publicUrl: fixture.url, ...(contentType !== undefined && { contentType }) });

test('GET gives the object with what describes it', async () => {
  const { url } = await presign('GET');
  const response = await fetch(url);
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('0123456789');
  expect(response.headers.get('content-length')).toBe('10');
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('etag')).toMatch(/^".+"$/);
  expect(response.headers.get('last-modified')).toMatch(/GMT$/);
  const head = await curl('-I', url);
  expect(head.status).toBe(200);
  expect(head.headers).toContain('content-length: 10');
  expect(head.body).toBe('');
});

test.each([
  ['bytes=0-0', 206, '0', 'bytes 0-0/10'],
  ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
  ['bytes=-3', 206, '789', 'bytes 7-9/10'],
  ['bytes=8-100', 206, '89', 'bytes 8-9/10'],
  ['bytes=0-1,3-4', 200, '0123456789', null],
  ['bytes=5-2', 200, '0123456789', null],
  ['lines=1-2', 200, '0123456789', null],
])('GET with Range %s', async (range, status, body, contentRange) => {
  const { url } = await presign('GET');
  const response = await fetch(url, { headers: { range } });
  expect(response.status).toBe(status);
  expect(await response.text()).toBe(body);
  expect(response.headers.get('content-range')).toBe(contentRange);
});

test('a range that is not there is 416', async () => {
  const { url } = await presign('GET');
  for (const range of ['bytes=10-', 'bytes=-0']) {
    const response = await fetch(url, { headers: { range } });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */10');
    expect(await response.json()).toMatchObject({ error: { code: 416 } });
  }
});

test('a download goes on only in the version that it began with', async () => {
  const { url } = await presign('GET');
  const etag = (await fetch(url)).headers.get('etag') ?? '';
  expect((await fetch(url, { headers: { range: 'bytes=5-', 'if-range': etag } })).status).toBe(206);
  expect((await fetch(url, { headers: { range: 'bytes=5-', 'if-range': '"other"' } })).status).toBe(200);
});

test('PUT stores the body as it is', async () => {
  const { url, headers } = await presign('PUT', 'new/file.csv', 'text/csv');
  expect(headers['content-type']).toBe('text/csv');
  const answer = await curl('-X', 'PUT', '-H', 'content-type: text/csv', '--data-binary', 'a,b\r\n', url);
  expect(answer.status).toBe(200);
  expect(await fixture.text('new/file.csv')).toBe('a,b\r\n');
  const other = await curl('-X', 'PUT', '-H', 'content-type: text/plain', '--data-binary', 'x', url);
  expect(other.status).toBe(403);
  expect(other.body).toContain("Content-Type 'text/csv'");
});

test('PUT that the store refuses is answered with the reason', async () => {
  const { url } = await presign('PUT', 'stage');
  const answer = await curl('-X', 'PUT', '--data-binary', 'x'.repeat(100_000), url);
  expect(answer.status).toBe(400);
  expect(answer.body).toContain('is in its place');
});

test('PUT whose connection breaks leaves nothing', async () => {
  const { url } = await presign('PUT', 'broken');
  const { pathname, search } = new URL(url);
  const socket = await connectAndSend(fixture.port, `PUT ${pathname}${search} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf`);
  socket.end();
  await readAll(socket);
  await vi.waitFor(async () => { expect(await fixture.unfinished()).toEqual([]); });
  expect(await fixture.store.stat('broken')).toBeNull();
});

test('an object that does not exist is 404', async () => {
  const response = await fetch((await presign('GET', 'absent')).url);
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({ error: { code: 3001, message: "object 'absent' does not exist" } });
});

test('URLs that were changed, expired or are for something else are 403 with the reason', async () => {
  const { url } = await presign('GET');
  const refused = async (target: string, init: RequestInit = {}): Promise<string> => {
    const response = await fetch(target, init);
    expect(response.status).toBe(403);
    return ((await response.json()) as { error: { message: string } }).error.message;
  };
  expect(await refused(url.replace('a%26b', 'c%26d'))).toContain('signature');
  expect(await refused(url.replace('/home/', '/away/'))).toContain('signature');
  expect(await refused(url.replace(/expires=(\d)/, 'expires=9'))).toContain('signature');
  expect(await refused(url.replace('method=GET', 'method=PUT'), { method: 'PUT', body: 'x' })).toContain('signature');
  expect(await refused(url.replace(/signature=.*/, 'signature='))).toContain('signature');
  expect(await refused(`${url}0`)).toContain('complete');
  expect(await refused(url.replace(/\?.*/, ''))).toContain('complete');
  expect(await refused(url, { method: 'PUT', body: 'x' })).toContain('signed for GET, not for PUT');
  expect((await fetch(url, { method: 'DELETE' })).status).toBe(405);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
  expect(await refused(url)).toContain('expired at');
});
