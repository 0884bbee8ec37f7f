import type { LexicalRules } from '../../sql/lexer/rules.js';
import { parseStatement, type ParsedStatement } from '../../sql/parse.js';
import type { Result } from '../result.js';
import type { Services } from '../services.js';
import type { Session } from '../session.js';
import { variablesOf } from '../statements/user-variables.js';
import { keptText } from './statement-event.js';
import type { RunningStatement } from './statement-events.js';

/** The next statement of a text; one that is none is an event too. Throws 1064. */
export function parseObserved({ statements }: Services, session: Session, sql: string, offset: number, rules: LexicalRules): ParsedStatement | null {
  try {
    return parseStatement(sql, offset, 'none', rules, variablesOf(session));
  } catch (error) {
    statements.begin(session, keptText(sql, offset), rules).fails(error);
    throw error;
  }
}

/** What `work` answers, noted to its last row; `name` is what kind of statement it is. */
export async function observed(running: RunningStatement, name: string, work: () => Promise<Result>): Promise<Result> {
  running.isKnownAs(name);
  try {
    return running.answers(await work());
  } catch (error) {
    running.fails(error);
    throw error;
  }
}
