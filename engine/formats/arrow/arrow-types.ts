import { DataType, Type, Precision, type Field, type Schema } from 'apache-arrow';
import { WIDEST_DECIMAL, type ColumnType, type NamedType } from '../../columns/column-type.js';
import { StagewireError } from '../../../errors/index.js';

/** The columns of a file. 1002, with the name of the column, for a type that can't be read. */
export function columnTypes({ fields }: Schema): readonly NamedType[] {
  return fields.map((field) => {
    const type = columnType(field.type as DataType);
    if (typeof type === 'string') throw new StagewireError('Unimplemented', `its column '${field.name}' ${type}`);
    return { name: field.name, type };
  });
}

/** How the values of an Arrow type are shown (Apache Arrow columnar format, Schema.fbs); a text says why they can't be. */
function columnType(type: DataType): ColumnType | string {
  // No values ever come.
  if (DataType.isNull(type)) return { kind: 'integer', bits: 32, signed: true };
  if (DataType.isBool(type)) return { kind: 'boolean' };
  if (DataType.isInt(type)) return { kind: 'integer', bits: type.bitWidth, signed: type.isSigned };
  if (DataType.isFloat(type)) return { kind: type.precision === Precision.DOUBLE ? 'double' : 'float' };
  if (DataType.isDecimal(type)) return decimal(type.precision, type.scale);
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type)) return { kind: 'text' };
  if (DataType.isBinary(type) || DataType.isLargeBinary(type) || DataType.isBinaryView(type) || DataType.isFixedSizeBinary(type)) return { kind: 'bytes' };
  if (DataType.isDate(type)) return { kind: 'date' };
  if (DataType.isTimestamp(type)) return { kind: 'timestamp' };
  if (DataType.isTime(type)) return { kind: 'time' };
  // In microseconds.
  if (DataType.isDuration(type)) return { kind: 'integer', bits: 64, signed: true };
  if (DataType.isDictionary(type)) return columnType((type as { readonly dictionary: DataType }).dictionary);
  if (DataType.isStruct(type)) return struct(type.children);
  if (DataType.isMap(type)) return map(type.children[0]?.type as DataType | undefined);
  if (isListType(type)) return list(type.children[0]?.type as DataType | undefined);
  return `has a type that can't be read (${Type[type.typeId]})`;
}

/** Lists of every kind. */
export function isListType(type: DataType): boolean {
  return DataType.isList(type) || DataType.isLargeList(type) || DataType.isFixedSizeList(type);
}

function decimal(precision: number, scale: number): ColumnType | string {
  if (precision > WIDEST_DECIMAL) return `is a DECIMAL(${precision},${scale}), which has more than ${WIDEST_DECIMAL} digits`;
  if (scale < 0 || scale > precision) return `is a DECIMAL(${precision},${scale}), whose scale can't be read`;
  return { kind: 'decimal', precision, scale };
}

function struct(fields: readonly Field[]): ColumnType | string {
  if (fields.length === 0) return 'is a struct without fields, which can\'t be read';
  const named: NamedType[] = [];
  for (const { name, type } of fields) {
    const inner = columnType(type as DataType);
    if (typeof inner === 'string') return inner;
    named.push({ name, type: inner });
  }
  return { kind: 'struct', fields: named };
}

function list(item: DataType | undefined): ColumnType | string {
  const inner = item ? columnType(item) : 'has lists of no type';
  return typeof inner === 'string' ? inner : { kind: 'list', item: inner };
}

function map(entries: DataType | undefined): ColumnType | string {
  const [key, value] = (entries?.children ?? []).map(({ type }) => columnType(type as DataType));
  if (typeof key === 'string') return key;
  if (typeof value === 'string') return value;
  return key && value ? { kind: 'map', key, value } : 'has maps of no type';
}
