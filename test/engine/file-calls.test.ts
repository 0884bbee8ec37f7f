import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { temporaryDirectory } from '../support/stagewire.js';
import { until } from '../support/until.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('of files that a query reads nothing is kept behind its end, however it comes', async () => {
  const directory = await temporaryDirectory();
  const engine = await Engine.open({ spillDirectory: directory.path, spillCapacity: 1_000_000_000, cacheDirectory: join(directory.path, 'objects'), cacheCapacity: 0, memoryLimit: 512_000_000, threads: 1, callsAtOnce: 1 });
  const contents: WeakRef<Uint8Array>[] = [];
  const read = (): Promise<Uint8Array> => {
    const content = new Uint8Array(1000);
    contents.push(new WeakRef(content));
    return Promise.resolve(content);
  };
  const run = async (sql: string): Promise<number> => {
    const { batches } = await engine.query({ sql, parameters: [], tables: [], files: { known: [{ call: 0, path: 'a' }], varying: false, read } }, new AbortController().signal);
    let rows = 0;
    for await (const batch of batches) rows += batch.rowCount;
    return rows;
  };
  expect(await run("SELECT fn.read_file(0, 'a')")).toBe(1);
  await expect(run("SELECT fn.read_file(0, 'a') AS content, missing FROM range(1)")).rejects.toThrow('missing');
  expect(contents).toHaveLength(2);
  await until('the contents are collected', () => {
    collectGarbage();
    return contents.every((content) => content.deref() === undefined);
  });
  await engine.close();
  await directory.remove();
});
