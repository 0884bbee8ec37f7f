import { parameterInteger, type Parameter } from '../parameter.js';
import type { ColumnType } from '../relation.js';
import type { Constant } from './constants.js';
import { WIDEST_DECIMAL } from './data-type.js';
import { clockOfText, wideOfText } from './quoting.js';

/** Stands for a parameter whose value is not known yet. */
const UNBOUND: Parameter = { type: { name: 'varchar' }, value: null };

/** DuckDB's types of parameters; a text has none, so that it adapts to what it is compared with, as a literal does. */
const CASTS: Readonly<Partial<Record<ColumnType['name'], string>>> = {
  boolean: 'BOOLEAN', int8: 'TINYINT', int16: 'SMALLINT', int32: 'INTEGER', int64: 'BIGINT',
  uint8: 'UTINYINT', uint16: 'USMALLINT', uint32: 'UINTEGER', uint64: 'UBIGINT', float: 'FLOAT', double: 'DOUBLE',
  date: 'DATE', timestamp: 'TIMESTAMP', binary: 'BLOB', bytes: 'BLOB',
};

/** The parameters and variables of one query while it is translated: gives `$1`, `$2` … to those that its SQL uses. */
export class QueryParameters {
  readonly #parameters: readonly Parameter[];
  /** What stands for `$1`, `$2` …, by the index of the parameter, the name of the variable or the literal. */
  readonly #used = new Map<number | string, Parameter>();

  /** @param parameters the bound values; empty for a query that is only prepared */
  constructor(parameters: readonly Parameter[]) {
    this.#parameters = parameters;
  }

  /** What to bind to `$1`, `$2` … */
  get values(): readonly Parameter[] {
    return [...this.#used.values()];
  }

  /** The same for what is known before the SQL runs, and is no part of it. */
  apart(): QueryParameters {
    return new QueryParameters(this.#parameters);
  }

  /** The parameter as a value that is known, with the SQL that stands for it. */
  constant(index: number): Constant {
    const parameter = this.#parameters[index];
    return parameter ? this.#constant(index, parameter) : { ...this.#constant(index, UNBOUND), isUnbound: true };
  }

  /** The same for the value of a variable. */
  variable(name: string, value: Parameter): Constant {
    return this.#constant(name, value);
  }

  /** The same for a text or bytes, as they were written; of a type of their own, since so long a text can stand for nothing else. */
  literal(written: string, literal: Parameter): Constant {
    const { sql, value } = this.#constant(written, literal);
    return { sql: literal.type.name === 'varchar' ? `CAST(${sql} AS VARCHAR)` : sql, value };
  }

  #constant(key: number | string, parameter: Parameter): Constant {
    const integer = parameterInteger(parameter);
    const { type, value } = parameter;
    return { sql: this.#write(key, parameter), value, type, ...(integer === null ? {} : { numberText: String(integer) }) };
  }

  #write(key: number | string, parameter: Parameter): string {
    if (parameter.type.name === 'null') return 'NULL';
    if (!this.#used.has(key)) this.#used.set(key, parameter);
    const number = [...this.#used.keys()].indexOf(key) + 1;
    if (parameter.type.name === 'time') return clockOfText(`CAST($${number} AS VARCHAR)`);
    if (parameter.type.name === 'timestamp_tz') return `fn.zoned_from(CAST($${number} AS VARCHAR))`;
    if (parameter.type.name === 'decimal' && parameter.type.precision > WIDEST_DECIMAL) return wideOfText(`CAST($${number} AS VARCHAR)`);
    const cast = castType(parameter.type);
    return cast === null ? `$${number}` : `CAST($${number} AS ${cast})`;
  }
}

function castType(type: ColumnType): string | null {
  if (type.name !== 'decimal') return CASTS[type.name] ?? null;
  return `DECIMAL(${type.precision}, ${type.scale})`;
}
