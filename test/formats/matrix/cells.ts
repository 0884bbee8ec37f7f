/**
 * An expression of a query, and how its cells are compared: texts are the same, numbers are when read as doubles (`single`: as floats
 * of 32 bits), documents of JSON when their numbers are and their texts are written alike.
 */
export interface Column {
  readonly sql: string;
  readonly kind: 'text' | 'number' | 'single' | 'json';
}

const SAME: Readonly<Record<Column['kind'], (text: string) => string | number>> = {
  text: (text) => text,
  number: numberOf,
  single: (text) => Math.fround(numberOf(text)),
  json: (text) => text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => (token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : numberToken(token))),
};

/** Whether a cell that was found is the one that another tool reads. */
export function equalCells(found: unknown, expected: string | null, kind: Column['kind'] = 'text'): boolean {
  if (found === expected) return true;
  return typeof found === 'string' && expected !== null && Object.is(SAME[kind](found), SAME[kind](expected));
}

/** Infinity and NaN are written in several ways. */
function numberOf(text: string): number {
  const lower = text.toLowerCase();
  if (/^[+-]?inf/.test(lower)) return lower.startsWith('-') ? -Infinity : Infinity;
  return lower === 'nan' ? NaN : Number(text);
}

/** More digits than a double has all count. */
function numberToken(token: string): string {
  return /[eE]/.test(token) || token.replaceAll(/\D/g, '').length <= 15 ? String(Number(token)) : token;
}
