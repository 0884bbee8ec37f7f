import type { ObjectInfo } from './object-store.js';

const PAGE_SIZE = 1000;

/** All objects of a listing in the byte order of their keys, in pages. For stores that list in an order of their own. */
export function* sortedPages(objects: readonly ObjectInfo[]): Generator<readonly ObjectInfo[], void, undefined> {
  const keyed = objects.map((object) => ({ object, bytes: Buffer.from(object.key) }));
  keyed.sort((a, b) => a.bytes.compare(b.bytes));
  for (let start = 0; start < keyed.length; start += PAGE_SIZE) yield keyed.slice(start, start + PAGE_SIZE).map(({ object }) => object);
}
