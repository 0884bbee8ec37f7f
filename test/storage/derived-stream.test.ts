import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { cutRange } from '../../storage/http/cut-range.js';
import type { ObjectStore } from '../../storage/object-store.js';
import { sourceFile } from '../../server/stages/source-file.js';
import { Counters } from '../../server/status/counters.js';

const counters = new Counters();

/** As the engine gets the bytes of a staged file. */
async function engineBytes(source: Readable): Promise<Readable> {
  const store = { id: 'x', read: () => Promise.resolve(source) } as unknown as ObjectStore;
  const object = { key: 'a', size: 3, etag: null, version: '1', lastModified: new Date(0) };
  const bytes = await sourceFile({ store, prefix: '' }, { object, name: 'a' }, counters).read(null, AbortSignal.timeout(10_000));
  if (!(bytes instanceof Readable)) throw new Error('a staged file is read as a stream');
  return bytes;
}

describe.each<[string, (source: Readable) => Readable | Promise<Readable>]>([
  ['a range of a whole file', (source) => cutRange(source, { offset: 0, length: 3 })],
  ['the bytes of a staged file', engineBytes],
])('%s', (_, derive) => {
  it('lets go of its source if it is destroyed unread', async () => {
    const source = new PassThrough();
    const derived = await derive(source);
    derived.destroy();
    await once(source, 'close');
    expect(source.destroyed).toBe(true);
  });

  it('fails with its source, unread too', async () => {
    const source = new PassThrough();
    const derived = await derive(source);
    const failed = once(derived, 'error');
    source.destroy(new Error('broken off'));
    expect(await failed).toEqual([new Error('broken off')]);
  });

  it('has the bytes', async () => {
    const source = new PassThrough();
    source.end('abc');
    expect(Buffer.concat(await (await derive(source)).toArray() as Buffer[]).toString()).toBe('abc');
  });
});

it('bytes of staged files are counted', async () => {
  const before = counters.bytesFetched;
  const source = new PassThrough();
  source.end('abc');
  for await (const chunk of await engineBytes(source)) expect(chunk).toHaveLength(3);
  expect(counters.bytesFetched - before).toBe(3);
});
