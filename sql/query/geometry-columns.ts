import type { QueryExpression } from './ast.js';
import { EXPRESSIONS } from './expressions.js';
import { itemColumns } from './item-columns.js';
import { staticKind } from './static-kind.js';

/** Which columns of a result are geometries, which the engine knows as bytes only: those that a spatial function makes in the select list. */
export function geometryColumns(query: QueryExpression, columnCount: number): ReadonlySet<number> {
  return new Set(itemColumns(query, columnCount).flatMap(({ expression, index }) => (staticKind(expression, { writer: EXPRESSIONS }) === 'geometry' ? [index] : [])));
}
