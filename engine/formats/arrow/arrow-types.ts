import { DataType, Precision, TimeUnit } from 'apache-arrow';
import { StagewireError } from '../../../errors/index.js';
import { quoteName } from '../../../sql/query/quoting.js';

/** The DuckDB type that holds values of an Arrow type (Apache Arrow columnar format, Schema.fbs). 1002 for one that has none. */
export function engineTypeOf(type: DataType): string {
  if (DataType.isNull(type)) return 'INTEGER';
  if (DataType.isBool(type)) return 'BOOLEAN';
  if (DataType.isInt(type)) return `${type.isSigned ? '' : 'U'}${INTEGERS[type.bitWidth]}`;
  if (DataType.isFloat(type)) return type.precision === Precision.DOUBLE ? 'DOUBLE' : 'FLOAT';
  if (DataType.isDecimal(type)) return decimalType(type.precision, type.scale);
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return 'VARCHAR';
  if (DataType.isBinary(type) || DataType.isLargeBinary(type) || DataType.isFixedSizeBinary(type)) return 'BLOB';
  if (DataType.isDate(type)) return 'DATE';
  if (DataType.isTimestamp(type)) return 'TIMESTAMP';
  if (DataType.isTime(type)) return 'TIME';
  if (DataType.isList(type) || DataType.isFixedSizeList(type)) return `${engineTypeOf(partType(type, 0))}[]`;
  if (DataType.isStruct(type)) return `STRUCT(${type.children.map(({ name }, index) => `${quoteName(name)} ${engineTypeOf(partType(type, index))}`).join(', ')})`;
  if (DataType.isMap(type)) return `MAP(${mapTypes(type).map(engineTypeOf).join(', ')})`;
  if (DataType.isDictionary(type)) return engineTypeOf((type as { readonly dictionary: DataType }).dictionary);
  throw new StagewireError('Unimplemented', `a column of an Arrow file has a type that can't be read (type ${type.typeId})`);
}

function partType(type: DataType, index: number): DataType {
  const field = type.children[index];
  if (!field) throw new StagewireError('BadBytes', 'the schema of an Arrow file lacks the type of the parts of a column');
  return field.type as DataType;
}

/** The types of keys and values. */
export function mapTypes(type: DataType): readonly [DataType, DataType] {
  const entries = partType(type, 0);
  return [partType(entries, 0), partType(entries, 1)];
}

const INTEGERS = { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' } as const;
const WIDEST_DECIMAL = 38;

function decimalType(precision: number, scale: number): string {
  if (precision > WIDEST_DECIMAL) throw new StagewireError('Unimplemented', `DECIMAL(${precision},${scale}) has more than ${WIDEST_DECIMAL} digits`);
  return `DECIMAL(${precision},${scale})`;
}

/** A time in microseconds; finer digits are cut. */
export function toMicros(value: bigint, unit: TimeUnit): bigint {
  switch (unit) {
    case TimeUnit.SECOND:
      return value * 1_000_000n;
    case TimeUnit.MILLISECOND:
      return value * 1000n;
    case TimeUnit.MICROSECOND:
      return value;
    case TimeUnit.NANOSECOND:
      return value / 1000n - (value % 1000n < 0n ? 1n : 0n);
  }
}
