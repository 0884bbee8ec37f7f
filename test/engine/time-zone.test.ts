import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { columnValues } from '../../sql/cell-value.js';
import { temporaryDirectory } from '../support/stagewire.js';

test('the engine reckons in UTC, wherever the machine is', async () => {
  expect.assertions(1);
  // Read when the engine opens; this file has a process of its own.
  process.env['TZ'] = 'America/New_York';
  const directory = await temporaryDirectory();
  const engine = await Engine.open({ spillDirectory: directory.path, spillCapacity: 1_000_000_000, cacheDirectory: join(directory.path, 'objects'), cacheCapacity: 0, memoryLimit: 512_000_000, threads: 1, callsAtOnce: 1 });
  const { columns, batches } = await engine.query({ sql: "SELECT CAST(CAST(to_timestamp(0) AS TIMESTAMP) AS VARCHAR)", parameters: [], tables: [] }, new AbortController().signal);
  for await (const batch of batches) expect(columnValues(batch, columns, 0)).toEqual(['1970-01-01 00:00:00']);
  await engine.close();
  await directory.remove();
});
