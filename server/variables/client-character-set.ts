import { StagewireError } from '../../errors/index.js';
import { collationNamed, collationWithId } from '../../protocol/charsets/collations.js';
import type { Scalar } from '../../sql/query/quoting.js';
import type { Session } from '../session.js';
import { acceptClientCharacterSet } from './accept-character-set.js';
import type { GlobalVariables } from './global-variables.js';
import { readVariable, setVariable } from './session-variables.js';

/** What says how a client writes and reads texts; a session has values of its own from its start. */
const CLIENT_VARIABLES = ['character_set_client', 'character_set_connection', 'character_set_results', 'collation_connection'] as const;

/** The values of a session before its client says anything: those of all. */
export function globalCharacterSets(variables: GlobalVariables): (readonly [string, Scalar])[] {
  return CLIENT_VARIABLES.map((name) => [name, variables.get(name)]);
}

/**
 * The values that a handshake asks for with a collation's id; those of all for an id that nobody knows. Throws 1231 for UTF-16 and its
 * kin, and 1115 for a character set that can't be had (manual, "Connection Character Sets and Collations").
 */
export function characterSetsOfHandshake(variables: GlobalVariables, collationId: number): (readonly [string, Scalar])[] {
  const collation = collationWithId(collationId);
  if (!collation) return globalCharacterSets(variables);
  const name = acceptClientCharacterSet(collation.characterSet, 'character_set_client');
  return CLIENT_VARIABLES.map((variable) => [variable, variable === 'collation_connection' ? collation.name : name]);
}

/** SET NAMES; a null character set is that of all. Throws 1115, 1231, 1273, and 1253 for a collation of another set. */
export function setNames(variables: GlobalVariables, session: Session, characterSet: string | null, collation: string | null): void {
  for (const name of ['character_set_client', 'character_set_connection', 'character_set_results']) {
    setVariable(variables, session, 'session', name, characterSet ?? undefined);
  }
  if (collation === null) {
    if (characterSet === null) setVariable(variables, session, 'session', 'collation_connection', undefined);
    return;
  }
  const name = String(readVariable(variables, session, null, 'character_set_client'));
  const found = collationNamed(collation);
  if (found && found.characterSet !== name) {
    const message = `COLLATION '${found.name}' is not valid for CHARACTER SET '${name}'`;
    throw new StagewireError('WrongValueForVariable', message, { mysql: { errno: 1253, sqlState: '42000' } });
  }
  setVariable(variables, session, 'session', 'collation_connection', collation);
}

/** SET CHARACTER SET: as SET NAMES, but that the connection has the collation of the database. Null for DEFAULT. Throws 1115 and 1231. */
export function setCharacterSet(variables: GlobalVariables, session: Session, characterSet: string | null): void {
  for (const name of ['character_set_client', 'character_set_results']) setVariable(variables, session, 'session', name, characterSet ?? undefined);
  setVariable(variables, session, 'session', 'collation_connection', readVariable(variables, session, null, 'collation_database'));
}
