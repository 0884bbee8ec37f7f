import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectAndSend, curl, readAll, startListener, type Fixture } from './listener-fixture.js';

const AUTH = ['-u', 'root:pä:ss'];
const BASIC = `Basic ${Buffer.from('root:pä:ss').toString('base64')}`;
const RAW = ['-H', 'x-databend-stage-name: raw'];

let fixture: Fixture;
let files: string;
let url: string;
beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'stagewire-upload-'));
  for (const name of ['one.csv', 'two.csv', 'three.csv', 'ü,m;"l.csv']) await writeFile(join(files, name), `content of ${name}`);
});
afterAll(() => rm(files, { recursive: true }));
beforeEach(async () => {
  fixture = await startListener();
  url = `${fixture.url}/v1/upload_to_stage`;
});
afterEach(() => fixture.end());

const form = (...names: string[]): string[] => names.flatMap((name) => ['-F', `upload=@${join(files, name)}`]);

test.each(['PUT', 'POST'])('%s stores three files in one request', async (method) => {
  const answer = await curl(...AUTH, '-X', method, ...RAW, '-H', 'x-databend-relative-path: /2024/', ...form('one.csv', 'two.csv', 'three.csv'), url);
  expect(answer.status).toBe(200);
  expect(answer.headers).toContain('content-type: application/json');
  expect(JSON.parse(answer.body)).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/) as string,
    stage_name: 'raw',
    state: 'SUCCESS',
    files: ['one.csv', 'two.csv', 'three.csv'],
  });
  expect(await fixture.keys()).toEqual(['raw/2024/one.csv', 'raw/2024/three.csv', 'raw/2024/two.csv']);
  expect(await fixture.text('raw/2024/two.csv')).toBe('content of two.csv');
  expect(await fixture.unfinished()).toEqual([]);
});

test('takes the older header names, and prefers the new ones', async () => {
  expect((await curl(...AUTH, '-T', '-', '-X', 'PUT', '-H', 'stage_name: ~', ...form('one.csv'), url).catch(() => null))?.status).not.toBe(200);
  const old = await curl(...AUTH, '-X', 'PUT', '-H', 'stage_name: ~', '-H', 'relative_path: a/b', ...form('one.csv'), url);
  expect(old.status).toBe(200);
  const both = await curl(...AUTH, '-X', 'PUT', '-H', 'stage_name: other', ...RAW, '-H', 'relative_path: old', '-H', 'x-databend-relative-path: new', ...form('one.csv'), url);
  expect(both.status).toBe(200);
  expect(await fixture.keys()).toEqual(['raw/new/one.csv', '~/a/b/one.csv']);
});

test('takes names as they are: folders, Unicode, quotes', async () => {
  const one = join(files, 'one.csv');
  const answer = await curl(...AUTH, '-H', 'x-databend-stage-name: ümlaut', '-F', `upload=@${one};filename=a/b.csv`, '-F', `x=@"${join(files, 'ü,m;\\"l.csv')}"`, '-F', `y=@${one};filename=/lead.csv`, url);
  expect(answer.status).toBe(200);
  expect((JSON.parse(answer.body) as { files: string[] }).files[0]).toBe('a/b.csv');
  expect(await fixture.keys()).toEqual(expect.arrayContaining(['ümlaut/a/b.csv', 'ümlaut/lead.csv', 'ümlaut/ü,m;"l.csv']));
});

test('the later of two parts with the same name wins', async () => {
  const answer = await curl(...AUTH, ...RAW, '-F', `a=@${join(files, 'one.csv')};filename=x`, '-F', `b=@${join(files, 'two.csv')};filename=x`, url);
  expect(answer.status).toBe(200);
  expect(await fixture.text('raw/x')).toBe('content of two.csv');
});

test('fetch can send a form too', async () => {
  const body = new FormData();
  body.append('upload', new Blob(['1,2\n']), 'f.csv');
  const response = await fetch(url, { method: 'PUT', headers: { authorization: BASIC, 'X-Databend-Stage-Name': 'raw' }, body });
  expect(await response.json()).toMatchObject({ files: ['f.csv'] });
});

describe('mistakes are clear errors', () => {
  const one = (): string[] => form('one.csv');
  test.each<[string, () => string[], number, number, string]>([
    ['no credentials', () => [...RAW, ...one()], 401, 401, 'authentication is required'],
    ['a wrong password', () => ['-u', 'root:x', ...RAW, ...one()], 401, 5100, "Access denied for user 'root'"],
    ['another scheme', () => ['-H', 'Authorization: Digest x', ...RAW, ...one()], 401, 401, 'not supported'],
    ['unreadable credentials', () => ['-H', 'Authorization: Basic %%%', ...RAW, ...one()], 400, 400, 'Authorization'],
    ['no stage', () => [...AUTH, ...one()], 400, 400, "Missing required parameter 'stage-name' in request headers"],
    ['an unknown stage', () => [...AUTH, '-H', 'x-databend-stage-name: nope', ...one()], 404, 2501, "Stage 'nope' does not exist."],
    ['a stage without privilege', () => [...AUTH, '-H', 'x-databend-stage-name: denied', ...one()], 403, 1063, 'WRITE'],
    ['a store that is down', () => [...AUTH, '-H', 'x-databend-stage-name: down', ...one()], 503, 3901, 'cannot reach'],
    ['a traversal in the path', () => [...AUTH, ...RAW, '-H', 'x-databend-relative-path: a/../b', ...one()], 400, 1006, 'traversal'],
    ['a traversal in a name', () => [...AUTH, ...RAW, '-F', `upload=@${join(files, 'one.csv')};filename=../x`], 400, 1006, 'traversal'],
    ['a name that is a folder', () => [...AUTH, ...RAW, '-F', `upload=@${join(files, 'one.csv')};filename=a/`], 400, 1006, 'not the name of a file'],
    ['a field without a file', () => [...AUTH, ...RAW, '-F', 'upload=text'], 400, 400, "Invalid form-data field 'upload': expected a file upload with a filename"],
    ['a part with an empty name', () => [...AUTH, ...RAW, '-F', `upload=@${join(files, 'one.csv')};filename=""`], 400, 400, 'expected a file upload'],
    ['a body that is no form', () => [...AUTH, ...RAW, '-X', 'PUT', '-H', 'content-type: text/csv', '--data-binary', 'a,b'], 400, 400, 'multipart/form-data'],
    ['a JSON body', () => [...AUTH, ...RAW, '-X', 'PUT', '-H', 'content-type: application/json', '--data-binary', '{'], 400, 400, 'multipart/form-data'],
    ['no body', () => [...AUTH, ...RAW, '-X', 'PUT'], 400, 400, 'multipart/form-data'],
    ['a form without boundary', () => [...AUTH, ...RAW, '-X', 'PUT', '-H', 'content-type: multipart/form-data', '--data-binary', 'x'], 400, 400, 'multipart/form-data'],
    ['a form of garbage', () => [...AUTH, ...RAW, '-X', 'PUT', '-H', 'content-type: multipart/form-data; boundary=B', '--data-binary', 'garbage'], 400, 400, 'malformed'],
    ['an empty form', () => [...AUTH, ...RAW, '-X', 'PUT', '-H', 'content-type: multipart/form-data; boundary=B', '--data-binary', '--B--\r\n'], 400, 400, 'no file'],
    ['a form of nothing', () => [...AUTH, ...RAW, '-X', 'PUT', '-H', 'content-type: multipart/form-data; boundary=B', '-H', 'content-length: 0'], 400, 400, ''],
  ])('%s', async (_, args, status, code, message) => {
    const answer = await curl(...args(), url);
    const { error } = JSON.parse(answer.body) as { error: { code: number; message: string } };
    expect({ status: answer.status, code: error.code }).toEqual({ status, code });
    expect(error.message).toContain(message);
    if (status === 401) expect(answer.headers).toContain('www-authenticate: basic realm=');
    expect(await fixture.keys()).toEqual([]);
    expect(await fixture.unfinished()).toEqual([]);
  });

  test('an unexpected failure tells only its query id', async () => {
    const answer = await curl(...AUTH, '-H', 'x-databend-stage-name: buggy', ...one(), url);
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain('secret detail');
    const [, id] = /query id ([0-9a-f-]{36})/.exec(answer.body) ?? [];
    expect(answer.headers).toContain(`x-databend-query-id: ${id ?? 'none'}`);
  });

  test('routes and methods that do not exist', async () => {
    const unknown = await curl(`${fixture.url}/nope?signature=secret`);
    expect(unknown.status).toBe(404);
    expect(JSON.parse(unknown.body)).toEqual({ error: { code: 404, message: 'there is no GET /nope' } });
    const get = await curl(...AUTH, url);
    expect(get.status).toBe(405);
    expect(get.headers).toContain('allow: put, post');
    expect((await curl(`${fixture.url}/v1/%zz`)).status).toBe(400);
  });

  test('health needs no login', async () => {
    expect(await curl(`${fixture.url}/health`)).toMatchObject({ status: 200, body: 'ok' });
  });
});

const HEAD = `PUT /v1/upload_to_stage HTTP/1.1\r\nHost: x\r\nAuthorization: ${BASIC}\r\nx-databend-stage-name: raw\r\nContent-Type: multipart/form-data; boundary=B\r\n`;
const PART = '--B\r\nContent-Disposition: form-data; name="upload"; filename="cut.csv"\r\n\r\n';

test.each([
  ['amid a file', `${PART}1,2`],
  ['amid the headers of a part', '--B\r\nContent-Disposition: form-data; na'],
  ['before the closing boundary', `${PART}1,2\r\n`],
  ['after a boundary', `${PART}1,2\r\n--B`],
])('a form that ends %s is 400 and stores nothing of that file', async (_, body) => {
  const socket = await connectAndSend(fixture.port, `${HEAD}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
  const answer = await readAll(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('malformed or was cut off');
  expect(await fixture.keys()).toEqual([]);
  expect(await fixture.unfinished()).toEqual([]);
});

test('a part without a header that says what it is does not end the server', async () => {
  const body = '--B\r\nContent-Type: text/csv\r\n\r\n1,2\r\n--B--\r\n';
  const socket = await connectAndSend(fixture.port, `${HEAD}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
  expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 400 /);
});

async function untilNothingIsWritten(): Promise<void> {
  for (let attempt = 0; attempt < 100 && (await fixture.unfinished()).length > 0; attempt += 1) await sleep(20);
  expect(await fixture.unfinished()).toEqual([]);
}

test.each(['end', 'resetAndDestroy'] as const)('a connection that breaks in the middle of a file (%s) leaves nothing', async (how) => {
  const socket = await connectAndSend(fixture.port, `${HEAD}Content-Length: 100000000\r\n\r\n${PART}${'x'.repeat(3_000_000)}`);
  for (let attempt = 0; attempt < 100 && (await fixture.unfinished()).length === 0; attempt += 1) await sleep(20);
  expect(await fixture.unfinished()).toHaveLength(1);
  socket[how]();
  await untilNothingIsWritten();
  expect(await fixture.keys()).toEqual([]);
});

test('files that came before a failure stay', async () => {
  const body = `${PART}whole\r\n${PART.replace('cut', 'second')}half`;
  const socket = await connectAndSend(fixture.port, `${HEAD}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
  expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 400 /);
  expect(await fixture.keys()).toEqual(['raw/cut.csv']);
});

test('a refused client is not asked for its body', async () => {
  const socket = await connectAndSend(fixture.port, `${HEAD.replace(BASIC, 'Basic eDp5')}Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n`);
  const answer = await readAll(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
});

test('a client that is still sending when it is refused can send on, read why, and use the connection again', async () => {
  const LENGTH = 4_000_000;
  const socket = await connectAndSend(fixture.port, `${HEAD.replace('raw', 'nope')}Content-Length: ${LENGTH}\r\n\r\n`);
  const failures: Error[] = [];
  socket.on('error', (error) => failures.push(error));
  socket.write('x'.repeat(1000));
  const [refusal] = (await once(socket, 'data')) as [Buffer];
  expect(refusal.toString()).toMatch(/^HTTP\/1\.1 404 [\s\S]*Stage 'nope' does not exist/);
  // Long enough for a server that hangs up to have done so.
  await sleep(100);
  socket.write('x'.repeat(LENGTH - 1000));
  socket.write('GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(failures).toEqual([]);
});

test('a client that is silent in the middle of a body is cut off', async () => {
  await fixture.end();
  fixture = await startListener({ idleTimeoutMs: 200 });
  const socket = await connectAndSend(fixture.port, `${HEAD}Content-Length: 100000000\r\n\r\n${PART}${'x'.repeat(100_000)}`);
  await once(socket.resume(), 'close');
  await untilNothingIsWritten();
  expect(await fixture.keys()).toEqual([]);
});

test('headers that come too slowly are refused', async () => {
  await fixture.end();
  fixture = await startListener({ headersTimeoutMs: 200 });
  const socket = await connectAndSend(fixture.port, 'GET /health HTTP/1.1\r\nHost: x\r\n');
  const drip = setInterval(() => socket.write('X: y\r\n'), 50);
  expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 408 /);
  clearInterval(drip);
});

test('what is not HTTP gets an answer in JSON', async () => {
  const answer = await readAll(await connectAndSend(fixture.port, 'nonsense\r\n\r\n'));
  expect(answer).toContain('{"error":{"code":400,"message":"the request is not valid HTTP"}}');
  const large = await readAll(await connectAndSend(fixture.port, `GET / HTTP/1.1\r\nHost: x\r\nLong: ${'x'.repeat(40_000)}\r\n\r\n`));
  expect(large).toMatch(/^HTTP\/1\.1 431 /);
});

test('an upload of 300 MiB needs little memory', async () => {
  const large = join(files, 'large.bin');
  await writeFile(large, randomBytes(1024 * 1024));
  await truncate(large, 300 * 1024 * 1024);
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  const timer = setInterval(() => { most = Math.max(most, process.memoryUsage().arrayBuffers - before); }, 5);
  const answer = await curl(...AUTH, ...RAW, ...form('large.bin'), url);
  clearInterval(timer);
  expect(answer.status).toBe(200);
  expect(most).toBeLessThan(150 * 1024 * 1024);
  expect(await fixture.store.stat('raw/large.bin')).toMatchObject({ size: 300 * 1024 * 1024 });
}, 60_000);

test('a stop lets a running upload finish, and ends what goes on after the deadline', async () => {
  const body = `${PART}1,2\r\n--B--\r\n`;
  const socket = await connectAndSend(fixture.port, `${HEAD}Content-Length: ${body.length}\r\n\r\n${body.slice(0, -8)}`);
  const endless = await connectAndSend(fixture.port, `${HEAD}Content-Length: 1000000\r\n\r\n${PART}`);
  const idle = await connectAndSend(fixture.port, '');
  await sleep(100);
  const stopped = fixture.listener.stop(1000);
  const endlessClosed = once(endless.resume(), 'close');
  const idleClosed = once(idle.resume(), 'close');
  await sleep(100);
  await expect(fetch(`${fixture.url}/health`)).rejects.toThrow();
  socket.write(body.slice(-8));
  expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 200 /);
  await stopped;
  await endlessClosed;
  await idleClosed;
  expect(await fixture.keys()).toEqual(['raw/cut.csv']);
});
