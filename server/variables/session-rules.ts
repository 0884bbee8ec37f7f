import { lexicalRules, type LexicalRules } from '../../sql/lexer/rules.js';
import type { Session } from '../session.js';
import type { GlobalVariables } from './global-variables.js';

/** How the statements of a session are read, by its `sql_mode` and `sql_dialect`. */
export function rulesOf(session: Session, variables: GlobalVariables): LexicalRules {
  const valueOf = (name: string): string => String(session.variables.get(name) ?? session.defaults.get(name) ?? variables.get(name));
  const modes = valueOf('sql_mode');
  return lexicalRules(modes.includes('ANSI_QUOTES') || valueOf('sql_dialect') === 'PostgreSQL', !modes.includes('NO_BACKSLASH_ESCAPES'));
}
