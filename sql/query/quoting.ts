/** A name for DuckDB: in double quotes, those inside doubled. NUL, which no name can hold, becomes the replacement character. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""').replaceAll('\0', '\uFFFD')}"`;
}

/** Where SQL for DuckDB names a table that the engine provides: no name and no text of a user has a NUL. {@link filledIn} puts the table there. */
export const tablePlace = (name: string): string => `"\0${name}"`;

/** The SQL with each place of a table filled by what `written` gives for its name. */
export function filledIn(sql: string, written: (name: string) => string): string {
  return sql.replace(/"\0([^"]*)"/g, (_, name: string) => written(name));
}

/** A text for DuckDB: in single quotes, those inside doubled; there are no backslash escapes. NUL can't stand in its text. */
export function quoteText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return quoted.includes('\0') ? `(${quoted.split('\0').join("' || chr(0) || '")})` : quoted;
}

/** A value of a session (variable, `database()` …) as a literal for DuckDB. */
export function quoteScalar(value: Scalar): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return quoteText(value);
  if (value instanceof Date) return `TIMESTAMP ${quoteText(value.toISOString().replace('T', ' ').replace('Z', ''))}`;
  return String(value);
}

/** A single value outside a table. */
export type Scalar = null | string | number | bigint | boolean | Date;

/** A DECIMAL of more than 38 digits, of its text. @param text SQL of a VARCHAR */
export const wideOfText = (text: string): string => `fn.wide(stagewire_wide_number(${text}))`;

/** A TIME of a text in its own form. @param text SQL of a VARCHAR */
export const clockOfText = (text: string): string => `fn.clock(fn.duration_seconds(${text}))`;
