import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type mysql from 'mysql2/promise';
import { failure, rows, startServer, temporaryDirectory, type Environment, type TestServer } from './stagewire.js';

/** A server over a directory, with a root connection, for tests that put files into stages and query them. */
export interface Staging {
  readonly directory: string;
  readonly server: TestServer;
  readonly root: mysql.Connection;
  /** Puts a file into the folder of an internal stage as any other tool would. */
  put(stage: string, name: string, content: string | Uint8Array): Promise<void>;
  /** Puts the rows of a query of DuckDB there as Parquet, written by DuckDB itself. */
  putParquet(stage: string, name: string, sql: string): Promise<void>;
  /** Rows as arrays of their values. */
  values(sql: string): Promise<unknown[][]>;
  /** The message of the error with which a statement ends. */
  message(sql: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startStaging(env: Environment = {}): Promise<Staging> {
  const directory = await temporaryDirectory();
  const server = await startServer(join(directory.path, 'data'), env);
  const root = await server.connect();
  const pathOf = (stage: string, name: string): string => join(directory.path, 'data', 'store', 'stage', 'internal', stage, name);
  return {
    directory: directory.path,
    server,
    root,
    async put(stage, name, content) {
      await mkdir(dirname(pathOf(stage, name)), { recursive: true });
      await writeFile(pathOf(stage, name), content);
    },
    async putParquet(stage, name, sql) {
      await mkdir(dirname(pathOf(stage, name)), { recursive: true });
      const connection = await (await DuckDBInstance.create()).connect();
      await connection.run(`COPY (${sql}) TO '${pathOf(stage, name)}' (FORMAT parquet)`);
      connection.closeSync();
    },
    values: async (sql) => (await rows(root, sql)).map((row) => Object.values(row) as unknown[]),
    message: async (sql) => (await failure(root, sql)).message,
    async stop() {
      await root.end();
      await server.stop();
      await directory.remove();
    },
  };
}
