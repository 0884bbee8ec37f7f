import { afterAll } from 'vitest';
import { startServer, temporaryDirectory, type Environment, type TestServer } from './stagewire.js';

/** A server for all tests of a file, over a directory of its own; both go after the last of them. To be awaited at the top of the file. */
export async function serverForFile(env: Environment = {}): Promise<{ readonly server: TestServer; readonly directory: string }> {
  const directory = await temporaryDirectory();
  afterAll(() => directory.remove());
  const server = await startServer(directory.path, env);
  afterAll(() => server.stop());
  return { server, directory: directory.path };
}
