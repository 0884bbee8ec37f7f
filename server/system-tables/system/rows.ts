import { createHash } from 'node:crypto';
import type { EqualityHints } from '../../../sql/query/equality-hints.js';
import { knownFunctions } from '../../../sql/query/functions/rules.js';
import { databaseNames } from '../../databases.js';
import { typeFacts } from '../../metadata/mysql-types.js';
import { schemaObjects } from '../../metadata/objects.js';
import { processesOf, type Process } from '../../metadata/processes.js';
import type { MetadataContext, ObjectColumn, ObjectFilter, SchemaObject } from '../../metadata/schema-object.js';
import type { KeptResult } from '../../results/kept-result.js';
import { ENGINE_ROWS } from '../server-facts.js';
import { once, type Row, type RowSource } from '../system-table.js';

const CATALOG = 'default';
/** Functions that may stand where a table may stand. */
const TABLE_FUNCTIONS = ['directory', 'flatten', 'generate_series', 'infer_schema', 'inspect_parquet', 'list_stage', 'numbers', 'numbers_local', 'numbers_mt', 'range', 'result_scan', 'show_variables', 'unnest'];

/** A number that stays the same for a name, as long as the name does. */
function idOf(...names: readonly string[]): number {
  return createHash('sha1').update(names.join('.')).digest().readUIntBE(0, 6);
}

const filterOf = (hints: EqualityHints, nameColumn: string): ObjectFilter => ({
  databases: hints.get('database') ?? null,
  names: hints.get(nameColumn) ?? null,
});

async function tableRow(object: SchemaObject, context: MetadataContext): Promise<Row> {
  const { database, name, createdOn, owner, comment } = object;
  const engine = object.type === 'VIEW' ? 'VIEW' : `System${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return {
    catalog: CATALOG, database, database_id: idOf(database), name, table_id: idOf(database, name), total_columns: (await object.columns(context)).length,
    engine, engine_full: engine, created_on: createdOn, updated_on: createdOn, owner, comment,
    table_type: object.type === 'VIEW' ? 'VIEW' : 'BASE TABLE', is_external: 0,
  };
}

function columnRow({ database, name: table }: SchemaObject, { name, mysqlType, nullable, comment }: ObjectColumn): Row {
  return { name, database, table, type: typeFacts(mysqlType).dataType, data_type: mysqlType, is_nullable: nullable ? 'YES' : 'NO', comment: comment ?? '' };
}

function viewRow({ database, name, createdOn, definition, owner, comment }: SchemaObject): Row {
  return {
    catalog: CATALOG, database, name, view_id: idOf(database, name), engine: 'VIEW', created_on: createdOn, updated_on: createdOn,
    view_query: definition ?? '', owner, comment,
  };
}

function processRow({ id, user, host, database, command, seconds, state, statement }: Process): Row {
  return {
    id: String(id), type: 'MySQL', host, user, command, database: database ?? '', extra_info: statement ?? '', mysql_connection_id: id,
    time: seconds, created_time: new Date(Date.now() - seconds * 1000), status: state ?? '',
  };
}

function keptRow({ sql, id, table, fingerprint }: KeptResult): Row {
  return { sql, query_id: id, result_size: table.bytes, num_rows: table.rowCount, partitions_sha: fingerprint ?? '', location: 'memory', active_result_scan: 1 };
}

/** Rows of the tables of `system` that are described by shapes. */
export const SYSTEM_ROWS: Readonly<Record<string, RowSource>> = {
  catalogs: once(() => [{ name: CATALOG }]),
  databases: once(() => databaseNames().map((name) => ({ catalog: CATALOG, name, database_id: idOf(name) }))),
  engines: once(() => ENGINE_ROWS.map(({ ENGINE, COMMENT }) => ({ Engine: ENGINE ?? null, Comment: COMMENT ?? null }))),
  functions: once(() => knownFunctions().map(({ name, isAggregate }) => ({ name, is_aggregate: isAggregate ? 1 : 0 }))),
  table_functions: once(() => TABLE_FUNCTIONS.map((name) => ({ name }))),
  processes: once(async (context) => (await processesOf(context)).map(processRow)),
  query_cache: once(({ services, session }) => services.results.of(session.identity).map(keptRow)),
  roles: once(() => ['account_admin', 'public'].map((name) => ({ name }))),
  async *tables(context, hints) {
    for await (const object of schemaObjects(context, filterOf(hints, 'name'))) yield [await tableRow(object, context)];
  },
  async *columns(context, hints) {
    for await (const object of schemaObjects(context, filterOf(hints, 'table'))) yield (await object.columns(context)).map((column) => columnRow(object, column));
  },
  async *views(context, hints) {
    for await (const object of schemaObjects(context, filterOf(hints, 'name'))) if (object.type === 'VIEW') yield [viewRow(object)];
  },
};
