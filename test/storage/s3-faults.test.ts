import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { ObjectStore } from '../../storage/object-store.js';
import type { S3Options } from '../../storage/s3/s3-options.js';
import { openS3Store } from '../../storage/s3/s3-store.js';
import { startS3Server } from '../support/s3-server.js';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'very-secret-key', sessionToken: 'secret-token' };
const s3 = await startS3Server('the tests of S3 refusals');
afterAll(() => s3?.stop());

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function open(endpointUrl: string, options: Partial<S3Options> = {}): ObjectStore {
  const store = openS3Store({ endpointUrl, bucket: 'bucket', rootPrefix: 'prefix/', virtualHostStyle: false, idleTimeoutMs: 300, ...KEYS, ...options });
  cleanups.push(() => void store.close());
  return store;
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that treats every connection the same way. */
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

const operations: [string, (store: ObjectStore, signal?: AbortSignal) => Promise<unknown>][] = [
  ['list', (store, signal) => store.list('', signal)[Symbol.asyncIterator]().next()],
  ['stat', (store, signal) => store.stat('a', signal)],
  ['read', async (store, signal) => (await store.read('a', signal ? { signal } : {})).toArray()],
  ['write', (store, signal) => store.write('a', bytes(), signal ? { signal } : {})],
  ['write of many parts', (store, signal) => store.write('a', bytes(20), signal ? { signal } : {})],
  ['remove', (store, signal) => store.remove(['a'], signal)],
];

describe.each(operations)('%s', (_, run) => {
  test.each<[string, () => Promise<string>, string]>([
    ['never answers', () => rawServer(() => undefined), 'no answer for 0.3 s'],
    ['closes every connection', () => rawServer((socket) => socket.destroy()), 'the connection was closed'],
    ['resets every connection', () => rawServer((socket) => socket.resetAndDestroy()), 'the connection was closed'],
    ['stops in the middle of its headers', () => rawServer((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Le')), 'no answer for 0.3 s'],
    ['is not there', () => Promise.resolve('http://127.0.0.1:1'), 'connection refused'],
  ])('of a store that %s is 3901 within a bounded time', async (_fault, start, why) => {
    const origin = await start();
    const failure = run(open(origin));
    await expect(failure).rejects.toMatchObject({ kind: 'StorageUnavailable', text: `cannot reach the object store at ${origin}: ${why}` });
  }, 5000);

  test('of a silent store ends at an abort', async () => {
    const store = open(await rawServer(() => undefined), { idleTimeoutMs: 60_000 });
    await expect(run(store, AbortSignal.timeout(50))).rejects.toMatchObject({ kind: 'AbortedQuery' });
  }, 5000);

  test('of an overloaded store is tried twice and is 3901', async () => {
    let requests = 0;
    const answer: RequestListener = (request, response) => {
      requests += 1;
      request.resume();
      response.writeHead(503).end('<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>');
    };
    const store = open(await listen(createHttpServer(answer)));
    await expect(run(store)).rejects.toMatchObject({ kind: 'StorageUnavailable' });
    expect(requests).toBe(2);
  }, 5000);
});

describe('a store that means ill', () => {
  const answering = (start: string, unit: string, bytes: number): Promise<string> =>
    listen(createHttpServer((_request, response) => {
      response.on('error', () => undefined);
      response.end(start + unit.repeat(Math.ceil(bytes / unit.length)));
    }));
  const listing = (store: ObjectStore): Promise<unknown> => store.list('')[Symbol.asyncIterator]().next();

  // What takes time in the square of the answer would take hours here.
  test.each(['<a "', "<a 'x'", '<a b="c" ', '<', '<a ', '<a>', '<a/', '&#1;&'])('cannot keep the server busy with %s', async (unit) => {
    const origin = await answering('<?xml version="1.0"?>\n<Nonsense>', unit, 8 * 1024 * 1024);
    await expect(listing(open(origin, { idleTimeoutMs: 10_000 }))).rejects.toMatchObject({ text: expect.stringContaining('the answer is no listing of a bucket') as string });
  });

  test('cannot fill the memory of the server', async () => {
    const origin = await answering('<ListBucketResult>', ' ', 40 * 1024 * 1024);
    await expect(listing(open(origin, { idleTimeoutMs: 10_000 }))).rejects.toMatchObject({ text: 'the object store sent an answer of more than 16777216 bytes' });
  });
});

test('a response that ends early is an error, and so is one that stalls', async () => {
  const partial = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npartial';
  const closing = open(await rawServer((socket) => socket.once('data', () => socket.end(partial))));
  await expect((await closing.read('a')).toArray()).rejects.toMatchObject({ kind: 'StorageUnavailable' });
  const stalling = open(await rawServer((socket) => socket.once('data', () => socket.write(partial))));
  await expect((await stalling.read('a')).toArray()).rejects.toMatchObject({ kind: 'StorageUnavailable' });
});

test('a reader that pauses for longer than the time-out loses nothing', async () => {
  const size = 4 * 1024 * 1024;
  const store = open(await listen(createHttpServer((_, response) => response.end(Buffer.alloc(size)))), { idleTimeoutMs: 100 });
  let read = 0;
  for await (const chunk of (await store.read('a')) as AsyncIterable<Buffer>) {
    if (read === 0) await new Promise((resolve) => setTimeout(resolve, 500));
    read += chunk.length;
  }
  expect(read).toBe(size);
});

test('a store that ignores ranges is not mistaken for one that knows them', async () => {
  const store = open(await listen(createHttpServer((_, response) => response.end('whole'))));
  await expect(store.read('a', { range: { offset: 0, length: 1 } })).rejects.toMatchObject({ kind: 'StorageUnsupported' });
});

test('objects that could not be removed are counted, the first by name', async () => {
  const errors = ['prefix/a', 'prefix/b'].map((key) => `<Error><Key>${key}</Key><Code>AccessDenied</Code><Message>no</Message></Error>`).join('');
  const store = open(await listen(createHttpServer((request, response) => {
    request.resume();
    response.end(`<?xml version="1.0"?><DeleteResult>${errors}</DeleteResult>`);
  })));
  await expect(store.remove(['a', 'b', 'c'])).rejects.toMatchObject({
    kind: 'StoragePermissionDenied',
    text: expect.stringContaining("2 objects could not be removed, the first is 'a'") as string,
  });
});

test('a failure that CompleteMultipartUpload reports with status 200 is one', async () => {
  const seen: string[] = [];
  const store = open(await listen(createHttpServer((request, response) => {
    const operation = `${request.method ?? ''} ${(request.url ?? '').replace(/^[^?]*\??/, '').replace(/partNumber=\d+/, 'part')}`;
    seen.push(operation);
    request.resume().on('end', () => {
      if (operation === 'POST uploads') response.end('<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>');
      else if (operation.startsWith('POST')) response.end('<Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>');
      else response.writeHead(200, { etag: '"e"' }).end();
    });
  })), { idleTimeoutMs: 5000 });
  await expect(store.write('a', bytes(20))).rejects.toMatchObject({ kind: 'StorageUnavailable', text: expect.stringContaining('InternalError') as string });
  expect(seen).toEqual(['POST uploads', 'PUT part&uploadId=u1', 'PUT part&uploadId=u1', 'PUT part&uploadId=u1', 'POST uploadId=u1', 'DELETE uploadId=u1']);
});

test('an upload is completed over a connection of its own, so that none that just ended carries that twice', async () => {
  let completions = 0;
  const used = new WeakSet<Socket>();
  const store = open(await listen(createHttpServer((request, response) => {
    const { method, url = '', socket } = request;
    const isKept = used.has(socket);
    used.add(socket);
    request.resume().on('end', () => {
      if (method !== 'POST') response.writeHead(200, { etag: '"e"' }).end();
      else if (/\?uploads=?$/.test(url)) response.end('<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>');
      else {
        completions += 1;
        if (isKept) socket.resetAndDestroy();
        else response.end('<CompleteMultipartUploadResult><ETag>"e-3"</ETag></CompleteMultipartUploadResult>');
      }
    });
  })), { idleTimeoutMs: 5000 });
  expect(await store.write('a', bytes(20))).toMatchObject({ etag: '"e-3"' });
  expect(completions).toBe(1);
});

test('uploads that were begun more than a day ago are swept', async () => {
  const upload = (key: string, age: number): string =>
    `<Upload><Key>prefix/${key}</Key><UploadId>${key}</UploadId><Initiated>${new Date(Date.now() - age).toISOString()}</Initiated></Upload>`;
  const aborted: string[] = [];
  const store = open(await listen(createHttpServer((request, response) => {
    if (request.method === 'DELETE') aborted.push(request.url ?? '');
    const list = `<ListMultipartUploadsResult>${upload('old', 25 * 3_600_000)}${upload('new', 3_600_000)}</ListMultipartUploadsResult>`;
    response.end(request.method === 'GET' ? list : '');
  })));
  await store.sweep('');
  expect(aborted).toEqual(['/bucket/prefix/old?uploadId=old']);
});

describe.skipIf(!s3)('a real store', () => {
  const options = { endpointUrl: s3?.endpointUrl ?? '', accessKeyId: s3?.accessKeyId ?? '', secretAccessKey: s3?.secretAccessKey ?? '' };
  const real = (changes: Partial<S3Options>): ObjectStore => {
    const store = openS3Store({ ...options, bucket: 'bucket', rootPrefix: '', virtualHostStyle: false, ...changes });
    cleanups.push(() => void store.close());
    return store;
  };

  test.each(operations)('%s in a bucket that does not exist is 3001', async (_, run) => {
    await expect(run(real({ bucket: 'no-such-bucket' }))).rejects.toMatchObject({
      kind: 'StorageNotFound',
      text: expect.stringContaining("bucket 'no-such-bucket' does not exist") as string,
    });
  });

  test.each(operations)('%s with wrong credentials is 3002 and tells no secret', async (_, run) => {
    for (const changes of [{ secretAccessKey: 'wrong-secret-key' }, { accessKeyId: 'unknown-id' }, { sessionToken: 'bad-token' }]) {
      const error: unknown = await run(real(changes)).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ kind: 'StoragePermissionDenied' });
      expect(String(error)).not.toMatch(/wrong-secret-key|unknown-id|bad-token|stagewire-test/);
    }
  });

  test('without keys requests are anonymous, whatever the environment says', async () => {
    process.env['AWS_ACCESS_KEY_ID'] = options.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = options.secretAccessKey;
    const { endpointUrl } = options;
    const store = openS3Store({ endpointUrl, bucket: 'bucket', rootPrefix: '', virtualHostStyle: false });
    cleanups.push(() => void store.close());
    await expect(store.stat('a')).rejects.toMatchObject({ kind: 'StoragePermissionDenied' });
    await expect(store.presign({ method: 'GET', key: 'a', expiresIn: 60, publicUrl: '' })).rejects.toMatchObject({ kind: 'StorageUnsupported' });
  });

  test('a role is assumed with the keys', async () => {
    await s3?.createBucket('role-bucket');
    const role = { bucket: 'role-bucket', roleArn: 'arn:aws:iam::123456789012:role/any' };
    await expect(real(role).write('a', bytes())).resolves.toMatchObject({ size: 1024 * 1024 });
    await expect(real({ ...role, secretAccessKey: 'wrong-secret-key' }).stat('a')).rejects.toMatchObject({
      kind: 'StoragePermissionDenied',
      text: expect.stringContaining('cannot be assumed') as string,
    });
    const gone = real({ ...role, endpointUrl: 'http://127.0.0.1:1' });
    await expect(gone.stat('a')).rejects.toMatchObject({ kind: 'StorageUnavailable' });
  });
});

test.each<[Partial<S3Options>, string]>([
  [{ endpointUrl: 'nonsense' }, 'is no URL'],
  [{ endpointUrl: 'ftp://host' }, 'http:// or https://'],
  [{ bucket: 'a/b' }, "'a/b'"],
  [{ roleArn: 'arn:x', sessionToken: undefined as never, accessKeyId: undefined as never, secretAccessKey: undefined as never }, 'role_arn needs'],
  [{ accessKeyId: undefined as never }, 'together'],
])('%j cannot configure a store: 2002', (changes, why) => {
  expect(() => open('http://127.0.0.1:1', changes)).toThrow(expect.objectContaining({ kind: 'InvalidConfig', text: expect.stringContaining(why) as string }) as Error);
});
