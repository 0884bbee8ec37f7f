/** An expression of a query, and how its cells are compared: texts are the same, numbers are when read as doubles. */
export interface Column {
  readonly sql: string;
  readonly kind: 'text' | 'number';
}

/** Whether a cell that was found is the one that another tool reads. */
export function equalCells(found: unknown, expected: string | null, kind: Column['kind'] = 'text'): boolean {
  if (found === expected) return true;
  return kind === 'number' && typeof found === 'string' && expected !== null && Object.is(numberOf(found), numberOf(expected));
}

/** Infinity and NaN are written in several ways. */
function numberOf(text: string): number {
  const lower = text.toLowerCase();
  if (/^[+-]?inf/.test(lower)) return lower.startsWith('-') ? -Infinity : Infinity;
  return lower === 'nan' ? NaN : Number(text);
}
