import { StagewireError } from '../../errors/index.js';

/** The engine read of a file what its plan had not shown. A hole is zeros, and no page of Parquet begins with one. */
export class ReadOfHole extends StagewireError {
  constructor(options: ErrorOptions) {
    super('StorageUnavailable', 'a part of a staged file that the query needs was not fetched; run it again', options);
  }
}

/** Whether an error of DuckDB may come of a hole; it comes of damaged files too. */
export function meetsHole(error: unknown): boolean {
  return error instanceof Error && error.message.includes('TProtocolException');
}
