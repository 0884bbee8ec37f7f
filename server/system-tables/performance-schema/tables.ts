import { statusVariables } from '../../status/status-variables.js';
import { processesOf } from '../../metadata/processes.js';
import type { MetadataContext } from '../../metadata/schema-object.js';
import { shownVariables } from '../../variables/shown-variables.js';
import { parseTableShapes, type TableShape } from '../shapes.js';
import { once, systemTables, type Row, type RowSource, type SystemTable } from '../system-table.js';
import { PERFORMANCE_SCHEMA_TABLES } from './columns.js';
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

async function threadRows(context: MetadataContext): Promise<readonly Row[]> {
  return (await processesOf(context)).map(({ id, user, host, database, command, seconds, state, statement }) => ({
    THREAD_ID: id, NAME: 'thread/sql/one_connection', TYPE: 'FOREGROUND', PROCESSLIST_ID: id, PROCESSLIST_USER: user, PROCESSLIST_HOST: host.replace(/:\d+$/, ''),
    PROCESSLIST_DB: database, PROCESSLIST_COMMAND: command, PROCESSLIST_TIME: seconds, PROCESSLIST_STATE: state, PROCESSLIST_INFO: statement,
    INSTRUMENTED: 'NO', HISTORY: 'NO', TELEMETRY_ACTIVE: 'NO',
  }));
}

async function attributeRows(context: MetadataContext): Promise<readonly Row[]> {
  return (await processesOf(context)).flatMap(({ id, attributes }) =>
    [...attributes].map(([name, value], index) => ({ PROCESSLIST_ID: id, ATTR_NAME: name, ATTR_VALUE: value, ORDINAL_POSITION: index })));
}

const ROWS: Readonly<Record<string, RowSource>> = {
  global_variables: once((context) => pairs(shownVariables(context, 'global'))),
  session_variables: once((context) => pairs(shownVariables(context, 'session'))),
  global_status: once((context) => pairs(statusVariables(context, 'global'))),
  session_status: once((context) => pairs(statusVariables(context, 'session'))),
  processlist: once(async (context) => (await processesOf(context)).map(({ id, user, host, database, command, seconds, state, statement }) => ({
    ID: id, USER: user, HOST: host, DB: database, COMMAND: command, TIME: seconds, STATE: state, INFO: statement, EXECUTION_ENGINE: 'PRIMARY',
  }))),
  threads: once(threadRows),
  session_connect_attrs: once(attributeRows),
  session_account_connect_attrs: once(async (context) => (await attributeRows(context)).filter(({ PROCESSLIST_ID }) => PROCESSLIST_ID === context.session.id)),
};

const SHAPES = [...withHistories(parseTableShapes(PERFORMANCE_SCHEMA_TABLES)), ...parseTableShapes(SUMMARY_TABLES)].sort((a, b) => (a.name < b.name ? -1 : 1));

/** The tables of `performance_schema` that tools probe. Nothing is instrumented: events are empty. */
export const PERFORMANCE_SCHEMA: readonly SystemTable[] = systemTables(SHAPES, ROWS);
