import type { MetadataContext } from '../metadata/schema-object.js';
import type { Session } from '../session.js';
import type { GlobalVariables } from './global-variables.js';
import { readVariable } from './session-variables.js';

type Scope = 'global' | 'session';

/** Names and values of all variables of a scope, as SHOW VARIABLES shows them, by name. */
export function shownVariables({ services, session }: MetadataContext, scope: Scope): readonly (readonly [name: string, value: string])[] {
  const { variables } = services;
  return [...variables.definitions()]
    .filter((definition) => scope === 'session' || definition.scope !== 'session')
    .map(({ name }) => [name, shownVariable(variables, session, scope, name)]);
}

/** The value of one: flags are ON and OFF. Throws 2801 (1193). */
export function shownVariable(variables: GlobalVariables, session: Session, scope: Scope, name: string): string {
  const { type, scope: exists } = variables.definition(name);
  return type.show(readVariable(variables, session, scope === 'global' && exists !== 'session' ? 'global' : null, name));
}
