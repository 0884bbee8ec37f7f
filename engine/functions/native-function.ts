import { DuckDBBlobValue, DuckDBScalarFunction, DuckDBTypeId, type DuckDBConnection, type DuckDBDataChunk, type DuckDBType, type DuckDBVector } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { isNull } from '../../sql/vector.js';
import { ChunkMemory } from '../chunk-memory.js';
import { readStrings } from '../strings.js';
import { readValidity } from '../validity.js';

/** An argument or a result: texts, bytes, whole numbers, those of 64 bits as `bigint`. */
export type NativeValue = null | string | Uint8Array | bigint | number | boolean;

/**
 * A function of the dialect that neither DuckDB nor a macro can compute. The engine's threads call it for a chunk of rows at a time, at
 * most 2048, and wait; it runs on the thread of this process, between whatever else that has to do. So it must be quick, bounded
 * in what it makes, and pure. What it throws is the error of the query.
 */
export interface NativeFunction {
  /** Without the prefix that keeps it from the names that queries may call. */
  readonly name: string;
  readonly parameters: readonly DuckDBType[];
  /** The type of any number of arguments behind these. */
  readonly rest?: DuckDBType;
  readonly result: DuckDBType;
  /** Whether it has an answer for NULL; of others NULL is the answer to NULL. */
  readonly takesNulls?: boolean;
  /** Whether it answers anew for each row, whatever its arguments are. */
  readonly isVolatile?: boolean;
  readonly compute: (...args: readonly NativeValue[]) => NativeValue;
  /** Called behind the last row of a chunk. */
  readonly endOfChunk?: () => void;
}

export const PREFIX = 'stagewire_';

export function registerNative(connection: DuckDBConnection, native: NativeFunction): void {
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: `${PREFIX}${native.name}`,
      parameterTypes: native.parameters,
      ...(native.rest ? { varArgsType: native.rest } : {}),
      returnType: native.result,
      specialHandling: native.takesNulls === true,
      volatile: native.isVolatile === true,
      mainFunction: (_info, input, output) => {
        answer(native, input, output);
      },
    }),
  );
}

/** For the arguments of one chunk, which are gone when it is answered. */
const memory = new ChunkMemory();

function answer({ parameters, rest, takesNulls, compute, endOfChunk }: NativeFunction, input: DuckDBDataChunk, output: DuckDBVector): void {
  memory.restart();
  const { rowCount } = input;
  const columns = Array.from({ length: input.columnCount }, (_, index) => readColumn(input, index, parameters[index] ?? rest));
  for (let row = 0; row < rowCount; row += 1) {
    const args = columns.map((column) => column(row));
    const result = takesNulls !== true && args.includes(null) ? null : compute(...args);
    output.setItem(row, result instanceof Uint8Array ? new DuckDBBlobValue(result) : result);
  }
  output.flush();
  endOfChunk?.();
}

function readColumn(input: DuckDBDataChunk, index: number, type: DuckDBType | undefined): (row: number) => NativeValue {
  if (type?.typeId !== DuckDBTypeId.VARCHAR && type?.typeId !== DuckDBTypeId.BLOB) {
    const values = input.getColumnValues(index);
    return (row) => (values[row] ?? null) as bigint | number | boolean | null;
  }
  const source = { raw: duckdb.data_chunk_get_vector(input.chunk, index), count: input.rowCount, memory };
  const validity = readValidity(source, null);
  const strings = readStrings(source, validity);
  const bytes = Buffer.from(strings.bytes.buffer, strings.bytes.byteOffset, strings.bytes.byteLength);
  const isText = type.typeId === DuckDBTypeId.VARCHAR;
  const vector = { layout: 'bytes' as const, ...strings, validity };
  return (row) => {
    if (isNull(vector, row)) return null;
    const start = strings.starts[row] ?? 0;
    const end = start + (strings.lengths[row] ?? 0);
    return isText ? bytes.toString('utf8', start, end) : bytes.subarray(start, end);
  };
}
