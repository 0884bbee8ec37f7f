import {
  BIGINT, BLOB, BOOLEAN, DATE, DECIMAL, DOUBLE, DuckDBBlobValue, DuckDBDecimalType, DuckDBTypeId, FLOAT, INTEGER, SMALLINT, TIME, TIMESTAMP, TINYINT,
  UBIGINT, UINTEGER, USMALLINT, UTINYINT, VARCHAR, type DuckDBType, type DuckDBValue,
} from '@duckdb/node-api';
import type { ColumnType, Value } from '../sql/relation.js';

/** The DuckDB type that holds a logical type. */
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
    case 'binary': return BLOB;
    case 'null':
    case 'varchar':
    case 'json': return VARCHAR;
  }
}

const LOGICAL: Readonly<Partial<Record<DuckDBTypeId, ColumnType['name']>>> = {
  [DuckDBTypeId.SQLNULL]: 'null', [DuckDBTypeId.BOOLEAN]: 'boolean',
  [DuckDBTypeId.TINYINT]: 'int8', [DuckDBTypeId.SMALLINT]: 'int16', [DuckDBTypeId.INTEGER]: 'int32', [DuckDBTypeId.BIGINT]: 'int64',
  [DuckDBTypeId.UTINYINT]: 'uint8', [DuckDBTypeId.USMALLINT]: 'uint16', [DuckDBTypeId.UINTEGER]: 'uint32', [DuckDBTypeId.UBIGINT]: 'uint64',
  [DuckDBTypeId.FLOAT]: 'float', [DuckDBTypeId.DOUBLE]: 'double', [DuckDBTypeId.DATE]: 'date', [DuckDBTypeId.TIME]: 'time',
  [DuckDBTypeId.TIMESTAMP]: 'timestamp', [DuckDBTypeId.TIMESTAMP_S]: 'timestamp', [DuckDBTypeId.TIMESTAMP_MS]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_NS]: 'timestamp', [DuckDBTypeId.TIMESTAMP_TZ]: 'timestamp',
  [DuckDBTypeId.BLOB]: 'binary',
};

/** The widest DECIMAL; HUGEINT, which sums of integers have, fits into it. */
const WIDEST_DECIMAL = 38;

/** The logical type of a result column; types without a counterpart are shown as text. */
export function logicalType(type: DuckDBType | undefined): ColumnType {
  if (type instanceof DuckDBDecimalType) return { name: 'decimal', precision: type.width, scale: type.scale };
  if (type?.typeId === DuckDBTypeId.HUGEINT || type?.typeId === DuckDBTypeId.UHUGEINT) return { name: 'decimal', precision: WIDEST_DECIMAL, scale: 0 };
  const name = type && LOGICAL[type.typeId];
  return name === undefined || name === 'decimal' ? { name: 'varchar' } : { name };
}

/** Turns the values of a result column into ours. */
export function columnReader(type: DuckDBType): (value: DuckDBValue) => Value {
  const logical = logicalType(type).name;
  return (value) => {
    if (value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
    if (typeof value === 'bigint') return logical === 'decimal' ? value.toString() : value;
    if (value instanceof DuckDBBlobValue) return value.bytes;
    return logical === 'timestamp' ? sixDigits(value.toString()) : value.toString();
  };
}

/** `2024-01-01 00:00:00[.f…][+00]` with exactly six digits of the fraction and no zone. */
function sixDigits(text: string): string {
  const [moment = '', fraction = ''] = text.replace(/[+-]\d\d(:\d\d)?$/, '').split('.');
  return `${moment}.${fraction.slice(0, 6).padEnd(6, '0')}`;
}
