import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows, startServer, temporaryDirectory, type TestServer } from '../support/stagewire.js';
import { until } from '../support/until.js';

/** Faults that no statement of ours can make: signals make them in the server. */
const FAULTS = `
process.on('SIGUSR2', () => { void Promise.reject(new Error('injected rejection')); });
process.on('SIGWINCH', () => { throw new Error('injected exception'); });
`;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: TestServer;

beforeAll(async () => {
  directory = await temporaryDirectory();
  const faults = join(directory.path, 'faults.mjs');
  await writeFile(faults, FAULTS);
  server = await startServer(join(directory.path, 'data'), { NODE_OPTIONS: `--import=${pathToFileURL(faults).href}` });
});
afterAll(async () => {
  await server.kill();
  await directory.remove();
});

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly err?: { readonly message: string };
  readonly connectionIds?: readonly number[];
}

async function logged(message: string): Promise<Line> {
  const line = (): Line | undefined => server.log().split('\n').filter((text) => text.startsWith('{')).map((text) => JSON.parse(text) as Line).find(({ err }) => err?.message === message);
  await until(`the log has '${message}'`, () => line() !== undefined);
  return line() as Line;
}

it('a promise that fails with nobody to see it is logged, and everybody is served on', async () => {
  const [busy, idle] = [await server.connect(), await server.connect()];
  const sleeping = rows(busy, 'SELECT sleep(2) AS s');
  await until('the statement runs', async () => (await rows(idle, "SELECT count(*) AS n FROM information_schema.processlist WHERE info LIKE '%sleep(2)%' AND id <> connection_id()"))[0]?.['n'] === 1);
  server.process.kill('SIGUSR2');
  expect(await logged('injected rejection')).toMatchObject({ level: 'error', connectionIds: [busy.threadId] });
  expect(await rows(idle, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(await sleeping).toEqual([{ s: 0 }]);
  expect(await rows(await server.connect(), 'SELECT 2 AS two')).toEqual([{ two: 2 }]);
  expect(server.process.exitCode).toBeNull();
});

it('an exception that nobody catches lets running statements finish, and ends the server', async () => {
  const connection = await server.connect();
  connection.on('error', () => undefined);
  const sleeping = rows(connection, 'SELECT sleep(1.5) AS s');
  const other = await server.connect();
  await until('the statement runs', async () => (await rows(other, "SELECT count(*) AS n FROM information_schema.processlist WHERE info LIKE '%sleep(1.5)%' AND id <> connection_id()"))[0]?.['n'] === 1);
  const ended = once(server.process, 'exit');
  server.process.kill('SIGWINCH');
  expect(await logged('injected exception')).toMatchObject({ level: 'fatal' });
  expect(await sleeping).toEqual([{ s: 0 }]);
  expect((await ended)[0]).toBe(1);
});
