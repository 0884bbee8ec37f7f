import type { ColumnName, Expression } from './ast.js';
import { mapChildren } from './children.js';
import type { ElementLevel } from './element-chain.js';
import { isAggregate } from './functions/aggregates.js';

/** The tables of a SELECT, those of elements with the column that holds the element. */
interface Scope {
  readonly tables: Set<string>;
  readonly rows: Map<string, { readonly level: ElementLevel; readonly row: string }>;
  /** Aliases that hide columns where they are asked for. */
  aliases: ReadonlySet<string>;
}

const NO_ALIASES: ReadonlySet<string> = new Set();

/** Columns of elements, which the SQL has as fields of one column; by the SELECTs that are being written. Large and small letters are the same. */
export class ElementNames {
  /** The innermost last. */
  readonly #scopes: Scope[] = [];

  /** How many SELECTs are open. */
  get depth(): number {
    return this.#scopes.length;
  }

  /** Opens a SELECT, of whose tables none is visible yet. */
  enter(): void {
    this.#scopes.push({ tables: new Set(), rows: new Map(), aliases: NO_ALIASES });
  }

  /** Closes all but the outer ones. */
  leave(depth: number): void {
    this.#scopes.length = depth;
  }

  /** From here on tables of these names are visible. */
  add(tables: readonly string[]): void {
    for (const name of tables) this.#scopes.at(-1)?.tables.add(name.toLowerCase());
  }

  /** From here on a table is visible whose columns are fields of `row`, a column of the SQL. */
  declare(level: ElementLevel, row: string): void {
    this.add([level.name]);
    this.#scopes.at(-1)?.rows.set(level.name.toLowerCase(), { level, row });
  }

  /** Writes what stands behind the select list, where an alias hides a column of that name. */
  behindItems<Written>(aliases: ReadonlySet<string>, write: () => Written): Written {
    const scope = this.#scopes.at(-1);
    if (scope) scope.aliases = aliases;
    const written = write();
    if (scope) scope.aliases = NO_ALIASES;
    return written;
  }

  /** The same expression where an alias hides columns, but not those in aggregates: they have their tables in front. */
  withAggregates(expression: Expression): Expression {
    return mapChildren(expression, (child) => (isAggregate(expression) ? this.#qualified(child) : this.withAggregates(child)));
  }

  #qualified(expression: Expression): Expression {
    if (expression.kind !== 'column') return mapChildren(expression, (child) => this.#qualified(child));
    const { path, position } = expression;
    if (position !== null || path.length > 1) return expression;
    const element = [...(this.#scopes.at(-1)?.rows.values() ?? [])].findLast((each) => columnOf(each, path[0] ?? '') !== null);
    return element ? { ...expression, path: [element.level.name, ...path], quoted: [] } : expression;
  }

  /** The path of a column of an element in the SQL; null for any other column. */
  path({ path, position }: ColumnName): readonly string[] | null {
    if (position !== null || this.#scopes.length === 0) return null;
    const [first = '', second, ...fields] = path;
    const name = first.toLowerCase();
    if (second !== undefined) {
      const scope = this.#scopes.findLast(({ tables }) => tables.has(name));
      const element = scope?.rows.get(name);
      const found = element && columnOf(element, second);
      if (scope) return found ? [...found, ...fields] : null;
    }
    const innermost = this.#scopes.at(-1);
    if (!innermost || (innermost.aliases.has(name) && second === undefined)) return null;
    const found = [...innermost.rows.values()].map((element) => columnOf(element, first)).findLast((column) => column !== null);
    return found ? [...found, ...path.slice(1)] : null;
  }
}

function columnOf({ level, row }: { readonly level: ElementLevel; readonly row: string }, name: string): readonly string[] | null {
  const lower = name.toLowerCase();
  const column = level.columns.find((each) => each.name.toLowerCase() === lower);
  if (!column) return null;
  return column.field === null ? [row] : [row, column.field];
}
