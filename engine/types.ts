import {
  BIGINT, BLOB, BOOLEAN, DATE, DECIMAL, DOUBLE, DuckDBArrayType, DuckDBDecimalType, DuckDBEnumType, DuckDBListType, DuckDBMapType, DuckDBStructType, DuckDBTypeId,
  DuckDBUnionType, FLOAT, HUGEINT, INTEGER, SMALLINT, TIME, TIMESTAMP, TINYINT, UBIGINT, UHUGEINT, UINTEGER, USMALLINT, UTINYINT,
  VARCHAR, type DuckDBType,
} from '@duckdb/node-api';
import { WIDE_DECIMAL, type ColumnType, type PlainTypeName } from '../sql/relation.js';

/** The DuckDB type that holds a logical type; some go into the engine as the text that they are shown as. */
export function engineType(type: ColumnType): DuckDBType {
  switch (type.name) {
    case 'boolean': return BOOLEAN;
    case 'int8': return TINYINT;
    case 'int16': return SMALLINT;
    case 'int32': return INTEGER;
    case 'int64': return BIGINT;
    case 'uint8': return UTINYINT;
    case 'uint16': return USMALLINT;
    case 'uint32': return UINTEGER;
    case 'uint64': return UBIGINT;
    case 'float': return FLOAT;
    case 'double': return DOUBLE;
    case 'decimal': return DECIMAL(type.precision, type.scale);
    case 'date': return DATE;
    case 'time': return TIME;
    case 'timestamp': return TIMESTAMP;
    case 'binary':
    case 'bytes':
    case 'geometry': return BLOB;
    case 'int128': return HUGEINT;
    case 'uint128': return UHUGEINT;
    case 'null':
    case 'varchar':
    case 'json':
    case 'timestamp_tz':
    case 'interval':
    case 'uuid':
    case 'bit':
    case 'enum':
    case 'array':
    case 'map':
    case 'tuple':
    case 'union': return VARCHAR;
  }
}

const LOGICAL: Readonly<Partial<Record<DuckDBTypeId, PlainTypeName>>> = {
  [DuckDBTypeId.SQLNULL]: 'null', [DuckDBTypeId.BOOLEAN]: 'boolean',
  [DuckDBTypeId.TINYINT]: 'int8', [DuckDBTypeId.SMALLINT]: 'int16', [DuckDBTypeId.INTEGER]: 'int32', [DuckDBTypeId.BIGINT]: 'int64', [DuckDBTypeId.HUGEINT]: 'int128',
  [DuckDBTypeId.UTINYINT]: 'uint8', [DuckDBTypeId.USMALLINT]: 'uint16', [DuckDBTypeId.UINTEGER]: 'uint32', [DuckDBTypeId.UBIGINT]: 'uint64', [DuckDBTypeId.UHUGEINT]: 'uint128',
  [DuckDBTypeId.FLOAT]: 'float', [DuckDBTypeId.DOUBLE]: 'double', [DuckDBTypeId.DATE]: 'date',
  [DuckDBTypeId.TIME]: 'time', [DuckDBTypeId.TIME_NS]: 'time', [DuckDBTypeId.TIME_TZ]: 'time',
  [DuckDBTypeId.TIMESTAMP]: 'timestamp', [DuckDBTypeId.TIMESTAMP_S]: 'timestamp', [DuckDBTypeId.TIMESTAMP_MS]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_NS]: 'timestamp', [DuckDBTypeId.TIMESTAMP_TZ]: 'timestamp', [DuckDBTypeId.INTERVAL]: 'interval',
  [DuckDBTypeId.VARCHAR]: 'varchar', [DuckDBTypeId.BLOB]: 'binary', [DuckDBTypeId.GEOMETRY]: 'binary', [DuckDBTypeId.BIT]: 'bit',
  [DuckDBTypeId.UUID]: 'uuid', [DuckDBTypeId.VARIANT]: 'json', [DuckDBTypeId.BIGNUM]: 'varchar',
};

/** Whether a type is that of the macro fn.clock: the microseconds of a TIME. */
export const isClock = (type: DuckDBType): boolean => isTagged(type, 'mysql_time_micros');

/** Whether a type is that of the macro fn.zoned: the moment of a TIMESTAMP_TZ and its offset. */
export const isZoned = (type: DuckDBType): boolean => isTagged(type, 'zoned_micros', 'zoned_offset');

/** Whether a type is that of the macro fn.bitmap_of. */
export const isBitmap = (type: DuckDBType): boolean => isTagged(type, 'bitmap_values');

/** Whether a type is that of the macro fn.wide: a DECIMAL of more than 38 digits. */
export const isWide = (type: DuckDBType): boolean => isTagged(type, 'wide_units', 'wide_shape');

function isTagged(type: DuckDBType, ...fields: readonly string[]): boolean {
  return type instanceof DuckDBStructType && type.entryNames.length === fields.length && fields.every((field, index) => type.entryNames[index] === field);
}

/** The logical type of a result column. Throws for types that no result can have. */
export function logicalType(type: DuckDBType): ColumnType {
  if (type instanceof DuckDBDecimalType) return { name: 'decimal', precision: type.width, scale: type.scale };
  if (type instanceof DuckDBEnumType) return { name: 'enum', labels: type.values };
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) return { name: 'array', element: logicalType(type.valueType) };
  if (type instanceof DuckDBMapType) return { name: 'map', key: logicalType(type.keyType), value: logicalType(type.valueType) };
  if (isClock(type)) return { name: 'time' };
  if (isZoned(type)) return { name: 'timestamp_tz' };
  if (isWide(type)) return WIDE_DECIMAL;
  if (isBitmap(type)) return { name: 'varchar' };
  if (type instanceof DuckDBStructType) {
    return { name: 'tuple', fields: type.entryTypes.map((entry, index) => ({ name: type.entryNames[index] ?? '', type: logicalType(entry) })) };
  }
  if (type instanceof DuckDBUnionType) return { name: 'union', members: type.memberTypes.map(logicalType) };
  if (type.typeId === DuckDBTypeId.VARCHAR && type.alias === 'JSON') return { name: 'json' };
  const name = LOGICAL[type.typeId];
  if (name === undefined) throw new Error(`a result of type ${String(type)}`);
  return { name };
}
