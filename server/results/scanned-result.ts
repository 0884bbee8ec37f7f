import { StagewireError } from '../../errors/index.js';
import { authorize } from '../privileges/authorize.js';
import type { Session } from '../session.js';
import type { StatementContext } from '../statements/context.js';
import type { KeptResult, NotKept } from './kept-result.js';

/** Statements of a connection that are known to be its own by their ids. */
const KNOWN_STATEMENTS = 1000;

/**
 * The result that RESULT_SCAN means by an id. The statement itself has none: by its own id it means the one before. Throws 1016 if that is
 * not kept, saying why, 2004 for no id, and 1063 if the user may no longer read what the query read.
 */
export async function scannedResult(id: string | null, { session, services }: Pick<StatementContext, 'session' | 'services'>): Promise<KeptResult> {
  if (id === null) throw new StagewireError('InvalidArgument', 'RESULT_SCAN is given no id of a query: last_query_id(n) is NULL where the connection has run no statement in that place');
  const { identity } = session;
  const meant = services.results.forId(identity, id) ? id : idMeant(id, session);
  const result = services.results.forId(identity, meant);
  if (!result) throw notKept(meant, services.results.whyNot(identity, meant), session);
  // The stages themselves may be gone: the result is not.
  await authorize(services.catalog, identity.user, result.requirements.map((requirement) => (requirement.on === 'stage' ? { ...requirement, optional: true } : requirement)));
  return result;
}

function idMeant(id: string, { counters: { questions }, queryIds }: Session): string {
  return questions > 1 && id.toLowerCase() === queryIds.of(questions) ? queryIds.of(questions - 1) : id;
}

function notKept(id: string, why: NotKept | null, session: Session): StagewireError {
  const text = why ? reasonOf(why) : isOwnStatement(id, session) ? 'it was no query, or enable_query_result_cache was 0: SET enable_query_result_cache = 1 and run it again' : 'none of your queries here had that id lately';
  return new StagewireError('EmptyData', `RESULT_SCAN finds no result of the query '${id.slice(0, 64)}': ${text}`);
}

function reasonOf(why: NotKept): string {
  switch (why.reason) {
    case 'too-fast':
      return `it took less than ${why.seconds} s to its first rows: SET query_result_cache_min_execute_secs = 0 and run it again`;
    case 'too-large':
      return `it has more than the ${why.bytes} bytes that ${why.bound} allows`;
    case 'volatile':
      return 'it asks for the time, for random values or for a sample, and such results are not kept';
    case 'effects':
      return 'it assigns variables or takes locks, and such results are not kept';
    case 'failed':
      return 'it failed, was cancelled or not read to its end';
    case 'not-copied':
      return 'the engine had no room for it: run it again';
    case 'expired':
      return 'its time is over (query_result_cache_ttl_secs): run it again';
    case 'evicted':
      return 'it had to make room for others (STAGEWIRE_RESULT_CACHE_SIZE): run it again';
  }
}

function isOwnStatement(id: string, { counters: { questions }, queryIds }: Session): boolean {
  const wanted = id.toLowerCase();
  for (let place = questions; place > Math.max(0, questions - KNOWN_STATEMENTS); place -= 1) if (queryIds.of(place) === wanted) return true;
  return false;
}
