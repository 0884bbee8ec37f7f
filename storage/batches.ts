import { StagewireError } from '../errors/index.js';
import { throwIfAborted } from './aborted.js';

/** Groups items as they come into arrays of at most `size`. */
export async function* batchesOf<T>(items: Iterable<T> | AsyncIterable<T>, size: number, signal?: AbortSignal): AsyncGenerator<T[], void, undefined> {
  let batch: T[] = [];
  for await (const item of items) {
    throwIfAborted(signal);
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  throwIfAborted(signal);
  if (batch.length > 0) yield batch;
}

/** Applies `work` to all items, at most `limit` at a time; results in the order of the items. */
export async function mapBounded<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const pending = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of pending) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}

/** Objects that could not be removed while others were. */
export class RemovalFailures {
  #count = 0;
  #first: { readonly key: string; readonly error: StagewireError } | undefined;

  add(key: string, error: StagewireError): void {
    this.#count += 1;
    this.#first ??= { key, error };
  }

  /** Throws one error of the kind of the first failure that says how many there were. */
  throwIfAny(): void {
    if (!this.#first) return;
    const { key, error } = this.#first;
    const what = this.#count === 1 ? '1 object' : `${this.#count} objects`;
    throw new StagewireError(error.kind, `${what} could not be removed, the first is '${key}': ${error.text}`, { cause: error });
  }
}
