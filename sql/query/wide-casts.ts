import { WIDEST_DECIMAL, writeType, type DataType } from './data-type.js';
import { quoteText } from './quoting.js';

/** Whether a DECIMAL of more than 38 digits is within a type, which the engine then can't cast to. */
export function holdsWide(type: DataType): boolean {
  switch (type.kind) {
    case 'decimal': return type.precision > WIDEST_DECIMAL;
    case 'array': return holdsWide(type.element);
    case 'map': return holdsWide(type.key) || holdsWide(type.value);
    case 'tuple': return type.fields.some((field) => holdsWide(field.type));
    default: return false;
  }
}

/** A cast of each value within another by itself. `depth` tells the parameters of nested lambdas apart. */
export function eachCast(value: string, type: DataType, depth: number): string {
  const each = `each_${depth}`;
  if (!holdsWide(type)) return `CAST(${value} AS ${writeType(type)})`;
  switch (type.kind) {
    case 'array':
      return `list_transform(${value}, lambda ${each} : ${eachCast(each, type.element, depth + 1)})`;
    case 'map':
      return `map_from_entries(list_transform(map_entries(${value}), lambda ${each} : {'key': ${eachCast(`${each}.key`, type.key, depth + 1)}, 'value': ${eachCast(`${each}.value`, type.value, depth + 1)}}))`;
    case 'tuple':
      return `CASE WHEN ${value} IS NOT NULL THEN {${type.fields.map((field, index) => `${quoteText(field.name ?? String(index + 1))}: ${eachCast(`struct_extract_at(${value}, ${index + 1})`, field.type, depth + 1)}`).join(', ')}} END`;
    default:
      return type.kind === 'decimal' ? wideOf(`fn.plain_text(${value})`, type) : value;
  }
}

/** A text as a DECIMAL of more than 38 digits. */
export const wideOf = (text: string, { precision, scale }: DataType & { readonly kind: 'decimal' }): string => `fn.wide(stagewire_wide_cast(${text}, ${precision}, ${scale}))`;
