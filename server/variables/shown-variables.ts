import type { MetadataContext } from '../metadata/schema-object.js';
import { shownVariable } from './session-variables.js';

/** Names and values of all variables of a scope, as SHOW VARIABLES shows them, by name. */
export function shownVariables({ services, session }: MetadataContext, scope: 'global' | 'session'): readonly (readonly [name: string, value: string])[] {
  const { variables } = services;
  return variables.names().map((name) => [name, shownVariable(variables, session, scope, name)]);
}
