import type { DuckDBType } from '@duckdb/node-api';
import { StagewireError } from '../../errors/index.js';
import { quoteName } from '../../sql/query/quoting.js';
import { restoredSql, typeSql, vectorCount } from './type-sql.js';

/** The database in memory in which the results are; what is made and dropped there has no plan of other tables made anew. */
export const RESULTS = 'results';

/** What the engine takes for a vector of a table that has no more rows than fit into one (measured with DuckDB 1.5: 18 KiB for numbers, 34 KiB for texts). */
const SMALL_VECTOR = 36 * 1024;
const SMALL_ROWS = 2048;
/** For more it takes blocks of 256 KiB, one for the values and one for which of them are NULL. */
const BLOCKS = 512 * 1024;

/** The result of a query as a table of the engine, in exactly the types that it had. Nobody changes it. */
export class ResultTable {
  /** No other result ever has it. */
  readonly name: string;
  readonly #names: readonly string[];
  readonly #types: readonly DuckDBType[];
  readonly #drop: () => void;
  /** Bytes of its values. */
  bytes = 0;
  rowCount = 0;
  #readers = 0;
  #isDropped = false;

  /** `drop` removes it from the engine; results may have two columns of one name. */
  constructor(name: string, names: readonly string[], types: readonly DuckDBType[], drop: () => void) {
    this.name = name;
    this.#names = names;
    this.#types = types;
    this.#drop = drop;
  }

  /** The statement that makes it. */
  get definition(): string {
    return `CREATE TABLE ${RESULTS}.main.${quoteName(this.name)} (${this.#types.map((type, index) => `c${index} ${typeSql(type)}`).join(', ')})`;
  }

  /** A query of all of it. */
  get select(): string {
    return `SELECT ${this.#types.map((type, index) => `${restoredSql(type, `c${index}`)} AS ${quoteName(this.#names[index] ?? '')}`).join(', ')} FROM ${RESULTS}.main.${quoteName(this.name)}`;
  }

  /** Bytes that the engine takes for it, or somewhat less. */
  get size(): number {
    const vectors = this.#types.reduce((count, type) => count + vectorCount(type), 0);
    return vectors * (SMALL_VECTOR + (this.rowCount > SMALL_ROWS ? BLOCKS : 0)) + this.bytes;
  }

  /** A query begins to read it: until {@link release} it stays. Throws 1016 if it is gone. */
  hold(): void {
    if (this.#isDropped) throw new StagewireError('EmptyData', 'the result of that query was dropped just now, to make room or because its time was over: run the query again');
    this.#readers += 1;
  }

  release(): void {
    this.#readers -= 1;
    if (this.#isDropped && this.#readers === 0) this.#drop();
  }

  /** Nobody may begin to read it from now on. */
  drop(): void {
    if (this.#isDropped) return;
    this.#isDropped = true;
    if (this.#readers === 0) this.#drop();
  }
}
