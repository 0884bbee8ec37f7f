import type { ColumnName, Select, StagedFiles } from './ast.js';

/** By which names a query asks for the columns of a location, where large and small letters make a difference. */
export interface NamesAsked {
  /** Those in quotes, which mean a column of exactly that name; what the SQL calls it. */
  readonly exact: ReadonlyMap<string, string>;
  /** Those of them that can mean nothing but a column of this location. */
  readonly certain: ReadonlySet<string>;
  /** Those without quotes, in lower case. */
  readonly folded: ReadonlySet<string>;
}

/** A SELECT around a name: its locations, and what else its FROM and its aliases may have names for. */
export interface NameScope {
  readonly staged: readonly StagedFiles[];
  /** Whether its FROM is one location and nothing else. */
  readonly isOneLocation: boolean;
  /** In lower case. */
  readonly aliases: ReadonlySet<string>;
}

export function nameScope({ from, items }: Select, staged: readonly StagedFiles[]): NameScope {
  const aliases = new Set(items.flatMap(({ alias }) => (alias === null ? [] : [alias.toLowerCase()])));
  return { staged, isOneLocation: from.length === 1 && from[0]?.kind === 'staged', aliases };
}

/** The names by which a statement asks for columns of its locations. */
export class AskedNames {
  readonly #ofTables = new Map<StagedFiles, { readonly exact: Set<string>; readonly certain: Set<string>; readonly folded: Set<string> }>();
  /** Columns in quotes, with the place of their name in their path. */
  readonly #quoted = new Map<ColumnName, number>();
  /** Spellings of a name in lower case, in the order in which they come. */
  readonly #spellings = new Map<string, string[]>();

  /** Notes a column by name; `scopes` are the SELECTs around it, the innermost last. */
  note(column: ColumnName, scopes: readonly NameScope[]): void {
    const { path } = column;
    const qualifier = path.length > 1 ? path[0]?.toLowerCase() : undefined;
    const qualified = scopes.map(({ staged }) => staged.filter(({ alias }) => alias?.name.toLowerCase() === qualifier)).findLast((tables) => tables.length > 0);
    if (qualifier !== undefined && qualified) {
      this.#noteFor(qualified, column, 1, true);
      return;
    }
    const scope = scopes.at(-1);
    // An alias of the select list is what a folded name may mean as well.
    if (!scope || (column.quoted[0] !== true && scope.aliases.has(path[0]?.toLowerCase() ?? ''))) return;
    const isCertain = scopes.length === 1 && scope.isOneLocation && !scope.aliases.has(path[0]?.toLowerCase() ?? '') && path.length === 1;
    this.#noteFor(scope.staged, column, 0, isCertain);
  }

  #noteFor(tables: readonly StagedFiles[], column: ColumnName, at: number, isCertain: boolean): void {
    const name = column.path[at] ?? '';
    const lower = name.toLowerCase();
    const isQuoted = column.quoted[at] === true;
    for (const table of tables) {
      // The columns have other names then.
      if (table.alias && table.alias.columns.length > 0) continue;
      const noted = this.#ofTables.get(table) ?? { exact: new Set(), certain: new Set(), folded: new Set() };
      this.#ofTables.set(table, noted);
      if (!isQuoted) noted.folded.add(lower);
      else noted.exact.add(name);
      if (isQuoted && isCertain) noted.certain.add(name);
      if (!isQuoted) continue;
      this.#quoted.set(column, at);
      const spellings = this.#spellings.get(lower) ?? [];
      this.#spellings.set(lower, spellings);
      if (!spellings.includes(name)) spellings.push(name);
    }
  }

  of(table: StagedFiles): NamesAsked {
    const { exact = [], certain = new Set<string>(), folded = new Set<string>() } = this.#ofTables.get(table) ?? {};
    return { exact: new Map([...exact].map((name) => [name, this.#sqlName(name)])), certain, folded };
  }

  /** The path of a column as the SQL has it; null where it is as it was written. */
  sqlPath(column: ColumnName): readonly string[] | null {
    const at = this.#quoted.get(column);
    const name = at === undefined ? undefined : column.path[at];
    if (at === undefined || name === undefined) return null;
    const sqlName = this.#sqlName(name);
    return sqlName === name ? null : column.path.with(at, sqlName);
  }

  /** DuckDB takes names that differ by case for the same, so one that a statement has in two spellings gets a number. */
  #sqlName(name: string): string {
    const number = this.#spellings.get(name.toLowerCase())?.indexOf(name) ?? 0;
    return number > 0 ? `${name} [${number + 1}]` : name;
  }
}
