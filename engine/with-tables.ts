/** DuckDB can't read a WITH around parentheses that hold another. */
const WITH_OR_SELECT = /^(WITH RECURSIVE |WITH |)((?:"|SELECT ).*)$/s;

/** Whether {@link withTables} can give a query tables. */
export function takesTables(sql: string): boolean {
  return WITH_OR_SELECT.test(sql);
}

/** The query with tables in front, each written `<quoted name> AS [NOT] MATERIALIZED (<query>)`. */
export function withTables(sql: string, tables: readonly string[]): string {
  if (tables.length === 0) return sql;
  const names = tables.join(', ');
  return sql.replace(WITH_OR_SELECT, (_, own: string, rest: string) => `${own === '' ? 'WITH ' : own}${names}${own === '' ? ' ' : ', '}${rest}`);
}
