import type { Expression } from './ast.js';
import { isOpaque, kindIn, withNames } from './coercion.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';

/** Characters of a value's SQL, which stands beside each of the others: values within values within values would take all memory. */
const MOST_REPEATED = 16_384;
/** The same of all values beside all others: of thousands, each would stand there thousands of times. */
const MOST_IN_ALL = 4 * 1024 ** 2;

/**
 * Writes values of which one type is to be made (results of CASE, items of an array …). The engine does not mix a TIMESTAMP_TZ with
 * other points in time, nor a DECIMAL of more than 38 digits with other numbers; where it has refused to, or such a mixture is plain to see, all become
 * of that type.
 */
export function writeMixed(values: readonly Expression[], context: ExpressionContext): readonly string[] {
  const written = values.map((value) => writeExpression(value, context));
  if (written.some((sql) => sql.length > MOST_REPEATED)) return written;
  const kinds = values.map((value) => kindIn(value, context));
  const isMixed = kinds.includes('zoned') && kinds.some((kind) => kind !== 'zoned' && kind !== 'null');
  if (context.care !== 'comparisons' && !isMixed) return written;
  const telling = values.flatMap((value, index) => (kinds[index] === 'zoned' || kinds[index] === 'unknown' || kinds[index] === 'number' ? [{ sql: written[index] ?? '', isOpaque: isOpaque(value, context) }] : []));
  const others = [...new Map(telling.map((operand) => [typeText(operand.sql), operand])).values()];
  if (others.length === 0 || written.length * others.reduce((sum, { sql }) => sum + sql.length, 0) > MOST_IN_ALL) return written;
  return written.map((sql, index) => {
    const value = values[index];
    if (!value || kinds[index] === 'null') return sql;
    const common = others.map((other) => other.sql);
    if (!isOpaque(value, context) && !others.some((other) => other.isOpaque)) return mixed(sql, common);
    // Only the type of the others counts: CASE keeps them from being computed.
    return withNames([sql, ...common.map((other) => `CASE WHEN FALSE THEN ${other} END`)], ([named = '', ...rest]) => mixed(named, rest));
  });
}

/** The same for literals of numbers with as many digits, of which one tells what all do. */
const typeText = (sql: string): string => (/^[\d.]+$/.test(sql) ? sql.replaceAll(/\d/g, '0') : sql);

const mixed = (sql: string, others: readonly string[]): string => `fn.mixed(${sql}, ${meeting(others)})`;

/** What values meet in, as the macro fn.mixed takes it. */
export const meeting = (values: readonly string[]): string => values.slice(1).reduce((common, value) => `fn.meet(${common}, ${value})`, values[0] === undefined ? 'TRUE' : `fn.meet(${values[0]}, TRUE)`);
