import { engineType } from '../../engine/types.js';
import { cellValue } from '../../sql/cell-value.js';
import { quoteName } from '../../sql/query/quoting.js';
import type { AnswerAtOnce } from '../statement-service.js';
import type { AskedQuery } from './engine-query.js';

/** A query that has the engine give a row that is known without it, in the same types; NULL alone is one of the engine's integers. */
export function constantAsQuery({ columns, batch }: AnswerAtOnce): AskedQuery {
  const parameters = columns.map(({ type }, index) => {
    const vector = batch.columns[index];
    return { type, value: vector ? cellValue(vector, type, 0) : null };
  });
  const items = columns.map(({ name, type }, index) => `CAST($${index + 1} AS ${type.name === 'null' ? 'INTEGER' : String(engineType(type))}) AS ${quoteName(name)}`);
  return { sql: `SELECT ${items.join(', ')}`, parameters, tables: [], scanned: new Map(), inherited: [] };
}
