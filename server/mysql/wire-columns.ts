import { Collation } from '../../protocol/collations.js';
import { ColumnFlag, MysqlType } from '../../protocol/column-types.js';
import type { ColumnDefinition } from '../../protocol/packets/column-definition-41.js';
import type { ColumnType, ResultColumn } from '../result.js';
import type { ResultText } from './client-text.js';

/** The part of a column definition that follows from the type alone. */
type WireType = Pick<ColumnDefinition, 'type' | 'flags' | 'length' | 'decimals' | 'collation'>;

/** Characters that a VARCHAR column may at most hold in MySQL, of four bytes each. */
const VARCHAR_CHARACTERS = 16_382;
const BLOB_LENGTH = 0xffff_ffff;
/** The number of digits after the point is not fixed. */
const VARYING_DECIMALS = 31;

const number = (type: number, length: number, flags = 0, decimals = 0): WireType => ({
  type,
  length,
  flags: ColumnFlag.BINARY | flags,
  decimals,
  collation: Collation.BINARY,
});

const unsigned = (type: number, length: number): WireType => number(type, length, ColumnFlag.UNSIGNED);

/** Length and collation depend on how the client reads text. */
const VARCHAR: WireType = {
  type: MysqlType.VAR_STRING,
  length: 0,
  flags: 0,
  decimals: 0,
  collation: Collation.UTF8MB4_0900_AI_CI,
};

const BLOB = number(MysqlType.BLOB, BLOB_LENGTH, ColumnFlag.BLOB);

const WIRE_TYPES: Readonly<Record<Exclude<ColumnType['name'], 'decimal'>, WireType>> = {
  null: number(MysqlType.NULL, 0),
  boolean: number(MysqlType.SHORT, 1),
  int8: number(MysqlType.TINY, 4),
  int16: number(MysqlType.SHORT, 6),
  int32: number(MysqlType.LONG, 11),
  int64: number(MysqlType.LONGLONG, 20),
  uint8: unsigned(MysqlType.TINY, 3),
  uint16: unsigned(MysqlType.SHORT, 5),
  uint32: unsigned(MysqlType.LONG, 10),
  uint64: unsigned(MysqlType.LONGLONG, 20),
  // 39 digits, and the sign.
  int128: number(MysqlType.NEWDECIMAL, 40),
  uint128: unsigned(MysqlType.NEWDECIMAL, 39),
  float: number(MysqlType.FLOAT, 12, 0, VARYING_DECIMALS),
  double: number(MysqlType.DOUBLE, 22, 0, VARYING_DECIMALS),
  date: number(MysqlType.DATE, 10),
  time: number(MysqlType.TIME, 17, 0, 6),
  timestamp: number(MysqlType.DATETIME, 26, 0, 6),
  // The offset behind it, ` +hhmm`, counts too.
  timestamp_tz: number(MysqlType.DATETIME, 32, 0, 6),
  varchar: VARCHAR,
  json: VARCHAR,
  binary: BLOB,
  bytes: BLOB,
  geometry: number(MysqlType.GEOMETRY, BLOB_LENGTH, ColumnFlag.BLOB),
  interval: VARCHAR,
  uuid: VARCHAR,
  bit: VARCHAR,
  enum: VARCHAR,
  array: VARCHAR,
  map: VARCHAR,
  tuple: VARCHAR,
  union: VARCHAR,
};

/** How a column of a result is announced to a client who reads texts so. */
export function wireColumn(column: ResultColumn, text: ResultText): ColumnDefinition {
  const wireType = wireTypeOf(column.type);
  const { type, flags, decimals } = wireType;
  const isText = wireType === VARCHAR;
  const origin = column.origin ?? null;
  // Field by field: copying an object by spreading takes longer than all the rest of a SELECT 1.
  return {
    schema: origin === null ? '' : origin.database,
    table: origin === null ? '' : origin.table,
    originalTable: origin === null ? '' : origin.originalTable,
    name: column.name,
    originalName: origin === null ? '' : origin.originalName,
    collation: isText ? text.collation : wireType.collation,
    length: isText ? (origin?.characters ?? VARCHAR_CHARACTERS) * text.maxLength : wireType.length,
    type,
    flags: column.nullable && !origin?.isNotNull ? flags : flags | ColumnFlag.NOT_NULL,
    decimals,
  };
}

function wireTypeOf(type: ColumnType): WireType {
  if (type.name !== 'decimal') return WIRE_TYPES[type.name];
  // As in MySQL the length counts the sign and the point, which clients subtract again.
  const length = type.precision + 1 + (type.scale > 0 ? 1 : 0);
  return number(MysqlType.NEWDECIMAL, length, 0, type.scale);
}
