import { StagewireError } from '../../errors/index.js';
import { columnValues } from '../../sql/cell-value.js';
import { compileQuery, type CompiledQuery, type EngineSql } from '../../sql/query/compile.js';
import type { ExplainFormat } from '../../sql/statements/explain.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { readVariable } from '../variables/session-variables.js';
import type { Handler, StatementContext } from './context.js';
import { forEngine } from './query.js';
import { sessionValues } from './session-values.js';

export const explain: Handler<'explain'> = async ({ format, query }, context) => {
  const compiled = compileQuery(query, sessionValues(context));
  const engineQuery = compiled.kind === 'engine' ? compiled : null;
  const chosen = format ?? (String(readVariable(context.services.variables, context.session, null, 'explain_format')) as ExplainFormat);
  if (chosen !== 'TREE' && chosen !== 'JSON') return { kind: 'rows', ...smallRelation(TRADITIONAL, tableNames(engineQuery)) };
  const plan = engineQuery === null ? '-> Rows fetched before execution\n' : await enginePlan(engineQuery, chosen, context);
  return { kind: 'rows', ...smallRelation(PLAN, [plan]) };
};

// Handlers are asynchronous everywhere, so that there is one way to call them.
// eslint-disable-next-line @typescript-eslint/require-await
export const explainConnection: Handler<'explain-connection'> = async () => {
  throw new StagewireError('Unimplemented', 'EXPLAIN FOR CONNECTION is not supported: a running statement does not keep its plan');
};

const PLAN: readonly ColumnDefinition<string>[] = [{ name: 'EXPLAIN', type: 'varchar', of: (plan) => plan }];

/** The engine's own plan, with tables under the names of the query. */
async function enginePlan(compiled: CompiledQuery, format: 'TREE' | 'JSON', context: StatementContext): Promise<string> {
  const query = await forEngine({ ...compiled, ...explained(compiled, `EXPLAIN ${format === 'JSON' ? '(FORMAT JSON) ' : ''}`) }, context);
  const rows = await context.services.engine.query(query, context.signal);
  let plan = '';
  for await (const batch of rows.batches) plan += columnValues(batch, rows.columns, rows.columns.length - 1).map(String).join('\n');
  return compiled.tables.reduce((text, table) => text.replaceAll(table.name, nameOf(table)), plan);
}

function explained({ sql, parameters, otherwise }: EngineSql, verb: string): EngineSql {
  return { sql: `${verb}${sql}`, parameters, otherwise: otherwise && (() => explained(otherwise(), verb)) };
}

function nameOf({ source }: CompiledQuery['tables'][number]): string {
  if (source.kind === 'function') return source.call.name;
  if (source.kind === 'staged') {
    const { place } = source.location;
    return place.kind === 'uri' ? place.clause.uri : `@${place.location.stage}/${place.location.path}`;
  }
  return source.database === null ? source.name : `${source.database}.${source.name}`;
}

interface TableLine {
  readonly table: string | null;
}

/** A line for each table in the order of the query; one without a table if there is none. */
function tableNames(compiled: CompiledQuery | null): readonly TableLine[] {
  const tables = compiled?.tables.map((table) => ({ table: nameOf(table) })) ?? [];
  return tables.length === 0 ? [{ table: null }] : tables;
}

const unknown = (name: string): ColumnDefinition<TableLine> => ({ name, type: 'varchar', nullable: true, of: () => null });

/** MySQL's columns. There are no indexes, and the engine decides about joins: every table is read as a whole. */
const TRADITIONAL: readonly ColumnDefinition<TableLine>[] = [
  { name: 'id', type: 'int64', of: () => 1 },
  { name: 'select_type', type: 'varchar', of: () => 'SIMPLE' },
  { name: 'table', type: 'varchar', nullable: true, of: ({ table }) => table },
  unknown('partitions'),
  { name: 'type', type: 'varchar', nullable: true, of: ({ table }) => (table === null ? null : 'ALL') },
  unknown('possible_keys'), unknown('key'), unknown('key_len'), unknown('ref'), unknown('rows'),
  { name: 'filtered', type: 'double', nullable: true, of: ({ table }) => (table === null ? null : 100) },
  { name: 'Extra', type: 'varchar', nullable: true, of: ({ table }) => (table === null ? 'No tables used' : null) },
];
