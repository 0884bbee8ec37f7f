import type { QueryBody, SetOperation } from './ast.js';
import { meeting } from './mixing.js';
import { quoteName } from './quoting.js';
import { nameOf, nameOfValue } from './result-names.js';

/**
 * A UNION, EXCEPT or INTERSECT of columns that the engine does not mix (see `writeMixed`): what the sides meet in, column by column, is a
 * table without rows that every side is joined with. Null where a `*` hides how many columns there are.
 * @param write one side that is no set operation
 */
export function writeMixedRows(body: SetOperation, write: (side: QueryBody) => string): string | null {
  const sides = sidesOf(body);
  const names = sides[0] ? namesOf(sides[0]) : null;
  if (names === null) return null;
  const columns = names.map((_, index) => quoteName(`c${index}`));
  const rows = sides.map((side) => `(${write(side)})`);
  const telling = (column: number): readonly number[] => sides.flatMap((side, index) => (isNull(side, column) ? [] : [index]));
  const met = columns.map((column, index) => `${meeting(telling(index).map((side) => `"side${side}".${column}`))} AS ${column}`);
  const sources = rows.map((sql, side) => `(SELECT * FROM ${sql} LIMIT 0) AS "side${side}"(${columns.join(', ')})`);
  const mixed = rows.map((sql) => `SELECT ${columns.map((column, index) => `fn.mixed("side".${column}, "met".${column})${named(names[index])}`).join(', ')} FROM ${sql} AS "side"(${columns.join(', ')}) LEFT JOIN "met" ON FALSE`);
  return `SELECT * FROM (WITH "met" AS (SELECT ${met.join(', ')} FROM ${sources.join(', ')}) ${joined(body, mixed[Symbol.iterator]())})`;
}

/** A NULL would pass for a value of any type. */
const isNull = (side: QueryBody, column: number): boolean => side.kind === 'select' && side.items[column]?.expression.kind === 'null';

const named = (name = ''): string => (name === '' ? '' : ` AS ${quoteName(name)}`);

const sidesOf = (body: QueryBody): readonly QueryBody[] => (body.kind === 'set-operation' ? [...sidesOf(body.left), ...sidesOf(body.right)] : [body]);

/** The operation over its sides as they are written, which are taken in their order. */
function joined(body: QueryBody, written: Iterator<string>): string {
  if (body.kind !== 'set-operation') return String(written.next().value);
  const side = (operand: QueryBody): string => (operand.kind === 'set-operation' ? `(${joined(operand, written)})` : joined(operand, written));
  return `${side(body.left)} ${body.operator}${body.all ? ' ALL' : ''} ${side(body.right)}`;
}

function namesOf(side: QueryBody): readonly string[] | null {
  switch (side.kind) {
    case 'select':
      return side.items.some(({ expression }) => expression.kind === 'star') ? null : side.items.map(nameOf);
    case 'values':
      return (side.rows[0] ?? []).map((_, index) => nameOfValue(side, index));
    case 'nested':
      return namesOf(side.query.body);
    case 'set-operation':
      return namesOf(side.left);
  }
}
