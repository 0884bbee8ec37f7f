/**
 * A MySQL LIKE pattern as PostgreSQL's ILIKE reads it. Both know `%`, `_` and the backslash; only a
 * backslash at the very end stands for itself in MySQL and is an error in PostgreSQL.
 * https://dev.mysql.com/doc/refman/8.4/en/string-comparison-functions.html#operator_like
 */
export function toIlikePattern(mysqlPattern: string): string {
  const trailing = /\\*$/.exec(mysqlPattern)?.[0].length ?? 0;
  return trailing % 2 === 1 ? `${mysqlPattern}\\` : mysqlPattern;
}
