import type { PreparedText } from '../../sql/prepare.js';
import type { Statement } from '../../sql/statements/index.js';
import { authorize } from '../privileges/authorize.js';
import { requirementsOf } from '../privileges/requirements.js';
import { expandViews } from '../views/expand-views.js';
import type { ResultColumn } from '../result.js';
import type { StatementContext } from './context.js';
import { handle } from './handlers.js';
import { describeQuery } from './query.js';

/** Statements other than queries whose handlers change nothing, so that their columns are found by asking them. */
const READING: ReadonlySet<string> = new Set(['list', 'presign', 'explain', 'get']);
const READING_PREFIX = /^(show|describe)-/;

/**
 * The columns of a prepared statement's result, without running it; none where it has no rows, or where they
 * depend on values. What is wrong with its names is told now if no value could change it.
 */
export async function describeStatement({ outline, isComplete }: PreparedText, context: Omit<StatementContext, 'stages'>): Promise<readonly ResultColumn[]> {
  if (!outline) return [];
  try {
    const statement = await expandViews(outline.statement, context.services.catalog, context.session);
    const stages = await authorize(context.services.catalog, context.session.identity.user, requirementsOf(statement));
    return await columnsOf(statement, { ...context, stages });
  } catch (error) {
    if (isComplete) throw error;
    return [];
  }
}

async function columnsOf(statement: Statement, context: StatementContext): Promise<readonly ResultColumn[]> {
  if (statement.kind === 'query' && statement.into.length > 0) return [];
  if (statement.kind === 'query') return describeQuery(statement, context);
  if (!READING.has(statement.kind) && !READING_PREFIX.test(statement.kind)) return [];
  const whole: Statement = 'filter' in statement ? { ...statement, filter: { kind: 'all' } } : statement;
  const result = await handle(whole, context);
  return result.kind === 'rows' ? result.columns : [];
}
