import type { Expression, Select } from './ast.js';
import { mapChildren } from './children.js';
import { hasAggregate } from './functions/aggregates.js';

/** What narrows the rows of a SELECT, and what its groups. */
export interface Conditions {
  readonly where: readonly Expression[];
  readonly having: Expression | null;
}

/** HAVING without GROUP BY or aggregates narrows rows, as in MySQL. A name in it is first of all an alias. */
export function conditions({ where, having, groupBy, items }: Select): Conditions {
  const own = where ? [where] : [];
  const isFilter = having && !groupBy && !hasAggregate(having) && !items.some(({ expression }) => hasAggregate(expression));
  return isFilter ? { where: [...own, withAliases(having, aliasesOf(items))], having: null } : { where: own, having };
}

const aliasesOf = (items: Select['items']): ReadonlyMap<string, Expression> => new Map(items.flatMap(({ alias, expression }) => (alias === null ? [] : [[alias.toLowerCase(), expression] as const])));

function withAliases(expression: Expression, aliases: ReadonlyMap<string, Expression>): Expression {
  const aliased = expression.kind === 'column' && expression.path.length === 1 && expression.position === null ? aliases.get((expression.path[0] ?? '').toLowerCase()) : undefined;
  return aliased ?? mapChildren(expression, (child) => withAliases(child, aliases));
}
