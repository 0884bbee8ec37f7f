/** A type of DuckDB, taken apart by one step. */
export type TypeParts =
  | { readonly kind: 'scalar'; readonly name: string }
  | { readonly kind: 'list'; readonly element: string }
  | { readonly kind: 'map'; readonly key: string; readonly value: string }
  | { readonly kind: 'tuple'; readonly fields: readonly TypeField[] };

export interface TypeField {
  /** Null for one that has none. */
  readonly name: string | null;
  readonly type: string;
}

/** The parts of a type as DuckDB writes it, such as `STRUCT(a INTEGER, "b c" VARCHAR[])` or `MAP(VARCHAR, DOUBLE)`; lists of a fixed length are lists. */
export function typeParts(type: string): TypeParts {
  const list = /^(.*)\[\d*\]$/s.exec(type);
  if (list) return { kind: 'list', element: list[1] ?? '' };
  const [, word, inner = ''] = /^(STRUCT|MAP)\((.*)\)$/s.exec(type) ?? [];
  if (word === undefined) return { kind: 'scalar', name: type };
  const parts = splitParts(inner);
  return word === 'MAP' ? { kind: 'map', key: parts[0] ?? '', value: parts[1] ?? '' } : { kind: 'tuple', fields: parts.map(field) };
}

function field(text: string): TypeField {
  const named = /^"((?:[^"]|"")*)" (.*)$/s.exec(text) ?? /^(\S+) (.*)$/s.exec(text);
  return named ? { name: (named[1] ?? '').replaceAll('""', '"'), type: named[2] ?? '' } : { name: null, type: text };
}

/** Parts separated by commas that stand in no parentheses and no quotes. */
function splitParts(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let inQuotes = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') inQuotes = !inQuotes;
    if (inQuotes) continue;
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (char === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}
