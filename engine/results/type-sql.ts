import { DuckDBArrayType, DuckDBListType, DuckDBMapType, DuckDBStructType, DuckDBTypeId, DuckDBUnionType, type DuckDBType } from '@duckdb/node-api';
import { quoteName, quoteText } from '../../sql/query/quoting.js';

/**
 * The type of a table's column for a result of that type. The package's own text for it forgets that a text is JSON, and no table takes tuples
 * whose fields have no names: those get numbers.
 */
export function typeSql(type: DuckDBType): string {
  if (type instanceof DuckDBListType) return `${typeSql(type.valueType)}[]`;
  if (type instanceof DuckDBArrayType) return `${typeSql(type.valueType)}[${type.length}]`;
  if (type instanceof DuckDBMapType) return `MAP(${typeSql(type.keyType)}, ${typeSql(type.valueType)})`;
  if (type instanceof DuckDBStructType) return `STRUCT(${fields(fieldNames(type), type.entryTypes)})`;
  if (type instanceof DuckDBUnionType) return `UNION(${fields(type.memberTags, type.memberTypes)})`;
  if (type.typeId === DuckDBTypeId.VARCHAR && type.alias === 'JSON') return 'JSON';
  return String(type);
}

function fields(names: readonly string[], types: readonly DuckDBType[]): string {
  return types.map((type, index) => `${quoteName(names[index] ?? '')} ${typeSql(type)}`).join(', ');
}

const isUnnamed = ({ entryNames }: DuckDBStructType): boolean => entryNames[0] === '';

const fieldNames = (type: DuckDBStructType): readonly string[] => (isUnnamed(type) ? type.entryTypes.map((_, index) => String(index + 1)) : type.entryNames);

/** What reads a value of such a column, written `value`, in the type that it had. */
export function restoredSql(type: DuckDBType, value: string, depth = 0): string {
  if (!within(type).some(holdsUnnamed) && !holdsUnnamed(type)) return value;
  const each = `element_${depth}`;
  if (type instanceof DuckDBListType) return `list_transform(${value}, lambda ${each} : ${restoredSql(type.valueType, each, depth + 1)})`;
  if (type instanceof DuckDBMapType) {
    const values = `list_transform(map_values(${value}), lambda ${each} : ${restoredSql(type.valueType, each, depth + 1)})`;
    return `CASE WHEN ${value} IS NOT NULL THEN map(map_keys(${value}), ${values}) END`;
  }
  if (!(type instanceof DuckDBStructType)) return value;
  const names = fieldNames(type);
  const restored = type.entryTypes.map((field, index) => restoredSql(field, `struct_extract(${value}, ${quoteText(names[index] ?? '')})`, depth));
  const made = isUnnamed(type) ? `row(${restored.join(', ')})` : `struct_pack(${restored.map((field, index) => `${quoteName(names[index] ?? '')} := ${field}`).join(', ')})`;
  return `CASE WHEN ${value} IS NOT NULL THEN ${made} END`;
}

function holdsUnnamed(type: DuckDBType): boolean {
  return (type instanceof DuckDBStructType && isUnnamed(type)) || within(type).some(holdsUnnamed);
}

function within(type: DuckDBType): readonly DuckDBType[] {
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) return [type.valueType];
  if (type instanceof DuckDBMapType) return [type.keyType, type.valueType];
  if (type instanceof DuckDBStructType) return type.entryTypes;
  return type instanceof DuckDBUnionType ? type.memberTypes : [];
}

/** In how many vectors the engine keeps a column of a type; the entries of a map are tuples in a list. */
export function vectorCount(type: DuckDBType): number {
  return within(type).reduce((count, inner) => count + vectorCount(inner), type instanceof DuckDBMapType ? 2 : 1);
}
