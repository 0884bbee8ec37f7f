import { widthOf, type ColumnType, type NamedType } from '../../../columns/column-type.js';
import { COMPACT } from '../thrift.js';
import { binary, bool, i32, list, struct, type Compact } from './compact-writer.js';

/** Numbers of parquet.thrift. */
export const PHYSICAL = { BOOLEAN: 0, INT32: 1, INT64: 2, FLOAT: 4, DOUBLE: 5, BYTE_ARRAY: 6, FIXED_LEN_BYTE_ARRAY: 7 } as const;
export type Physical = (typeof PHYSICAL)[keyof typeof PHYSICAL];

const REPETITION = { required: 0, optional: 1, repeated: 2 } as const;
type Repetition = keyof typeof REPETITION;

const CONVERTED = { utf8: 0, map: 1, list: 3, decimal: 5, date: 6, uint8: 11, uint16: 12, uint32: 13, uint64: 14, int8: 15, int16: 16, int32: 17, int64: 18 } as const;
/** Fields of the union LogicalType, and of its member's unit. */
const LOGICAL = { time: 7, timestamp: 8 } as const;
const MICROS = 2;

/** The schema of a file as the list of `SchemaElement`s that its footer holds. */
export function schemaElements(columns: readonly NamedType[]): readonly Compact[] {
  return [element({ name: 'schema', repetition: null, children: columns.length }), ...columns.flatMap((column) => elements(column, 'optional'))];
}

function elements({ name, type }: NamedType, repetition: Repetition): Compact[] {
  switch (type.kind) {
    case 'list':
      return [element({ name, repetition, children: 1, converted: CONVERTED.list }), element({ name: 'list', repetition: 'repeated', children: 1 }), ...elements({ name: 'element', type: type.item }, 'optional')];
    case 'map':
      return [
        element({ name, repetition, children: 1, converted: CONVERTED.map }), element({ name: 'key_value', repetition: 'repeated', children: 2 }),
        ...elements({ name: 'key', type: type.key }, 'required'), ...elements({ name: 'value', type: type.value }, 'optional'),
      ];
    case 'struct':
      return [element({ name, repetition, children: type.fields.length }), ...type.fields.flatMap((field) => elements(field, 'optional'))];
    default:
      return [leafElement(name, type, repetition)];
  }
}

function leafElement(name: string, type: ColumnType, repetition: Repetition): Compact {
  const leaf = { name, repetition, physical: physicalType(type), length: widthOf(type) };
  switch (type.kind) {
    case 'text':
      return element({ ...leaf, converted: CONVERTED.utf8 });
    case 'date':
      return element({ ...leaf, converted: CONVERTED.date });
    case 'integer':
      return element({ ...leaf, converted: CONVERTED[`${type.signed ? 'int' : 'uint'}${type.bits}`] });
    case 'decimal':
      return element({ ...leaf, converted: CONVERTED.decimal, decimal: type });
    case 'timestamp':
    case 'time':
      return element({ ...leaf, logical: LOGICAL[type.kind] });
    default:
      return element(leaf);
  }
}

/** How values of a type are stored. Nested types are not. */
export function physicalType(type: ColumnType): Physical {
  switch (type.kind) {
    case 'boolean':
      return PHYSICAL.BOOLEAN;
    case 'float':
      return PHYSICAL.FLOAT;
    case 'double':
      return PHYSICAL.DOUBLE;
    default:
      break;
  }
  switch (widthOf(type)) {
    case 4:
      return PHYSICAL.INT32;
    case 8:
      return PHYSICAL.INT64;
    case 16:
      return PHYSICAL.FIXED_LEN_BYTE_ARRAY;
    default:
      return PHYSICAL.BYTE_ARRAY;
  }
}

interface Element {
  readonly name: string;
  readonly repetition: Repetition | null;
  readonly physical?: Physical;
  readonly length?: number | null;
  readonly children?: number;
  readonly converted?: number;
  readonly decimal?: { readonly precision: number; readonly scale: number };
  readonly logical?: number;
}

function element({ name, repetition, physical, length, children, converted, decimal, logical }: Element): Compact {
  const optional = (value: number | null | undefined): Compact | null => (value === null || value === undefined ? null : i32(value));
  return struct(
    [1, optional(physical)],
    [2, physical === PHYSICAL.FIXED_LEN_BYTE_ARRAY ? optional(length) : null],
    [3, repetition === null ? null : i32(REPETITION[repetition])],
    [4, binary(name)],
    [5, optional(children)],
    [6, optional(converted)],
    [7, optional(decimal?.scale)],
    [8, optional(decimal?.precision)],
    // Times without a zone, in microseconds.
    [10, logical === undefined ? null : struct([logical, struct([1, bool(false)], [2, struct([MICROS, struct()])])])],
  );
}

/** A list of structs, as the footer has many. */
export const structs = (items: readonly Compact[]): Compact => list(COMPACT.STRUCT, items);
