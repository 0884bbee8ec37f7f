import type { PlainTypeName } from '../../sql/relation.js';
import { logicalTypeOf } from '../metadata/mysql-types.js';
import type { ObjectColumn } from '../metadata/schema-object.js';

export interface ShapeColumn extends ObjectColumn {
  readonly plainType: PlainTypeName;
}

/** Name and columns of a table. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly ShapeColumn[];
}

const SQL_MODES =
  "set('REAL_AS_FLOAT','PIPES_AS_CONCAT','ANSI_QUOTES','NOT_USED','IGNORE_SPACE','ONLY_FULL_GROUP_BY','NO_UNSIGNED_SUBTRACTION','NO_DIR_IN_CREATE'," +
  "'ANSI','NO_AUTO_VALUE_ON_ZERO','NO_BACKSLASH_ESCAPES','STRICT_TRANS_TABLES','STRICT_ALL_TABLES','NO_ZERO_IN_DATE','NO_ZERO_DATE'," +
  "'ALLOW_INVALID_DATES','ERROR_FOR_DIVISION_BY_ZERO','TRADITIONAL','HIGH_NOT_PRECEDENCE','NO_ENGINE_SUBSTITUTION','PAD_CHAR_TO_FULL_LENGTH'," +
  "'TIME_TRUNCATE_FRACTIONAL')";

/**
 * Reads tables written as a line with the name and indented lines with `<column> <MySQL type>[?]`, separated by
 * commas; `?` stands for nullable, the type `sql_mode` for the set of SQL modes.
 */
export function parseTableShapes(text: string): readonly TableShape[] {
  return text.trim().split(/\n(?! )/).map((block) => {
    const [name = '', ...lines] = block.split('\n');
    return { name, columns: splitColumns(lines.map((line) => line.trim()).join(' ')).map(parseColumn) };
  });
}

/** Splits at the commas that are followed by a blank: those inside a type are not. */
function splitColumns(text: string): readonly string[] {
  return text.split(', ');
}

function parseColumn(text: string): ShapeColumn {
  const [, name = '', type = '', nullable] = /^(\S+) (.*?)(\?)?$/.exec(text) ?? [];
  const mysqlType = type === 'sql_mode' ? SQL_MODES : type;
  const plainType = logicalTypeOf(mysqlType);
  return { name, type: { name: plainType }, plainType, nullable: nullable !== undefined, mysqlType };
}
