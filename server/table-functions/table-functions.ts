import { inferSchema } from '../../engine/inspect/infer-schema.js';
import type { InferredColumn } from '../../engine/inspect/inferred-columns.js';
import { inspectParquet, type ParquetSummary } from '../../engine/inspect/inspect-parquet.js';
import { StagewireError } from '../../errors/index.js';
import { DEFAULT_FILE_FORMAT } from '../../sql/file-format-options.js';
import { parseStageLocation } from '../../sql/location.js';
import type { TableFunctionSource } from '../../sql/query/tables.js';
import type { Relation } from '../../sql/relation.js';
import { fileUrl } from '../stages/file-url.js';
import { directoryRelation, filesRelation } from '../relations/files.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { chosenFiles } from '../stages/chosen-files.js';
import { sourceFile } from '../stages/source-file.js';
import type { StagePlace } from '../stages/stage-place.js';
import { placeOf, type StatementContext } from '../statements/context.js';
import { resolveFileFormat } from '../statements/resolve-clauses.js';
import { uriPlace } from '../statements/uri-place.js';
import { setVariables } from './show-variables.js';

type Arguments = ReadonlyMap<string, string>;

interface TableFunction {
  readonly takes: readonly string[];
  rows(given: Arguments, context: StatementContext): Promise<Relation>;
}

const bad = (text: string): StagewireError => new StagewireError('BadArguments', text);

/** The rows of a table function. 1006 for an argument that it lacks or does not know. */
export async function functionRows({ name, arguments: given }: TableFunctionSource, context: StatementContext): Promise<Relation> {
  const rule = FUNCTIONS[name];
  if (!rule) throw new StagewireError('UnknownFunction', `no table function matches the given name: '${name}'`);
  const unknown = [...given.keys()].find((argument) => !rule.takes.includes(argument));
  if (unknown !== undefined) throw bad(`unknown param ${unknown} for ${name}`);
  if (rule.takes.includes('location') && !given.has('location')) throw bad(`${name} must specify location`);
  return rule.rows(given, context);
}

const FUNCTIONS: Readonly<Record<string, TableFunction>> = {
  show_variables: {
    takes: [],
    rows: (_, { session }) => Promise.resolve(setVariables(session.sessionVariables)),
  },
  list_stage: {
    takes: ['location', 'pattern'],
    async rows(given, context) {
      const { place, path } = await placeAndPath(given, context);
      return filesRelation(place, path, given.get('pattern') ?? null, context.signal);
    },
  },
  directory: {
    takes: ['location'],
    async rows(given, context) {
      const { place, path } = await placeAndPath(given, context);
      const location = given.get('location') ?? '';
      const stage = location.startsWith('@') ? parseStageLocation(location).stage : null;
      return directoryRelation(place, path, (name) => (stage === null ? null : fileUrl(context.session.publicUrl, stage, name)), context.signal);
    },
  },
  inspect_parquet: {
    takes: ['location'],
    async rows(given, context) {
      const { place, path } = await placeAndPath(given, context);
      const [first] = (await chosenFiles(place, path, { pattern: null, files: null }, context.signal)).filter(({ object }) => object.size > 0);
      if (!first) return smallRelation(PARQUET_COLUMNS, []);
      const summary = await context.services.engine.inspect((scan) => inspectParquet(sourceFile(place, first, context.session.counters), scan), context.signal);
      return smallRelation(PARQUET_COLUMNS, [summary]);
    },
  },
  infer_schema: {
    takes: ['location', 'connection_name', 'pattern', 'file_format', 'max_records_per_file', 'max_records_pre_file', 'max_file_count'],
    rows: inferredColumns,
  },
};

async function inferredColumns(given: Arguments, context: StatementContext): Promise<Relation> {
  const { place, path } = await placeAndPath(given, context);
  const named = given.get('file_format');
  const location = given.get('location') ?? '';
  const stage = location.startsWith('@') ? context.stages.get(parseStageLocation(location).stage) : undefined;
  const format = named === undefined ? stage?.fileFormat ?? DEFAULT_FILE_FORMAT : await resolveFileFormat({ kind: 'named', name: named }, context);
  const chosen = await chosenFiles(place, path, { pattern: given.get('pattern') ?? null, files: null }, context.signal);
  const files = chosen.filter(({ object }) => object.size > 0).slice(0, count(given, 'max_file_count') ?? undefined).map((file) => sourceFile(place, file, context.session.counters));
  const records = count(given, 'max_records_per_file') ?? count(given, 'max_records_pre_file');
  const columns = files.length === 0 ? [] : await context.services.engine.inspect((scan) => inferSchema(files, format, records, scan), context.signal);
  return smallRelation(SCHEMA_COLUMNS, columns.map((column, order) => ({ ...column, order })));
}

function count(given: Arguments, name: string): number | null {
  const text = given.get(name);
  if (text === undefined) return null;
  if (!/^\d{1,15}$/.test(text) || Number(text) === 0) throw bad(`${name} must be a whole number of at least 1`);
  return Number(text);
}

async function placeAndPath(given: Arguments, context: StatementContext): Promise<{ readonly place: StagePlace; readonly path: string }> {
  const location = given.get('location') ?? '';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(location)) return uriPlace({ uri: location, params: {}, connectionName: given.get('connection_name') ?? null }, context);
  const { stage, path } = parseStageLocation(location);
  return { place: await placeOf(stage, context), path };
}

const PARQUET_COLUMNS: readonly ColumnDefinition<ParquetSummary>[] = [
  { name: 'created_by', type: 'varchar', nullable: true, of: ({ createdBy }) => createdBy },
  { name: 'num_columns', type: 'uint64', of: ({ columns }) => columns },
  { name: 'num_rows', type: 'uint64', of: ({ rows }) => rows },
  { name: 'num_row_groups', type: 'uint64', of: ({ rowGroups }) => rowGroups },
  { name: 'serialized_size', type: 'uint64', of: ({ footerSize }) => footerSize },
  { name: 'max_row_groups_size_compressed', type: 'int64', of: ({ largestGroupCompressed }) => largestGroupCompressed },
  { name: 'max_row_groups_size_uncompressed', type: 'int64', of: ({ largestGroupUncompressed }) => largestGroupUncompressed },
];

const SCHEMA_COLUMNS: readonly ColumnDefinition<InferredColumn & { readonly order: number }>[] = [
  { name: 'column_name', type: 'varchar', of: ({ name }) => name },
  { name: 'type', type: 'varchar', of: ({ type }) => type },
  { name: 'nullable', type: 'boolean', of: ({ nullable }) => nullable },
  { name: 'filenames', type: 'varchar', of: ({ files }) => files.join(', ') },
  { name: 'order_id', type: 'uint64', of: ({ order }) => order },
];
