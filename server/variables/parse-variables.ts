import type { VariableDefinition } from './definitions.js';
import { parseType } from './variable-type.js';

/**
 * Reads variables written as lines `<name> <scope> <type> <default>[ -- <description>]`. Scopes are `global`, `session`
 * and `both`; `fixed`, `fixed-session` and `fixed-both` are the same, read only. Types are those of `parseType`.
 */
export function parseVariables(text: string): readonly VariableDefinition[] {
  return text.trim().split('\n').map(parseLine);
}

function parseLine(line: string): VariableDefinition {
  const [definition = '', description = ''] = line.split(' -- ');
  const [name = '', scopeWord = '', typeText = '', ...rest] = definition.split(' ');
  const scope = scopeWord.replace(/^fixed-?/, '') || 'global';
  if (scope !== 'global' && scope !== 'session' && scope !== 'both') throw new Error(`unknown scope of variable ${name}: ${scopeWord}`);
  const type = parseType(typeText);
  return { name, scope, type, readOnly: scopeWord.startsWith('fixed'), value: type.parse(rest.join(' ')), description };
}
