import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type mysql from 'mysql2/promise';
import { failure, rows, startServer, temporaryDirectory, type Environment, type TestServer } from './stagewire.js';

/** A server over a directory, with a root connection, for tests that put files into stages and query them. */
export interface Staging {
  readonly directory: string;
  readonly server: TestServer;
  readonly root: mysql.Connection;
  /** Puts a file into the folder of an internal stage as any other tool would. */
  put(stage: string, name: string, content: string | Uint8Array): Promise<void>;
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
  return {
    directory: directory.path,
    server,
    root,
    async put(stage, name, content) {
      const path = join(directory.path, 'data', 'store', 'stage', 'internal', stage, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
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
