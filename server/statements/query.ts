import { columnValues } from '../../sql/cell-value.js';
import { columnOrigins } from '../../sql/query/column-origins.js';
import { compileQuery } from '../../sql/query/compile.js';
import { aroundSql, type CompiledQuery, type ConstantQuery } from '../../sql/query/compiled-query.js';
import type { Constant } from '../../sql/query/constants.js';
import { geometryColumns } from '../../sql/query/geometry-columns.js';
import type { Query } from '../../sql/query/parse-query.js';
import { valueBatch, type Column, type ColumnOrigin, type ColumnType, type Relation, type Value } from '../../sql/relation.js';
import { knownTables, type ScannedColumns } from '../metadata/known-tables.js';
import type { RowsResult } from '../result.js';
import type { AnswerAtOnce } from '../statement-service.js';
import { joinTransaction } from '../transactions.js';
import type { StatementContext } from './context.js';
import { withEffects, withoutEffects } from './effects.js';
import { forEngine, type AskedQuery } from './engine-query.js';
import { sessionValues } from './session-values.js';
import { sleep } from './sleep.js';

/** Runs a query whose stages have been authorized. */
export async function runQuery(written: Query, context: StatementContext): Promise<RowsResult> {
  const statement = written.hasEffects ? await withEffects(written, context, (query) => runQuery(query, context)) : written;
  return runCompiled(statement, compileQuery(statement, sessionValues(context)), context);
}

/** The same for a query without effects, whose translation is there. */
export async function runCompiled(statement: Query, compiled: CompiledQuery | ConstantQuery, context: StatementContext): Promise<RowsResult> {
  if (compiled.kind === 'engine') return runForEngine(statement, await forEngine(compiled, context), context);
  if (compiled.seconds > 0) await sleep(compiled.seconds, context.signal);
  return { kind: 'rows', ...constantRow(compiled) };
}

/** The same for a query as the engine takes it. */
export async function runForEngine(statement: Query, asked: AskedQuery, context: StatementContext): Promise<RowsResult> {
  if (asked.tables.length > 0) joinTransaction(context.session, context.services.variables);
  const foundRows = statement.countsAll && statement.expression.limit ? await rowsWithoutLimit(statement, context) : undefined;
  const rows = await context.services.engine.query(asked, context.signal);
  return { kind: 'rows', ...rows, columns: withOrigins(rows.columns, statement, asked.scanned, context), ...(foundRows === undefined ? {} : { foundRows }) };
}

/** How many rows a query has but for its LIMIT. */
async function rowsWithoutLimit(statement: Query, context: StatementContext): Promise<number> {
  const compiled = compileQuery({ ...statement, expression: { ...statement.expression, orderBy: [], limit: null } }, sessionValues(context));
  if (compiled.kind === 'constant') return 1;
  const counting = { ...compiled, ...aroundSql(compiled, (sql) => `SELECT count(*) FROM (${sql})`) };
  const { columns, batches } = await context.services.engine.query(await forEngine(counting, context), context.signal);
  let count = 0;
  for await (const batch of batches) count += Number(columnValues(batch, columns, 0)[0] ?? 0);
  return count;
}

/** The columns of a query, without running it; none where they depend on the values of its parameters, or on what ran before it. */
export async function describeQuery(statement: Query, context: StatementContext): Promise<readonly Column[]> {
  const visible = statement.hasEffects ? withoutEffects(statement) : statement;
  if (visible === null) return [];
  const compiled = compileQuery(visible, sessionValues(context));
  if (compiled.kind === 'constant') return constantAnswer(compiled).columns;
  if (compiled.tables.some(({ source }) => source.kind === 'result' && !source.isWritten)) return [];
  const asked = await forEngine(compiled, context);
  return withOrigins((await context.services.engine.describe(asked, context.signal)) ?? [], visible, asked.scanned, context);
}

/** The columns of a query's result, with what the engine does not know of them. */
function withOrigins(columns: readonly Column[], { expression }: Query, scanned: ScannedColumns, { session }: StatementContext): readonly Column[] {
  const origins = columnOrigins(expression, columns.map(({ name }) => name), knownTables(session, scanned));
  const geometries = geometryColumns(expression, columns.length);
  return columns.map((column, index) => {
    const origin = origins[index] ?? null;
    const isGeometry = column.type.name === 'binary' && (geometries.has(index) || isScannedGeometry(origin, scanned));
    return { ...column, ...(isGeometry ? GEOMETRY : {}), origin };
  });
}

/** Whether a column is that of a kept result, of whose geometries the engine has bytes only. */
function isScannedGeometry(origin: ColumnOrigin | null, scanned: ScannedColumns): boolean {
  if (origin?.originalTable !== '') return false;
  return [...scanned.values()].some((columns) => columns.some(({ name, type }) => name === origin.originalName && type.name === 'geometry'));
}

const GEOMETRY: Pick<Column, 'type'> = { type: { name: 'geometry' } };

/** The one row of a query that is known without the engine. */
export function constantAnswer({ columns }: ConstantQuery, isLasting = false): AnswerAtOnce {
  return {
    columns: columns.map(({ name, constant }) => ({ name, type: constantType(constant), nullable: constant.value === null })),
    batch: valueBatch(1, columns.map(({ constant }) => [constantValue(constant)])),
    isLasting,
  };
}

function constantRow(compiled: ConstantQuery): Relation {
  const { columns, batch } = constantAnswer(compiled);
  // One batch that is there already.
  // eslint-disable-next-line @typescript-eslint/require-await
  return { columns, batches: (async function* () { yield batch; })() };
}

/** Numbers as they were written; what a double can't hold exactly stays text. */
function constantValue({ value, numberText, type }: Constant): Value {
  if (type || numberText === undefined || typeof value !== 'number') return value;
  if (/^-?\d+$/.test(numberText)) return Number.isSafeInteger(value) ? value : BigInt(numberText);
  return /e/i.test(numberText) ? value : numberText;
}

const LARGEST_INT64 = 2n ** 63n - 1n;
const LARGEST_UINT64 = 2n ** 64n - 1n;

function constantType({ value, numberText, type }: Constant): ColumnType {
  if (type) return type;
  if (value === null) return { name: 'null' };
  if (typeof value === 'boolean') return { name: 'boolean' };
  if (typeof value === 'string') return { name: 'varchar' };
  if (value instanceof Date) return { name: 'timestamp' };
  if (value instanceof Uint8Array) return { name: 'binary' };
  const text = numberText ?? String(value);
  if (/e/i.test(text)) return { name: 'double' };
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  if (fraction !== '' || text.includes('.')) return { name: 'decimal', precision: Math.max(1, whole.length + fraction.length), scale: fraction.length };
  const integer = BigInt(text);
  if (integer >= -LARGEST_INT64 - 1n && integer <= LARGEST_INT64) return { name: 'int64' };
  return integer > 0n && integer <= LARGEST_UINT64 ? { name: 'uint64' } : { name: 'decimal', precision: whole.length, scale: 0 };
}
