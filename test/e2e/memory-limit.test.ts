import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { rows, startServer, temporaryDirectory, type TestServer } from '../support/stagewire.js';

const MIB = 1024 ** 2;
/** Sorts about two times as many bytes as fit into memory. */
const SORT = `
  SELECT number, concat(md5(number), md5(number + 1), md5(number + 2), md5(number + 3), md5(number + 4)) AS text FROM numbers(1000000)
  ORDER BY number * 7919 % 1000003, text LIMIT 1 OFFSET 999999`;
/** Of all, the one for which `number * 7919 % 1000003` is greatest. */
const SORTED_LAST = 341_332;
/** Makes one value of a gigabyte, which can't spill. */
const HUGE_VALUE = "SELECT length(group_concat(repeat('x', 1000))) FROM numbers(1000000)";

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: TestServer;

async function start(spillBytes: number): Promise<void> {
  server = await startServer(directory.path, { STAGEWIRE_ENGINE_MEMORY: String(96 * MIB), STAGEWIRE_ENGINE_THREADS: '2', STAGEWIRE_SPILL_SIZE: String(spillBytes) });
}

beforeAll(async () => {
  directory = await temporaryDirectory();
});

afterEach(() => server.stop());

afterAll(async () => {
  await directory.remove();
});

it('what does not fit into memory spills, and what cannot fails alone', async () => {
  await start(2048 * MIB);
  const [heavy, other] = [await server.connect(), await server.connect()];
  expect(await rows(heavy, SORT)).toMatchObject([{ number: SORTED_LAST }]);
  const failing = expect(heavy.query(HUGE_VALUE)).rejects.toMatchObject({ errno: 1041, message: expect.stringContaining('STAGEWIRE_ENGINE_MEMORY') as unknown });
  expect(await rows(other, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await failing;
  for (const connection of [heavy, other]) expect(await rows(connection, 'SELECT count(*) AS n FROM numbers(10)')).toEqual([{ n: 10 }]);
  await heavy.end();
  await other.end();
});

it('no more is spilled than allowed', async () => {
  await start(4 * MIB);
  const connection = await server.connect();
  await expect(connection.query(SORT)).rejects.toMatchObject({ errno: 1041 });
  expect(await rows(connection, 'SELECT count(*) AS n FROM numbers(10)')).toEqual([{ n: 10 }]);
  await connection.end();
});
