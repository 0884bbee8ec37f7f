import type { QueryExpression } from '../../sql/query/ast.js';
import type { Query } from '../../sql/query/parse-query.js';
import type { Services } from '../services.js';
import type { Session } from '../session.js';
import { readVariable } from '../variables/session-variables.js';

/** More rows than the engine counts are no limit. */
const MOST_ROWS = 2n ** 63n - 1n;

/** How many rows a SELECT without LIMIT may give (`sql_select_limit`); null: any number. */
export function selectLimit(session: Session, { variables }: Pick<Services, 'variables'>): bigint | null {
  const limit = BigInt(String(readVariable(variables, session, null, 'sql_select_limit') ?? MOST_ROWS));
  return limit < MOST_ROWS ? limit : null;
}

/**
 * A query whose rows go to a client, with the limit of its session if it has none of its own. That is for the whole of a UNION; its parts,
 * subqueries, views and SELECT … INTO have none.
 */
export function limited(query: Query, session: Session, services: Pick<Services, 'variables'>): Query {
  const count = query.into.length > 0 || hasLimit(query.expression) ? null : selectLimit(session, services);
  return count === null ? query : { ...query, expression: { ...query.expression, limit: { offset: null, ...query.expression.limit, count: { kind: 'number', text: String(count) } } } };
}

/** `(SELECT … LIMIT n)` has one, too. */
const hasLimit = ({ limit, body }: QueryExpression): boolean => (limit?.count ?? null) !== null || (body.kind === 'nested' && hasLimit(body.query));
