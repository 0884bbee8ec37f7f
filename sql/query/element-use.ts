import type { Call, ColumnName, Expression, OrderItem, Select, Star } from './ast.js';
import type { ElementChain } from './element-chain.js';

/** What a SELECT asks of the elements of its FROM. */
export interface ElementUse {
  /** Whether every mention of an element is one of a column that can be told from the text alone. */
  readonly isPlain: boolean;
  /** Whether `seq` of FLATTEN may be asked for. */
  readonly seq: boolean;
}

/** @param orderBy of the query that the SELECT is */
export function elementUse(select: Select, orderBy: readonly OrderItem[], chain: ElementChain): ElementUse {
  // The tables themselves, but for those of elements, ask for nothing of these.
  const others = { ...select, from: [], items: [] };
  const use = new Use(chain);
  for (const { expression } of select.items) {
    if (expression.kind === 'star') use.star(expression);
    else use.visit(expression, false);
  }
  use.visit(others, false);
  use.visit(orderBy, false);
  for (const { table } of chain.levels) use.visit(table.kind === 'json-table' ? table.document : [...table.call.positional, ...table.call.named.values()], false);
  return { isPlain: use.isPlain, seq: use.seq };
}

class Use {
  isPlain = true;
  seq = false;
  readonly #tables: ReadonlySet<string>;
  readonly #columns: ReadonlySet<string>;
  /** Columns of more than one table. */
  readonly #shared: ReadonlySet<string>;
  /** What `seq` is called. */
  readonly #seqs: ReadonlySet<string>;

  constructor({ levels }: ElementChain) {
    this.#tables = new Set(levels.map(({ name }) => name.toLowerCase()));
    const columns = levels.flatMap((level) => level.columns.map(({ name }) => name.toLowerCase()));
    this.#columns = new Set(columns);
    this.#shared = new Set(columns.filter((name, index) => columns.indexOf(name) < index));
    this.#seqs = new Set(levels.flatMap((level) => level.columns.filter(({ field }) => field === 'seq').map(({ name }) => name.toLowerCase())));
  }

  /** One of the select list. */
  star({ table }: Star): void {
    const qualifier = table.at(-1)?.toLowerCase();
    if (qualifier === undefined || this.#tables.has(qualifier)) this.seq = true;
  }

  /** @param isInner whether it stands in a query inside, whose own tables may have columns of the same names */
  visit(value: unknown, isInner: boolean): void {
    if (typeof value !== 'object' || value === null) return;
    const node = value as { readonly kind?: unknown };
    switch (node.kind) {
      case 'column':
        this.#column(node as ColumnName, isInner);
        return;
      case 'identifier':
        this.seq = true;
        return;
      case 'star':
        if (!isInner || this.#tables.has((node as Star).table.at(-1)?.toLowerCase() ?? '')) this.isPlain = false;
        return;
      case 'call':
        if (isCountOfRows(node as Call)) return;
        break;
      case 'lambda':
        if ((node as Expression & { readonly kind: 'lambda' }).parameters.some((name) => this.#columns.has(name.toLowerCase()) || this.#tables.has(name.toLowerCase()))) this.isPlain = false;
        break;
      default:
        break;
    }
    const inside = isInner || node.kind === 'query-expression';
    for (const child of value instanceof Map ? value.values() : Object.values(value)) this.visit(child, inside);
  }

  #column({ path }: ColumnName, isInner: boolean): void {
    const names = path.map((name) => name.toLowerCase());
    const [first = ''] = names;
    if (names.some((name) => this.#seqs.has(name))) this.seq = true;
    if (names.length > 1 && this.#tables.has(first)) {
      // The engine says best that there is no such column.
      if (!this.#columns.has(names[1] ?? '')) this.isPlain = false;
      return;
    }
    const isColumn = this.#columns.has(first);
    // The row of a table, by its name; a column of which only the tables inside could tell whether it is theirs; one of two tables.
    if ((this.#tables.has(first) && !isColumn) || (isColumn && isInner) || this.#shared.has(first)) this.isPlain = false;
  }
}

const isCountOfRows = ({ name, args, filter, over }: Call): boolean => name === 'count' && args[0]?.kind === 'star' && filter === null && over === null;
