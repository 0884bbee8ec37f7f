import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type Hub } from '../support/hub.js';
import { Blocks, startIpfsGateway, type IpfsGateway } from '../support/ipfs-gateway.js';
import { rows } from '../support/stagewire.js';
import { startStaging, type Staging } from '../support/staging.js';

let hub: Hub;
let gateway: IpfsGateway;
let cid: string;
let staging: Staging;

beforeAll(async () => {
  hub = await startHub();
  const blocks = new Blocks();
  const tree = await blocks.build({ directory: { in: { directory: { 'b.csv': { wrapped: '2,y\n' }, 'a.csv': { raw: '1,x\n' } } } } });
  cid = tree.cid.toString();
  [staging, gateway] = await Promise.all([startStaging({ STAGEWIRE_HF_ENDPOINT: hub.url }), startIpfsGateway(blocks, tree)]);
});
afterAll(async () => {
  await staging.stop();
  await Promise.all([hub.stop(), gateway.stop()]);
});

async function parquet(): Promise<Buffer> {
  const path = join(staging.directory, 'made.parquet');
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`COPY (SELECT i::INTEGER AS id, hash(i) AS a, hash(i + 1) AS b FROM range(100000) t(i)) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  return readFile(path);
}

describe('a stage on Hugging Face', () => {
  beforeAll(async () => {
    hub.token = 'hf_quite_secret';
    hub.files.set('data/b.csv', Buffer.from('2,y\n'));
    hub.files.set('data/a.csv', Buffer.from('1,x\n'));
    hub.files.set('p/p.parquet', await parquet());
    await staging.root.query("CREATE CONNECTION hub STORAGE_TYPE = 'hf' TOKEN = 'hf_quite_secret'");
    await staging.root.query("CREATE STAGE hub URL = 'hf://owner/books/' CONNECTION = (CONNECTION_NAME = 'hub') FILE_FORMAT = (TYPE = CSV)");
  });

  it('is listed and queried', async () => {
    expect((await rows(staging.root, 'LIST @hub/data')).map(({ name, size }): unknown[] => [name, size])).toEqual([['data/a.csv', 4], ['data/b.csv', 4]]);
    expect(await staging.values('SELECT $1::INT, $2, metadata$filename FROM @hub/data/ ORDER BY 1')).toEqual([[1, 'x', 'data/a.csv'], [2, 'y', 'data/b.csv']]);
    expect(await staging.values("SELECT sum(id) FROM @hub/p/ (FILE_FORMAT => 'parquet')")).toEqual([['4999950000']]);
  });

  it('is queried by its URL, too: a folder, and a file of the repository', async () => {
    const connection = "CONNECTION => (CONNECTION_NAME = 'hub')";
    expect(await staging.values(`SELECT $2, metadata$filename FROM 'hf://owner/books/data/' (FILE_FORMAT => 'csv', ${connection}) ORDER BY 1`)).toEqual([['x', 'a.csv'], ['y', 'b.csv']]);
    expect(await staging.values(`SELECT $2, metadata$filename FROM 'hf://owner/books/data/a.csv' (FILE_FORMAT => 'csv', ${connection})`)).toEqual([['x', 'data/a.csv']]);
    expect(await staging.message("SELECT $2 FROM 'hf://owner/books/data/a.csv' (FILE_FORMAT => 'csv')")).toContain("Code: 3001, Text = revision 'main' of dataset 'owner/books' does not exist");
  });

  it('is only read, and shows no token', async () => {
    for (const sql of ['REMOVE @hub/data/a.csv', 'PRESIGN @hub/data/a.csv']) expect(await staging.message(sql)).toContain('Code: 3902');
    expect(JSON.stringify([await rows(staging.root, 'DESC STAGE hub'), await rows(staging.root, 'SHOW CONNECTIONS')])).not.toContain('hf_quite_secret');
  });
});

it('a stage on IPFS is listed and queried, and only read', async () => {
  await staging.root.query(`CREATE STAGE planets URL = 'ipfs://${cid}/in/' CONNECTION = (ENDPOINT_URL = '${gateway.url}') FILE_FORMAT = (TYPE = CSV)`);
  expect((await rows(staging.root, 'LIST @planets')).map(({ name, size }): unknown[] => [name, size])).toEqual([['a.csv', 4], ['b.csv', 4]]);
  expect(await staging.values('SELECT $1::INT, $2, metadata$filename FROM @planets ORDER BY 1')).toEqual([[1, 'x', 'a.csv'], [2, 'y', 'b.csv']]);
  expect(await staging.values(`SELECT $2, metadata$filename FROM 'ipfs://${cid}/in/b.csv' (FILE_FORMAT => 'csv', CONNECTION => (ENDPOINT_URL = '${gateway.url}'))`)).toEqual([['y', 'in/b.csv']]);
  for (const sql of ['REMOVE @planets/a.csv', 'PRESIGN @planets/a.csv']) expect(await staging.message(sql)).toContain('Code: 3902');
});
