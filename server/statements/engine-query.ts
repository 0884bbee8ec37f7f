import type { EngineQuery, EngineTable } from '../../engine/engine.js';
import type { TableFunctionCall } from '../../sql/query/ast.js';
import type { CompiledQuery } from '../../sql/query/compiled-query.js';
import type { ResultSource } from '../../sql/query/result-scan.js';
import type { TableSource } from '../../sql/query/tables.js';
import { DEFAULT_DATABASE, databaseNamed } from '../databases.js';
import type { ScannedColumns } from '../metadata/known-tables.js';
import { unknownTable } from '../metadata/objects.js';
import type { Requirement } from '../privileges/requirements.js';
import type { ResultColumn } from '../result.js';
import { scannedResult } from '../results/scanned-result.js';
import { fileContents } from '../stages/file-contents.js';
import { systemTableNamed } from '../system-tables/registry.js';
import { functionRows } from '../table-functions/table-functions.js';
import { readVariable } from '../variables/session-variables.js';
import { addWarning } from '../warnings.js';
import { placeOf, type StatementContext } from './context.js';
import { stagedTable } from './staged-query.js';

/** A query as the engine takes it, and what the results that it scans are to clients. */
export interface AskedQuery extends EngineQuery {
  readonly scanned: ScannedColumns;
  /** What the queries of those results needed, and so who reads a result of this one. */
  readonly inherited: readonly Requirement[];
}

/** A compiled query with the rows of its tables. */
export async function forEngine({ sql, parameters, otherwise, tables: sources, files: uses, firstRows, mostRows }: CompiledQuery, context: StatementContext): Promise<AskedQuery> {
  const tables: EngineTable[] = [];
  const scanned = new Map<TableFunctionCall, readonly ResultColumn[]>();
  const inherited: Requirement[] = [];
  for (const { name, source } of sources) {
    if (source.kind === 'result') {
      const { table: result, columns, requirements } = await scannedResult(source.id, context);
      scanned.set(source.call, columns);
      inherited.push(...requirements);
      tables.push({ name, result });
    } else {
      tables.push(await engineTable(name, source, context));
    }
  }
  const limit = Number(readVariable(context.services.variables, context.session, null, 'read_file_limit'));
  const files = fileContents(uses, { place: (stage) => placeOf(stage, context), limit });
  const onWarning: EngineQuery['onWarning'] = (warning) => { addWarning(context.session, context.services.variables, warning); };
  return { sql, parameters, otherwise, tables, files, firstRows, mostRows, scanned, inherited, onWarning };
}

async function engineTable(name: string, source: Exclude<TableSource, ResultSource>, context: StatementContext): Promise<EngineTable> {
  if (source.kind === 'staged') return { name, staged: await stagedTable(source.location, source.use, context) };
  if (source.kind === 'function') return { name, rows: await functionRows(source.call, context) };
  const database = databaseNamed(source.database ?? context.session.database ?? DEFAULT_DATABASE);
  const table = systemTableNamed(database, source.name);
  if (!table) throw unknownTable(database, source.name);
  // What is kept serves queries for other columns too.
  const rows = table.rows(context, source.hints, table.isFixed === true ? null : source.names);
  return table.isFixed === true ? { name, rows, key: `${database}.${table.name}` } : { name, rows };
}
