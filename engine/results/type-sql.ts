import { DuckDBListType, DuckDBMapType, DuckDBArrayType, DuckDBStructType, DuckDBUnionType, DuckDBTypeId, type DuckDBType } from '@duckdb/node-api';
import { quoteName } from '../../sql/query/quoting.js';

/** How SQL writes the type of a result's column, exactly: the package's own text for it forgets that a text is JSON. */
export function typeSql(type: DuckDBType): string {
  if (type instanceof DuckDBListType) return `${typeSql(type.valueType)}[]`;
  if (type instanceof DuckDBArrayType) return `${typeSql(type.valueType)}[${type.length}]`;
  if (type instanceof DuckDBMapType) return `MAP(${typeSql(type.keyType)}, ${typeSql(type.valueType)})`;
  if (type instanceof DuckDBStructType) return `STRUCT(${fields(type.entryNames, type.entryTypes)})`;
  if (type instanceof DuckDBUnionType) return `UNION(${fields(type.memberTags, type.memberTypes)})`;
  if (type.typeId === DuckDBTypeId.VARCHAR && type.alias === 'JSON') return 'JSON';
  return String(type);
}

function fields(names: readonly string[], types: readonly DuckDBType[]): string {
  return types.map((type, index) => `${quoteName(names[index] ?? '')} ${typeSql(type)}`).join(', ');
}

/** In how many vectors of its own the engine keeps a column of a type. */
export function vectorCount(type: DuckDBType): number {
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) return 1 + vectorCount(type.valueType);
  if (type instanceof DuckDBMapType) return 2 + vectorCount(type.keyType) + vectorCount(type.valueType);
  const within = type instanceof DuckDBStructType ? type.entryTypes : type instanceof DuckDBUnionType ? type.memberTypes : [];
  return within.reduce((count, inner) => count + vectorCount(inner), 1);
}
