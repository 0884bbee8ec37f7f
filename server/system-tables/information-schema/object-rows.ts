import type { EqualityHints } from '../../../sql/query/equality-hints.js';
import { databaseNames } from '../../databases.js';
import { typeFacts } from '../../metadata/mysql-types.js';
import { schemaObjects } from '../../metadata/objects.js';
import type { MetadataContext, ObjectColumn, ObjectFilter, SchemaObject } from '../../metadata/schema-object.js';
import { ENGINE_NAME } from '../server-facts.js';
import { once, type Row, type RowSource } from '../system-table.js';

/** The catalog of everything, as MySQL calls it. */
const CATALOG = 'def';
const CHARACTER_SET = 'utf8mb4';
const COLLATION = 'utf8mb4_0900_ai_ci';
/** What may be done with the columns of a table that comes with the server. */
const COLUMN_PRIVILEGES = 'select';

function filterOf(hints: EqualityHints): ObjectFilter {
  return { databases: hints.get('table_schema') ?? null, names: hints.get('table_name') ?? null };
}

/** Rows of all objects that may match, an object at a time. */
function eachObject(rowsOf: (object: SchemaObject, context: MetadataContext) => readonly Row[] | Promise<readonly Row[]>): RowSource {
  return async function* (context, hints) {
    for await (const object of schemaObjects(context, filterOf(hints))) yield await rowsOf(object, context);
  };
}

const placeOf = ({ database, name }: SchemaObject): Row => ({ TABLE_CATALOG: CATALOG, TABLE_SCHEMA: database, TABLE_NAME: name });

function tableRow(object: SchemaObject): Row {
  const row = { ...placeOf(object), TABLE_TYPE: object.type, CREATE_TIME: object.createdOn, TABLE_COMMENT: object.type === 'VIEW' && object.comment === '' ? 'VIEW' : object.comment };
  if (object.type === 'VIEW') return row;
  const sizes = { VERSION: 10, TABLE_ROWS: 0, AVG_ROW_LENGTH: 0, DATA_LENGTH: 0, MAX_DATA_LENGTH: 0, INDEX_LENGTH: 0, DATA_FREE: 0, CREATE_OPTIONS: '' };
  return object.type === 'SYSTEM VIEW' ? { ...row, ...sizes } : { ...row, ...sizes, ENGINE: ENGINE_NAME, ROW_FORMAT: 'Dynamic', TABLE_COLLATION: COLLATION };
}

function columnRow(object: SchemaObject, column: ObjectColumn, index: number): Row {
  const facts = typeFacts(column.mysqlType);
  return {
    ...placeOf(object),
    COLUMN_NAME: column.name,
    ORDINAL_POSITION: index + 1,
    IS_NULLABLE: column.nullable ? 'YES' : 'NO',
    DATA_TYPE: facts.dataType,
    CHARACTER_MAXIMUM_LENGTH: facts.characters,
    CHARACTER_OCTET_LENGTH: facts.octets,
    NUMERIC_PRECISION: facts.precision,
    NUMERIC_SCALE: facts.scale,
    DATETIME_PRECISION: facts.fraction,
    CHARACTER_SET_NAME: facts.isText ? CHARACTER_SET : null,
    COLLATION_NAME: facts.isText ? COLLATION : null,
    COLUMN_TYPE: column.mysqlType,
    EXTRA: '',
    PRIVILEGES: COLUMN_PRIVILEGES,
    COLUMN_COMMENT: column.comment ?? '',
  };
}

/** By the columns, which tables of the server never change, and the place of the table: some share their columns. */
const knownColumnRows = new WeakMap<readonly ObjectColumn[], Map<string, readonly Row[]>>();

function columnRows(object: SchemaObject, columns: readonly ObjectColumn[]): readonly Row[] {
  const ofColumns = knownColumnRows.get(columns) ?? new Map<string, readonly Row[]>();
  const place = `${object.database}.${object.name}`;
  const known = ofColumns.get(place);
  if (known) return known;
  const rows = columns.map((column, index) => columnRow(object, column, index));
  knownColumnRows.set(columns, ofColumns.set(place, rows));
  return rows;
}

function viewRows(object: SchemaObject): readonly Row[] {
  if (object.type !== 'VIEW') return [];
  return [{
    ...placeOf(object),
    VIEW_DEFINITION: object.definition ?? '',
    CHECK_OPTION: 'NONE',
    IS_UPDATABLE: 'NO',
    DEFINER: object.owner === null ? "'root'@'%'" : object.owner,
    SECURITY_TYPE: 'INVOKER',
    CHARACTER_SET_CLIENT: CHARACTER_SET,
    COLLATION_CONNECTION: COLLATION,
  }];
}

const schemaRow = (name: string): Row => ({
  CATALOG_NAME: CATALOG, SCHEMA_NAME: name, DEFAULT_CHARACTER_SET_NAME: CHARACTER_SET, DEFAULT_COLLATION_NAME: COLLATION, DEFAULT_ENCRYPTION: 'NO',
});

/** Tables about databases, tables, views and their columns. */
export const OBJECT_ROWS: Readonly<Record<string, RowSource>> = {
  SCHEMATA: once(() => databaseNames().map(schemaRow)),
  SCHEMATA_EXTENSIONS: once(() => databaseNames().map((name) => ({ CATALOG_NAME: CATALOG, SCHEMA_NAME: name, OPTIONS: '' }))),
  TABLES: eachObject((object) => [tableRow(object)]),
  TABLES_EXTENSIONS: eachObject((object) => [placeOf(object)]),
  COLUMNS: eachObject(async (object, context) => columnRows(object, await object.columns(context))),
  COLUMNS_EXTENSIONS: eachObject(async (object, context) => (await object.columns(context)).map(({ name }) => ({ ...placeOf(object), COLUMN_NAME: name }))),
  VIEWS: eachObject(viewRows),
};
