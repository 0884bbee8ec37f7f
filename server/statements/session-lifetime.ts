import type { Scalar } from '../../sql/query/quoting.js';
import { databaseNamed, DEFAULT_DATABASE } from '../databases.js';
import { withoutPort } from '../metadata/processes.js';
import { QueryIds } from '../query-ids.js';
import type { Services } from '../services.js';
import type { Session } from '../session.js';
import type { SessionOpening } from '../statement-service.js';
import { Counters } from '../status/counters.js';
import { endTransaction, noTransaction } from '../transaction-state.js';
import { characterSetsOfHandshake, globalCharacterSets } from '../variables/client-character-set.js';
import { StampedMap } from '../variables/stamped-map.js';
import { releaseStatement } from './preparing.js';

/** Of a statement to which the client gave none. */
export const NO_ATTRIBUTES: Session['queryAttributes'] = new Map();

/** A person's session waits as long as `interactive_timeout` says. */
function initialVariables({ variables }: Services, { isInteractive }: SessionOpening['client'], characterSets: readonly (readonly [string, Scalar])[]): StampedMap<string, Scalar> {
  return StampedMap.of<string, Scalar>([...characterSets, ...(isInteractive ? [['wait_timeout', variables.get('interactive_timeout')] as const] : [])]);
}

/** The session of a client that has logged in. 1049 for a database that there is not. */
export function openSession(services: Services, { id, identity, publicUrl, database, client, traffic }: SessionOpening): Session {
  const session: Session = {
    // What small questions change stands together: with many clients, each line of the processor's cache that they touch shows.
    counters: new Counters(traffic),
    foundRows: 0,
    rowCount: 0,
    id,
    queryIds: new QueryIds(),
    identity,
    publicUrl,
    client,
    database: database === null || database === '' ? DEFAULT_DATABASE : databaseNamed(database),
    variables: initialVariables(services, client, characterSetsOfHandshake(services.variables, client.collationId)),
    defaults: services.variables.values,
    userVariables: StampedMap.of([]),
    sessionVariables: new Map(),
    warnings: [],
    prepared: StampedMap.of([]),
    queryAttributes: NO_ATTRIBUTES,
    previousWarnings: [],
    inTransaction: false,
    transaction: noTransaction(),
    autocommit: true,
  };
  services.activity.open(session);
  services.activity.loggedIn(identity.user, withoutPort(client.host));
  return session;
}

function releaseLocks({ locks, log }: Services, session: Session): void {
  locks.releaseAll(session.id).catch((error: unknown) => {
    log.warn({ err: error }, 'the locks of a connection that ended could not be released');
  });
}

function forgetPrepared(services: Services, session: Session): void {
  for (let left = session.prepared.size; left > 0; left -= 1) releaseStatement(services);
  session.prepared.clear();
}

/** Makes a session as new: COM_RESET_CONNECTION, COM_CHANGE_USER. */
export function resetSession(services: Services, session: Session): void {
  leaveNothing(services, session);
  services.activity.settle(session);
  session.queryIds = new QueryIds();
  session.variables.clear();
  session.defaults = services.variables.values;
  for (const [name, value] of initialVariables(services, session.client, globalCharacterSets(services.variables))) session.variables.set(name, value);
  session.userVariables.clear();
  session.sessionVariables.clear();
  session.warnings = [];
  session.foundRows = 0;
  session.rowCount = 0;
  endTransaction(session);
  session.autocommit = true;
}

/** Ends a session whose client has gone. */
export function closeSession(services: Services, session: Session): void {
  leaveNothing(services, session);
  services.statements.forget(session);
  services.activity.close(session);
}

/** The statements of PREPARE and the locks go with their session. */
function leaveNothing(services: Services, session: Session): void {
  forgetPrepared(services, session);
  releaseLocks(services, session);
}
