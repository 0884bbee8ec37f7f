import { StagewireError } from '../../errors/index.js';
import type { Alias, Join, PivotedTable, Sample, UnpivotedTable } from './ast.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { quoteName } from './quoting.js';
import { unsupported } from './unsupported.js';

/** What stands behind a table for its alias; empty without one. */
export function aliased(alias: Alias | null): string {
  if (!alias) return '';
  return ` AS ${quoteName(alias.name)}${alias.columns.length > 0 ? `(${alias.columns.map(quoteName).join(', ')})` : ''}`;
}

/** What stands behind a table of which only a sample is read. */
export function sampled(sample: Sample): string {
  const size = sample.unit === 'rows' ? `${sample.size} ROWS` : `${sample.size}%`;
  return ` TABLESAMPLE ${sample.unit === 'rows' ? 'reservoir' : sample.method === 'block' ? 'system' : 'bernoulli'}(${size})`;
}

/** What stands before JOIN, where the sides of a RIGHT one were exchanged. Throws 1002 for an outer join without a condition. */
export function joinKeyword(type: Join['type'], isUnconditional: boolean): string {
  switch (type) {
    case 'INNER':
      return isUnconditional ? 'CROSS ' : '';
    case 'LEFT SEMI':
    case 'RIGHT SEMI':
      return 'SEMI ';
    case 'LEFT ANTI':
    case 'RIGHT ANTI':
      return 'ANTI ';
    default:
      if (isUnconditional && type !== 'CROSS') throw unsupported(`${type} JOIN without a condition`);
      return `${type} `;
  }
}

/** @param source the SQL of the table that is turned */
export function writePivot({ aggregate, column, values, alias }: PivotedTable, source: string, context: ExpressionContext): string {
  if (aggregate.kind !== 'call') throw new StagewireError('SemanticError', 'PIVOT takes an aggregate');
  if ('kind' in values) throw unsupported('PIVOT with the values of a query, elsewhere than in FROM of the outermost query,');
  const inList = values.map(({ expression, alias: name }) => `${writeExpression(expression, context)}${name === null ? '' : ` AS ${quoteName(name)}`}`);
  return `(PIVOT ${source} ON ${quoteName(column.at(-1) ?? '')} IN (${inList.join(', ')}) USING ${writeExpression(aggregate, context)})${aliased(alias ?? { name: 'pivoted', columns: [] })}`;
}

/** @param source the SQL of the table that is turned */
export function writeUnpivot({ value, name, columns, alias }: UnpivotedTable, source: string): string {
  const list = columns.map(({ column, label }) => `${quoteName(column)}${label === null ? '' : ` AS ${quoteName(label)}`}`);
  return `(UNPIVOT ${source} ON ${list.join(', ')} INTO NAME ${quoteName(name)} VALUE ${quoteName(value)})${aliased(alias ?? { name: 'unpivoted', columns: [] })}`;
}
