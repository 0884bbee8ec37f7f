import type { JsonObject } from './exact-json.js';

/** A constant as DuckDB writes it: numbers of days, microseconds, units of the last digit; long ones as text. */
export interface FilterConstant {
  /** DuckDB's name of its type: `INTEGER`, `DECIMAL` … */
  readonly type: string;
  /** Digits behind the point of a DECIMAL, else 0. */
  readonly scale: number;
  readonly width: number;
  readonly value: string | number;
}

export type FilterComparison = '=' | '<' | '<=' | '>' | '>=';

/** What the rows of a column must be like. `any` says nothing. */
export type RowFilter =
  | { readonly kind: 'any' }
  | { readonly kind: 'compare'; readonly operator: FilterComparison; readonly constant: FilterConstant }
  | { readonly kind: 'in'; readonly constants: readonly FilterConstant[] }
  | { readonly kind: 'and' | 'or'; readonly filters: readonly RowFilter[] };

const ANY: RowFilter = { kind: 'any' };

const OPERATORS: Readonly<Record<string, FilterComparison>> = {
  COMPARE_EQUAL: '=', COMPARE_LESSTHAN: '<', COMPARE_LESSTHANOREQUALTO: '<=', COMPARE_GREATERTHAN: '>', COMPARE_GREATERTHANOREQUALTO: '>=',
};

/** A filter in DuckDB's serialized plan; what is not understood, or what DuckDB leaves out no row group for, is `any`. */
export function rowFilter(json: JsonObject): RowFilter {
  switch (json['filter_type']) {
    case 'CONSTANT_COMPARISON': {
      const operator = OPERATORS[String(json['comparison_type'])];
      const constant = constantOf(json['constant']);
      return operator && constant ? { kind: 'compare', operator, constant } : ANY;
    }
    case 'IN_FILTER': {
      const constants = (json['values'] as readonly unknown[]).map(constantOf);
      return constants.every((constant) => constant !== null) ? { kind: 'in', constants } : ANY;
    }
    case 'CONJUNCTION_AND':
    case 'CONJUNCTION_OR':
      return { kind: json['filter_type'] === 'CONJUNCTION_AND' ? 'and' : 'or', filters: (json['child_filters'] as readonly JsonObject[]).map(rowFilter) };
    case 'OPTIONAL_FILTER':
      return json['child_filter'] ? rowFilter(json['child_filter'] as JsonObject) : ANY;
    default:
      return ANY;
  }
}

function constantOf(json: unknown): FilterConstant | null {
  const { type, is_null: isNull, value } = json as { readonly type: { readonly id: string; readonly type_info: JsonObject | null }; readonly is_null: boolean; readonly value: unknown };
  if (isNull || (typeof value !== 'number' && typeof value !== 'string')) return null;
  return { type: type.id, scale: Number(type.type_info?.['scale'] ?? 0), width: Number(type.type_info?.['width'] ?? 0), value };
}
