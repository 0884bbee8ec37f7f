import { afterAll, describe, expect, it } from 'vitest';
import type { SessionValues } from '../../sql/query/session-values.js';
import { openDialect, type Dialect } from './dialect.js';

export interface DialectForFile {
  readonly dialect: Dialect;
  /** A test for each query and the rows that it must give. */
  readonly cases: (name: string, table: readonly (readonly [sql: string, rows: unknown[][]])[]) => void;
}

/** An engine for all tests of a file, closed after the last of them. To be awaited at the top of the file. */
export async function dialectForFile(session?: SessionValues): Promise<DialectForFile> {
  const dialect = await openDialect(session);
  afterAll(() => dialect.close());
  return {
    dialect,
    cases: (name, table) => {
      describe(name, () => {
        it.each(table)('%s', async (sql, expected) => {
          expect(await dialect.rows(sql)).toEqual(expected);
        });
      });
    },
  };
}
