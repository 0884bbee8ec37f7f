import type { Threads } from '../../threads/threads.js';
import type { Looking } from './look-through.js';
import type { FoundBy, LookName, MarksOf } from './looks.js';
import type { SmallLook } from './look-through-small.js';

/** Fewer files are looked through in the time that a thread takes to start. */
const LEAST_TOGETHER = 200;

interface Waiting {
  readonly look: SmallLook;
  readonly settle: (outcome: Promise<unknown>) => void;
}

/** What was asked in this turn of the event loop, by the statement that asks. */
const waiting = new WeakMap<AbortSignal, Waiting[]>();

/**
 * Looks through a small file together with the others that its statement asks for in the same turn of the event loop: a thread opens,
 * reads and closes each in a tenth of the time that a hop to libuv's pool takes for each of these. Null where there are too few
 * or the file is not small: then nothing was found out.
 */
export function lookTogether<Name extends LookName>(name: Name, path: string, marks: MarksOf<Name>, { threads, signal }: Looking): Promise<{ readonly found: FoundBy<Name> } | null> {
  return new Promise((resolve) => {
    const known = waiting.get(signal);
    const asked = known ?? [];
    asked.push({ look: { name, path, marks }, settle: (outcome) => { resolve(outcome as Promise<{ found: FoundBy<Name> } | null>); } });
    if (known) return;
    waiting.set(signal, asked);
    setImmediate(() => {
      waiting.delete(signal);
      if (asked.length < LEAST_TOGETHER) for (const { settle } of asked) settle(Promise.resolve(null));
      else share(asked, threads, signal);
    });
  });
}

/** To each of as many threads as are worth their while the same number of files, and to none nothing: nobody would learn that it failed. */
function share(asked: readonly Waiting[], threads: Threads, signal: AbortSignal): void {
  const count = Math.min(threads.most, Math.ceil(asked.length / LEAST_TOGETHER));
  for (let thread = 0; thread < count; thread += 1) run(asked.filter((_, index) => index % count === thread), threads, signal);
}

function run(asked: readonly Waiting[], threads: Threads, signal: AbortSignal): void {
  const outcomes = threads.run('lookThroughSmall', { looks: asked.map(({ look }) => look) }, signal);
  for (const [index, { settle }] of asked.entries()) settle(outcomes.then((found) => found[index] ?? null));
}
