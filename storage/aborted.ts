import { StagewireError } from '../errors/index.js';

/** What an aborted operation throws: the signal's own reason if it is made for clients, else 1043. */
export function abortError(signal: AbortSignal): StagewireError {
  return signal.reason instanceof StagewireError
    ? signal.reason
    : new StagewireError('AbortedQuery', 'the operation was aborted', { cause: signal.reason });
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError(signal);
}

/**
 * Yields what `source` yields and stops at once with `abortError` when the signal fires, even while
 * the source is silent. The source is told to end, but not waited for: it may be the one that hangs.
 */
export async function* abortable<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  // One waiter at a time, and no Promise.race: a promise that lasts as long as the body would hold on
  // to everything that ever raced with it.
  let stopWaiting: (error: Error) => void = () => undefined;
  const onAbort = (): void => { stopWaiting(abortError(signal)); };
  const next = (): Promise<IteratorResult<T>> =>
    new Promise((resolve, reject) => {
      throwIfAborted(signal);
      stopWaiting = reject;
      iterator.next().then(resolve, reject);
    });
  signal.addEventListener('abort', onAbort, { once: true });
  let ended = false;
  try {
    for (;;) {
      const result = await next();
      if (result.done) {
        ended = true;
        return;
      }
      yield result.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    if (!ended) iterator.return?.().catch(() => undefined);
  }
}
