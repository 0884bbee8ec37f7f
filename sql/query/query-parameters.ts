import { parameterInteger, type Parameter } from '../parameter.js';
import type { ColumnType } from '../relation.js';
import type { Constant } from './constants.js';

/** Stands for a parameter whose value is not known yet. */
const UNBOUND: Parameter = { type: { name: 'varchar' }, value: null };
/** Digits of DuckDB's widest DECIMAL; beyond it a number is a DOUBLE, as a literal of that length is. */
const WIDEST_DECIMAL = 38;

/** DuckDB's types of parameters; a text has none, so that it adapts to what it is compared with, as a literal does. */
const CASTS: Readonly<Partial<Record<ColumnType['name'], string>>> = {
  boolean: 'BOOLEAN', int8: 'TINYINT', int16: 'SMALLINT', int32: 'INTEGER', int64: 'BIGINT',
  uint8: 'UTINYINT', uint16: 'USMALLINT', uint32: 'UINTEGER', uint64: 'UBIGINT', float: 'FLOAT', double: 'DOUBLE',
  date: 'DATE', time: 'TIME', timestamp: 'TIMESTAMP', binary: 'BLOB', bytes: 'BLOB',
};

/** The parameters of one query while it is translated: gives `$1`, `$2` … to those that its SQL uses. */
export class QueryParameters {
  readonly #parameters: readonly Parameter[];
  readonly #used: number[] = [];

  /** @param parameters the bound values; empty for a query that is only prepared */
  constructor(parameters: readonly Parameter[]) {
    this.#parameters = parameters;
  }

  get areBound(): boolean {
    return this.#parameters.length > 0;
  }

  /** What to bind to `$1`, `$2` …, as indices of the statement's parameters. */
  get used(): readonly number[] {
    return this.#used;
  }

  /** The parameter as a value that is known, with the SQL that stands for it. */
  constant(index: number): Constant {
    const parameter = this.#parameters[index] ?? UNBOUND;
    const integer = parameterInteger(parameter);
    const { type, value } = parameter;
    return { sql: this.#write(index, type), value, type, ...(integer === null ? {} : { numberText: String(integer) }) };
  }

  #write(index: number, type: ColumnType): string {
    if (type.name === 'null') return 'NULL';
    const known = this.#used.indexOf(index);
    const number = known === -1 ? this.#used.push(index) : known + 1;
    const cast = castType(type);
    return cast === null ? `$${number}` : `CAST($${number} AS ${cast})`;
  }
}

function castType(type: ColumnType): string | null {
  if (type.name !== 'decimal') return CASTS[type.name] ?? null;
  return type.precision > WIDEST_DECIMAL ? 'DOUBLE' : `DECIMAL(${type.precision}, ${type.scale})`;
}
