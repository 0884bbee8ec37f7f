import type { EngineQuery } from '../../engine/engine.js';
import { tablePlace } from '../../sql/query/quoting.js';

/** A query in whose SQL `FROM t` and `JOIN t` stand for its tables of these names. */
export function placed<Query extends Pick<EngineQuery, 'sql' | 'tables'>>(query: Query): Query {
  const names = new Set(query.tables.map(({ name }) => name));
  return { ...query, sql: query.sql.replace(/\b(FROM|JOIN) ("?)(\w+)\2( AS\b)?/g, (found, word: string, _, name: string, alias = ` AS "${name}"`) => (names.has(name) ? `${word} ${tablePlace(name)}${alias}` : found)) };
}
