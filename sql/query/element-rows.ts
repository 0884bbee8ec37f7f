import type { Star } from './ast.js';
import type { ElementChain, ElementLevel } from './element-chain.js';
import type { ElementNames } from './element-names.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { quoteName, quoteText } from './quoting.js';
import { unnesting } from './unnesting.js';

/** FROM without its word. */
export interface FromClause {
  readonly sql: string;
  /** Writes a `*` of the select list. */
  readonly star: (star: Star) => string;
}

/** What writes a FROM. */
export interface ElementRowsContext {
  readonly context: ExpressionContext;
  readonly names: ElementNames;
  /** A number that no other table of the statement has. */
  readonly nextNumber: () => number;
}

/**
 * One table in which each row is there once for each of its elements, which are a column of its own: the engine makes the rows of one
 * input after those of another, and conditions reach below it. Joined to their rows by LATERAL they would come in no order where a condition asks
 * for them, and cost a join.
 *
 * @param base the SQL of the table whose rows have the elements, with its alias
 * @param numbered whether `seq` is asked for, which the engine can count by one thread alone
 */
export function elementRows(chain: ElementChain, base: string, numbered: boolean, { context, names, nextNumber }: ElementRowsContext): FromClause {
  const name = quoteName(chain.baseName ?? own('rows', nextNumber()));
  const hidden: string[] = [];
  const rows = new Map<ElementLevel, string>();
  let sql = base;
  const addColumn = (expression: string, column: string, tail = ''): string => {
    hidden.push(column);
    sql = `(SELECT *, ${expression} AS ${quoteName(column)} FROM ${sql}${tail}) AS ${name}`;
    return quoteName(column);
  };
  for (const level of chain.levels) {
    const id = nextNumber();
    const { input, elements, losesOrder, isNumbered } = unnesting(level.table, context);
    const number = losesOrder || (numbered && isNumbered) ? addColumn('row_number() OVER ()', own('number', id)) : null;
    // With a name, or the engine takes a second to read an expression that has it in a hundred places.
    const written = elements(isNumbered ? addColumn(input, own('input', id)) : input, number ?? '1');
    const list = losesOrder || level.keepsRows ? addColumn(written, own('elements', id), losesOrder && number !== null ? ` ORDER BY ${number}` : '') : written;
    const row = own('row', id);
    addColumn(`unnest(${level.keepsRows ? `CASE WHEN len(${list}) > 0 THEN ${list} ELSE [NULL] END` : list})`, row);
    names.declare(level, row);
    rows.set(level, row);
  }
  return { sql, star: (star) => starOf(star, chain, hidden, rows, context) };
}

/** The name of a column beside those of the table, which may be called anything that a file calls its columns. */
const own = (what: string, id: number): string => `stagewire ${what} ${id}`;

function starOf(star: Star, { levels }: ElementChain, hidden: readonly string[], rows: ReadonlyMap<ElementLevel, string>, context: ExpressionContext): string {
  const qualifier = star.table.at(-1)?.toLowerCase();
  const excluded = new Set(star.exclude.map((name) => name.toLowerCase()));
  const own = levels.find(({ name }) => name.toLowerCase() === qualifier);
  const columns = (qualifier === undefined ? levels : own ? [own] : []).flatMap((level) => columnsOf(level, rows.get(level) ?? '', excluded));
  const base = own ? [] : [qualifier === undefined && hasColumn(levels, excluded) ? othersThan([...excluded, ...hidden]) : writeExpression({ ...star, exclude: [...star.exclude, ...hidden] }, context)];
  return [...base, ...columns].join(', ');
}

const hasColumn = (levels: readonly ElementLevel[], names: ReadonlySet<string>): boolean => levels.some(({ columns }) => columns.some(({ name }) => names.has(name.toLowerCase())));

/** EXCLUDE takes none but columns that are there, and what is excluded of the elements is mostly none of the table. */
const othersThan = (names: readonly string[]): string => `COLUMNS(lambda c : lower(c) NOT IN (${names.map(quoteText).join(', ')}))`;

function columnsOf({ columns }: ElementLevel, row: string, excluded: ReadonlySet<string>): readonly string[] {
  return columns.filter(({ name }) => !excluded.has(name.toLowerCase())).map(({ name, field }) => `${[row, ...(field === null ? [] : [field])].map(quoteName).join('.')} AS ${quoteName(name)}`);
}
