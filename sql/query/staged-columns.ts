import type { ColumnName, QueryExpression, Select, Star, StagedFiles, TableReference, VariantPath } from './ast.js';
import { AskedNames, nameScope, type NamesAsked, type NameScope } from './asked-names.js';
import { handedOn } from './handed-on.js';
import { mentionedNames } from './mentioned-names.js';
import { METADATA_COLUMNS, metadataColumn, type MetadataColumn } from './column-positions.js';

/** What a query asks of the columns of a location. */
export interface ColumnUse {
  /** The highest `$n` that may mean this location; 0 for none. */
  readonly highestPosition: number;
  /** How many columns, from the first on, the table's alias gives other names; none if absent. */
  readonly renamed?: number;
  /** Whether `*` may mean it. */
  readonly star: boolean;
  /** Whether its `$n` are only looked into, by paths. */
  readonly pathsOnly?: boolean;
  readonly metadata: readonly MetadataColumn[];
  /** In lower case, the names that the statement mentions, among which are those of all columns that it needs; null if it may need any. */
  readonly names: ReadonlySet<string> | null;
  /** How large and small letters count in those names; if absent they do not. */
  readonly asked?: NamesAsked;
}

interface Noted {
  highestPosition: number;
  star: boolean;
  /** Whether a `$n` is wanted as it is. */
  whole: boolean;
}

/**
 * What a statement asks of each of its locations. `$n` means every location of the nearest SELECT that has any,
 * `t.$n` the one of that name; metadata columns are one set for the statement.
 */
export class StagedColumns {
  readonly #noted = new Map<StagedFiles, Noted>();
  readonly #metadata = new Set<MetadataColumn>();
  readonly #asked = new AskedNames();
  #names: ReadonlySet<string> | null = null;
  /** Of which only parts are asked. */
  #handedOn: ReadonlySet<ColumnName> = new Set();
  /** Not yet walked over; most queries have no location, and then nobody asks. */
  #unread: QueryExpression | null;

  constructor(query: QueryExpression) {
    this.#unread = query;
  }

  get metadata(): readonly MetadataColumn[] {
    this.#read();
    return METADATA_COLUMNS.filter((column) => this.#metadata.has(column));
  }

  /** In lower case, the names that may be columns of tables; null if any column may be meant. */
  get names(): ReadonlySet<string> | null {
    this.#read();
    return this.#names;
  }

  of(table: StagedFiles): ColumnUse {
    this.#read();
    const { highestPosition = 0, star = false, whole = false } = this.#noted.get(table) ?? {};
    const renamed = table.alias?.columns.length ?? 0;
    const pathsOnly = !whole && !star && renamed === 0 && highestPosition > 0;
    return { highestPosition, renamed, star, pathsOnly, metadata: this.metadata, names: this.#names, asked: this.#asked.of(table) };
  }

  /** The path of a column in the SQL, once its table was asked for; null where it is as it was written. */
  sqlPath(column: ColumnName): readonly string[] | null {
    return this.#asked.sqlPath(column);
  }

  #read(): void {
    const query = this.#unread;
    this.#unread = null;
    if (!query) return;
    this.#handedOn = handedOn(query);
    this.#visit(query, []);
    this.#names = mentionedNames(query);
  }

  /** Walks over everything that a query holds; `scopes` are the locations of the SELECTs around it, the innermost last. */
  #visit(value: unknown, scopes: readonly NameScope[]): void {
    if (typeof value !== 'object' || value === null) return;
    if (isOrdered(value)) {
      const { orderBy, ...others } = value;
      this.#visit(Object.values(others), scopes);
      this.#visit(orderBy, [...scopes, scopeOf(value.body)]);
      return;
    }
    const children: Iterable<unknown> = value instanceof Map ? value.values() : Array.isArray(value) ? value : Object.values(value);
    const kind = 'kind' in value ? value.kind : null;
    if (kind === 'column') this.#column(value as ColumnName, scopes, !this.#handedOn.has(value as ColumnName));
    if (kind === 'path') {
      const { operand, ...others } = value as VariantPath;
      if (operand.kind === 'column') {
        this.#column(operand, scopes, false);
        this.#visit(Object.values(others), scopes);
        return;
      }
    }
    const inner = kind === 'select' ? [...scopes, scopeOf(value as Select)] : scopes;
    if (kind === 'select') this.#stars(value as Select);
    for (const child of children) this.#visit(child, inner);
  }

  /** `whole`: not only what stands in it at a path. */
  #column(column: ColumnName, scopes: readonly NameScope[], whole: boolean): void {
    const { path, position } = column;
    const name = path.at(-1) ?? '';
    const metadata = metadataColumn(name);
    if (metadata) this.#metadata.add(metadata);
    if (position === null) {
      this.#asked.note(column, scopes);
      return;
    }
    const qualifier = path.at(-2)?.toLowerCase() ?? null;
    const meant = scopes.map(({ staged }) => staged.filter((table) => qualifier === null || isNamed(table, qualifier))).findLast((tables) => tables.length > 0);
    for (const table of meant ?? []) {
      const noted = this.#note(table);
      noted.highestPosition = Math.max(noted.highestPosition, position);
      noted.whole ||= whole;
    }
  }

  #stars({ items, from }: Select): void {
    const stars = items.map(({ expression }) => expression).filter((expression): expression is Star => expression.kind === 'star');
    for (const { table: path } of stars) {
      const qualifier = path.at(-1)?.toLowerCase();
      for (const table of stagedIn(from)) if (qualifier === undefined || isNamed(table, qualifier)) this.#note(table).star = true;
    }
  }

  #note(table: StagedFiles): Noted {
    const noted = this.#noted.get(table) ?? { highestPosition: 0, star: false, whole: false };
    this.#noted.set(table, noted);
    return noted;
  }
}

const scopeOf = (select: Select): NameScope => nameScope(select, stagedIn(select.from));

/** A SELECT with an ORDER BY, whose columns are those of the SELECT. */
function isOrdered(value: object): value is QueryExpression & { readonly body: Select } {
  return 'orderBy' in value && 'body' in value && typeof value.body === 'object' && value.body !== null && 'kind' in value.body && value.body.kind === 'select';
}

const isNamed = (table: StagedFiles, name: string): boolean => table.alias?.name.toLowerCase() === name;

/** The locations among the tables of a FROM, subqueries not looked into. */
export function stagedIn(tables: readonly TableReference[]): readonly StagedFiles[] {
  return tables.flatMap((table) => {
    switch (table.kind) {
      case 'staged':
        return [table];
      case 'join':
        return stagedIn([table.left, table.right]);
      case 'sampled':
        return stagedIn([table.table]);
      case 'pivot':
      case 'unpivot':
        return stagedIn([table.source]);
      default:
        return [];
    }
  });
}
