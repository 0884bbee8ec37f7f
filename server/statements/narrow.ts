import { StagewireError } from '../../errors/index.js';
import type { ShowFilter, ShowNarrowing } from '../../sql/grammar/clauses.js';
import { parseStatement } from '../../sql/parse.js';
import { compileQuery } from '../../sql/query/compile.js';
import type { Query } from '../../sql/query/parse-query.js';
import { columnValues, selectRows } from '../../sql/cell-value.js';
import type { Batch, Relation } from '../../sql/relation.js';
import type { Result } from '../result.js';
import { rulesOf } from '../variables/session-rules.js';
import { compileLike } from '../../sql/like.js';
import type { StatementContext } from './context.js';
import { sessionValues } from './session-values.js';
import { withNumbersOfTexts } from './show-condition.js';

const ROWS = 'show_rows';

/** Applies LIKE (on a column, the first unless told), WHERE and LIMIT of a SHOW statement to its rows. */
export async function narrow(rows: Relation, { filter, limit }: ShowNarrowing, context: StatementContext, likeColumn = 0): Promise<Result> {
  switch (filter.kind) {
    case 'all':
      return { kind: 'rows', columns: rows.columns, batches: limited(rows.batches, limit) };
    case 'like':
      return { kind: 'rows', columns: rows.columns, batches: limited(like(rows, likeColumn, filter.pattern), limit) };
    case 'where':
      return { kind: 'rows', ...(await where(rows, filter, limit, context)) };
  }
}

async function* like({ columns, batches }: Relation, column: number, pattern: string): AsyncGenerator<Batch> {
  const matches = compileLike(pattern);
  for await (const batch of batches) {
    const tested = columnValues(batch, columns, column);
    yield selectRows(batch, columns, [...tested.keys()].filter((row) => matches(String(tested[row]))));
  }
}

async function* limited(batches: AsyncIterable<Batch>, limit: number | null): AsyncGenerator<Batch> {
  let left = limit ?? Infinity;
  if (left === 0) return;
  for await (const batch of batches) {
    const rowCount = Math.min(batch.rowCount, left);
    yield { rowCount, columns: batch.columns };
    left -= rowCount;
    if (left === 0) return;
  }
}

/** The engine evaluates the condition; it may speak of the shown rows only. */
async function where(rows: Relation, { expression, parameters }: ShowFilter & { readonly kind: 'where' }, limit: number | null, context: StatementContext): Promise<Relation> {
  const query = `SELECT * FROM ${ROWS} WHERE (${expression})${limit === null ? '' : ` LIMIT ${limit}`}`;
  const parsed = parseStatement(query, 0, parameters, rulesOf(context.session, context.services.variables));
  if (parsed?.statement.kind !== 'query') throw new StagewireError('SemanticError', 'WHERE takes a condition');
  const compiled = compileQuery(comparingNumbers(parsed.statement), sessionValues(context));
  if (compiled.kind !== 'engine' || compiled.files.length > 0 || compiled.tables.some(({ source }) => source.kind !== 'table' || source.database !== null || source.name !== ROWS)) {
    throw new StagewireError('SemanticError', 'WHERE of SHOW may use the shown columns only');
  }
  const tables = compiled.tables.map(({ name }) => ({ name, rows }));
  return context.services.engine.query({ ...compiled, tables, files: null }, context.signal);
}

function comparingNumbers(query: Query): Query {
  const { body } = query.expression;
  if (body.kind !== 'select' || body.where === null) return query;
  return { ...query, expression: { ...query.expression, body: { ...body, where: withNumbersOfTexts(body.where) } } };
}
