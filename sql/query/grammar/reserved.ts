/** Functions that are called without parentheses (SQL standard, MySQL manual). */
export const BARE_FUNCTIONS: ReadonlySet<string> = new Set([
  'CURRENT_USER', 'CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP', 'LOCALTIME', 'LOCALTIMESTAMP', 'UTC_DATE', 'UTC_TIME', 'UTC_TIMESTAMP',
]);

/** Words that are never a column; quoted they are. */
export const RESERVED: ReadonlySet<string> = new Set([
  'SELECT', 'FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'UNION', 'EXCEPT', 'INTERSECT', 'QUALIFY', 'WINDOW', 'ON', 'USING', 'JOIN', 'AS', 'BY', 'INTO', 'OFFSET',
  'INNER', 'CROSS', 'NATURAL', 'STRAIGHT_JOIN', 'ASOF', 'LATERAL', 'AND', 'OR', 'XOR', 'NOT', 'IN', 'IS', 'LIKE', 'ILIKE', 'RLIKE', 'REGEXP', 'BETWEEN', 'DIV', 'MOD', 'CASE', 'WHEN', 'THEN', 'ELSE', 'END',
  'DISTINCT', 'ASC', 'DESC', 'COLLATE', 'ESCAPE', 'WITH', 'FOR', 'SOUNDS', 'FETCH', 'INTERVAL',
]);

/** Words that can't be the alias of an item or a table without AS, because a clause begins with them. */
export const NO_ALIAS: ReadonlySet<string> = new Set([
  ...RESERVED, 'LEFT', 'RIGHT', 'FULL', 'SEMI', 'ANTI', 'SAMPLE', 'TABLESAMPLE', 'PIVOT', 'UNPIVOT', 'MINUS', 'LOCK', 'USE', 'IGNORE', 'FORCE', 'PARTITION', 'PROCEDURE', 'SET', 'VALUES', 'MEMBER', 'ROWS', 'MATCH_CONDITION',
]);
