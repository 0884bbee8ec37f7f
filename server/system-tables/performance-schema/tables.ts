import type { MetadataContext } from '../../metadata/schema-object.js';
import { managesProcesses } from '../../privileges/authorize.js';
import { statusVariables } from '../../status/status-variables.js';
import { shownVariables } from '../../variables/shown-variables.js';
import { parseTableShapes, type TableShape } from '../shapes.js';
import { once, systemTables, type Row, type RowSources, type SystemTable } from '../system-table.js';
import { PERFORMANCE_SCHEMA_TABLES } from './columns.js';
import { CONNECTION_ROWS } from './connection-rows.js';
import { SETUP_ROWS } from './setup-rows.js';
import { STATEMENT_ROWS } from './statement-rows.js';
import { SUMMARY_TABLES } from './summaries.js';

/** The histories of events have the columns of the current events. */
function withHistories(shapes: readonly TableShape[]): readonly TableShape[] {
  return shapes.flatMap((shape) => {
    const [kind, isCurrent] = shape.name.split('_current');
    if (isCurrent === undefined) return [shape];
    return [shape, { ...shape, name: `${String(kind)}_history` }, { ...shape, name: `${String(kind)}_history_long` }];
  });
}

const pairs = (rows: Iterable<readonly [name: string, value: string]>): readonly Row[] =>
  [...rows].map(([name, value]) => ({ VARIABLE_NAME: name, VARIABLE_VALUE: value }));

/** The log may tell of anybody, so it is for who has SUPER. */
async function errorRows({ services: { catalog, logged }, session }: MetadataContext): Promise<readonly Row[]> {
  if (!(await managesProcesses(catalog, session.identity.user))) return [];
  return logged.lines.map(({ at, priority, text }) => ({ LOGGED: at, THREAD_ID: 0, PRIO: priority, ERROR_CODE: 'MY-000000', SUBSYSTEM: 'Server', DATA: text }));
}

const ROWS: RowSources = {
  ...CONNECTION_ROWS,
  ...STATEMENT_ROWS,
  ...SETUP_ROWS,
  error_log: once(errorRows),
  global_variables: once((context) => pairs(shownVariables(context, 'global'))),
  session_variables: once((context) => pairs(shownVariables(context, 'session'))),
  global_status: once((context) => pairs(statusVariables(context, 'global'))),
  session_status: once((context) => pairs(statusVariables(context, 'session'))),
  variables_info: once(({ services }) => [...services.variables.definitions()].map(({ name }) => ({ VARIABLE_NAME: name, VARIABLE_SOURCE: 'COMPILED', VARIABLE_PATH: '', MIN_VALUE: '0', MAX_VALUE: '0' }))),
};

const SHAPES = [...withHistories(parseTableShapes(PERFORMANCE_SCHEMA_TABLES)), ...parseTableShapes(SUMMARY_TABLES)].sort((a, b) => (a.name < b.name ? -1 : 1));

/** The tables of `performance_schema` that tools probe. Statements and connections are instrumented, nothing else is. */
export const PERFORMANCE_SCHEMA: readonly SystemTable[] = systemTables(SHAPES, ROWS);
