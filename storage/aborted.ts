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
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => { reject(abortError(signal)); };
  });
  // Nobody may be waiting at the moment of the abort.
  aborted.catch(() => undefined);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  let ended = false;
  try {
    for (;;) {
      const next = await Promise.race([aborted, iterator.next()]);
      if (next.done) {
        ended = true;
        return;
      }
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    if (!ended) iterator.return?.().catch(() => undefined);
  }
}
