import { keepsResults } from '../results/limits.js';
import type { Handler } from './context.js';
import { keepingAssignments } from './kept-assignments.js';
import { answerKept } from './kept-answers.js';
import { runQuery } from './query.js';
import { intoVariables } from './select-into.js';
import { limited } from './select-limit.js';

export const query: Handler<'query'> = async (written, context) => {
  const statement = limited(written, context.session, context.services);
  const answer = keepsResults(context.session) ? answerKept : runQuery;
  const rows = keepingAssignments(await answer(statement, context), statement, context);
  return statement.into.length === 0 ? rows : intoVariables(rows, statement.into, context);
};
