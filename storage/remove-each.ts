import { batchesOf, mapBounded, RemovalFailures } from './batches.js';
import type { StoreErrors } from './store-errors.js';
import { isWellFormed } from './well-formed.js';

const BATCH_SIZE = 1000;
const REMOVALS_AT_ONCE = 16;

/** Removes objects by requests of their own, goes on where some fail, and reports those in the end. For APIs that take no lists of keys. */
export async function removeEach(
  keys: Iterable<string> | AsyncIterable<string>,
  remove: (key: string) => Promise<unknown>,
  errors: StoreErrors,
  signal: AbortSignal | undefined,
): Promise<void> {
  const failures = new RemovalFailures();
  for await (const batch of batchesOf(keys, BATCH_SIZE, signal)) {
    await mapBounded(batch.filter(isWellFormed), REMOVALS_AT_ONCE, (key) => removeOne(key, remove, errors, failures, signal));
  }
  failures.throwIfAny();
}

/** An object that does not exist is no failure. */
export async function removeOne(
  key: string,
  remove: (key: string) => Promise<unknown>,
  errors: StoreErrors,
  failures: RemovalFailures,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await remove(key);
  } catch (error) {
    const translated = errors.translate(error, 'remove', key, signal);
    if (translated.kind !== 'StorageNotFound') failures.add(key, translated);
  }
}
