import { StagewireError } from '../../../errors/index.js';
import { WIDEST_DECIMAL, type ColumnType, type NamedType } from '../../columns/column-type.js';
import { damaged } from './damaged.js';
import type { TypeMessage } from './messages.js';

/** `Type.Kind` of orc_proto.proto, by number. */
const KINDS = [
  'boolean', 'byte', 'short', 'int', 'long', 'float', 'double', 'string', 'binary', 'timestamp',
  'list', 'map', 'struct', 'union', 'decimal', 'date', 'varchar', 'char', 'timestamp with local time zone',
] as const;
type Kind = (typeof KINDS)[number];

/** A column of a file or a part of one; columns are numbered from the root down, each before its parts. */
export type OrcType = { readonly column: number } & (
  | { readonly kind: Exclude<Kind, 'decimal' | 'list' | 'map' | 'struct' | 'union'> }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'list'; readonly item: OrcType }
  | { readonly kind: 'map'; readonly key: OrcType; readonly value: OrcType }
  | { readonly kind: 'struct'; readonly fields: readonly OrcField[] }
  | { readonly kind: 'union'; readonly variants: readonly OrcType[] }
);

export interface OrcField {
  readonly name: string;
  readonly type: OrcType;
}

/** What writers without precision and scale, of Hive 0.11, mean. */
const OLD_DECIMAL = { precision: 38, scale: 10 } as const;
const DEEPEST = 64;

/** The columns of a file's rows. 1046 for a schema that makes no sense, 1002 for a type that can't be read. */
export function fileFields(types: readonly TypeMessage[]): readonly OrcField[] {
  const root = typeOf(types, 0, 0);
  if (root.kind !== 'struct') throw damaged('its rows have no columns');
  return root.fields;
}

function typeOf(types: readonly TypeMessage[], column: number, depth: number): OrcType {
  const message = types[column];
  if (!message) throw damaged('its schema lacks a type');
  if (depth > DEEPEST) throw damaged('its types are nested too deeply');
  const kind = KINDS[message.kind];
  // Parts come later than what they are part of, so that no type holds itself.
  const parts = (count: number | null): readonly OrcType[] => {
    if (count !== null && message.subtypes.length !== count) throw damaged('a type of its schema lacks its parts');
    return message.subtypes.map((part, index) => {
      if (part <= (index === 0 ? column : message.subtypes[index - 1] as number)) throw damaged('the types of its schema are out of order');
      return typeOf(types, part, depth + 1);
    });
  };
  switch (kind) {
    case undefined:
      throw new StagewireError('Unimplemented', `it has a column of a type that can't be read (type ${message.kind})`);
    case 'list':
      return { kind, column, item: parts(1)[0] as OrcType };
    case 'map': {
      const [key, value] = parts(2);
      return { kind, column, key: key as OrcType, value: value as OrcType };
    }
    case 'struct':
      return { kind, column, fields: parts(message.fieldNames.length).map((type, index) => ({ name: message.fieldNames[index] as string, type })) };
    case 'union':
      return { kind, column, variants: parts(null) };
    case 'decimal':
      return { kind, column, ...decimal(message) };
    default:
      return { kind, column };
  }
}

function decimal(message: TypeMessage): { readonly precision: number; readonly scale: number } {
  const precision = message.precision ?? 0;
  if (precision === 0) return OLD_DECIMAL;
  const scale = message.scale ?? 0;
  if (precision > WIDEST_DECIMAL) throw new StagewireError('Unimplemented', `DECIMAL(${precision},${scale}) has more than ${WIDEST_DECIMAL} digits`);
  if (scale > precision) throw damaged(`its schema has a DECIMAL(${precision},${scale})`);
  return { precision, scale };
}

/** How the values of a type are shown. A union is a struct of the number of its variant and of a field for each variant. */
export function columnType(type: OrcType): ColumnType {
  switch (type.kind) {
    case 'byte':
      return { kind: 'integer', bits: 8, signed: true };
    case 'short':
      return { kind: 'integer', bits: 16, signed: true };
    case 'int':
      return { kind: 'integer', bits: 32, signed: true };
    case 'long':
      return { kind: 'integer', bits: 64, signed: true };
    case 'string':
    case 'varchar':
    case 'char':
      return { kind: 'text' };
    case 'binary':
      return { kind: 'bytes' };
    case 'timestamp':
    case 'timestamp with local time zone':
      return { kind: 'timestamp' };
    case 'decimal':
      return { kind: 'decimal', precision: type.precision, scale: type.scale };
    case 'list':
      return { kind: 'list', item: columnType(type.item) };
    case 'map':
      return { kind: 'map', key: columnType(type.key), value: columnType(type.value) };
    case 'struct':
      return structOf(type.fields.map(namedType));
    case 'union':
      return structOf([{ name: 'tag', type: { kind: 'integer', bits: 8, signed: true } }, ...type.variants.map((variant, index) => ({ name: `field${index}`, type: columnType(variant) }))]);
    default:
      return { kind: type.kind };
  }
}

export const namedType = ({ name, type }: OrcField): NamedType => ({ name, type: columnType(type) });

function structOf(fields: readonly NamedType[]): ColumnType {
  if (fields.length === 0) throw new StagewireError('Unimplemented', 'it has a struct without fields, which can\'t be read');
  return { kind: 'struct', fields };
}
