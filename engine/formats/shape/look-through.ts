import { stat } from 'node:fs/promises';
import type { Threads } from '../../threads/threads.js';
import { Turns } from '../../turns.js';
import { readAhead } from '../read-ahead.js';
import { beginLook, type FoundBy, type LookName, type MarksOf } from './looks.js';
import { lookTogether } from './look-together.js';
import type { Part } from './read-part.js';
import { partsOf } from './parts.js';
import { withScanner } from './shape-scanner.js';

/** Where the work may be done. */
export interface Looking {
  readonly threads: Threads;
  readonly signal: AbortSignal;
}

/** Done before threads could begin, without keeping anybody waiting. */
const SMALL_BYTES = 32 * 1024 ** 2;
/** Each takes a scanner and a file that is open. */
const here = new Turns(8);

/**
 * Looks through a local text file once: a large one in several threads at once, each through a part that begins behind a LF, many small ones
 * together in threads. What each found, in order.
 */
export async function lookThrough<Name extends LookName>(name: Name, path: string, marks: MarksOf<Name>, looking: Looking): Promise<readonly FoundBy<Name>[]> {
  const together = await lookTogether(name, path, marks, looking);
  if (together) return [together.found];
  const { size } = await stat(path);
  if (size < SMALL_BYTES) return [await here.take(() => lookHere(name, path, marks, looking), looking.signal)];
  const parts = await partsOf(path, size, looking.threads.most);
  return Promise.all(parts.map((part) => lookInThread(name, path, marks, part, looking)));
}

/** The same in one piece. */
export async function lookThroughWhole<Name extends LookName>(name: Name, path: string, marks: MarksOf<Name>, looking: Looking): Promise<FoundBy<Name>> {
  return lookInThread(name, path, marks, { start: 0, end: (await stat(path)).size }, looking);
}

function lookInThread<Name extends LookName>(name: Name, path: string, marks: MarksOf<Name>, part: Part, { threads, signal }: Looking): Promise<FoundBy<Name>> {
  return threads.run('lookThroughPart', { name, path, marks, part }, signal) as Promise<FoundBy<Name>>;
}

function lookHere<Name extends LookName>(name: Name, path: string, marks: MarksOf<Name>, { signal }: Looking): Promise<FoundBy<Name>> {
  return withScanner(async (scanner) => {
    const look = beginLook(name, scanner, marks, true);
    for await (const { slot, length } of readAhead(path, scanner.slots, signal)) if (!look.push(slot, length)) break;
    return look.end();
  });
}
