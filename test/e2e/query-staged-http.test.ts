import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startStaging, type Staging } from '../support/staging.js';
import { rows } from '../support/stagewire.js';
import { startWebServer, type WebServer } from '../support/web-server.js';

let web: WebServer;
let staging: Staging;

beforeAll(async () => {
  [web, staging] = await Promise.all([startWebServer(), startStaging()]);
  await staging.root.query(`CREATE STAGE web URL = '${web.origin}/in/' FILE_FORMAT = (TYPE = CSV)`);
  await staging.root.query('CREATE FILE FORMAT packed TYPE = CSV COMPRESSION = AUTO');
});
afterAll(async () => {
  await staging.stop();
  await web.stop();
});
beforeEach(() => {
  web.requests.length = 0;
});

async function parquet(rowCount: number): Promise<Buffer> {
  const path = join(staging.directory, 'made.parquet');
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`COPY (SELECT i::INTEGER AS id, hash(i) AS a, hash(i + 1) AS b, hash(i + 2) AS c FROM range(${rowCount}) t(i)) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  return readFile(path);
}

describe('a URL in place of a stage', () => {
  it('names a file, with the query that signs it', async () => {
    web.files.set('/out/a.csv', { body: Buffer.from('1,x\n2,y\n'), etag: '"a"' });
    const sql = `SELECT $1::INT, $2, metadata$filename FROM '${web.origin}/out/a.csv?sig=s%2Bs' (FILE_FORMAT => 'csv') ORDER BY 1`;
    expect(await staging.values(sql)).toEqual([[1, 'x', 'out/a.csv'], [2, 'y', 'out/a.csv']]);
    expect(web.requests.every((request) => request.includes('?sig=s%2Bs'))).toBe(true);
    expect(JSON.stringify(await rows(staging.root, 'SHOW FULL PROCESSLIST'))).not.toContain('s%2Bs');
  });

  it('is named without its query wherever columns and plans name their table', async () => {
    web.files.set('/out/a.csv', { body: Buffer.from('1,x\n2,y\n'), etag: '"a"' });
    const sql = `SELECT $1 FROM '${web.origin}/out/a.csv?sig=100%' (FILE_FORMAT => 'csv')`;
    const [found, fields] = await staging.root.query({ sql, rowsAsArray: true });
    expect(found).toEqual([['1'], ['2']]);
    expect(fields.map((field) => (field as unknown as { orgTable: string }).orgTable)).toEqual([`${web.origin}/out/a.csv`]);
    for (const explain of ['EXPLAIN', 'EXPLAIN FORMAT = TREE', 'EXPLAIN FORMAT = JSON']) {
      const plan = JSON.stringify(await staging.values(`${explain} ${sql}`));
      expect(plan).toContain(`${web.origin}/out/a.csv`);
      expect(plan).not.toContain('sig=');
    }
  });

  it('names several files, which PATTERN filters', async () => {
    for (const day of ['08', '09', '10']) web.files.set(`/out/d${day}.csv.gz`, { body: gzipSync(`${day}\n`), modified: new Date() });
    const from = (options: string): string => `SELECT $1 FROM '${web.origin}/out/d[08-10].csv.gz' (FILE_FORMAT => 'packed'${options}) ORDER BY 1`;
    expect(await staging.values(from(''))).toEqual([['08'], ['09'], ['10']]);
    expect(await staging.values(from(", PATTERN => '0.[.]csv[.]gz'"))).toEqual([['08'], ['09']]);
    expect(await staging.values(`SELECT count($1) FROM '${web.origin}/out/' (FILE_FORMAT => 'packed', FILES => ('d08.csv.gz', 'a.csv'))`)).toEqual([[3]]);
  });

  it('of Parquet is read in ranges where the server has them, and as a whole elsewhere', async () => {
    const body = await parquet(200_000);
    web.files.set('/out/p.parquet', { body, etag: '"p"' });
    web.files.set('/out/whole.parquet', { body, etag: '"p"', ranges: false });
    const fetched = async (name: string): Promise<number> => {
      const before = Number((await staging.values("SHOW STATUS LIKE 'Stagewire_fetched_bytes'"))[0]?.[1]);
      expect(await staging.values(`SELECT sum(id) FROM '${web.origin}/out/${name}'`)).toEqual([['19999900000']]);
      return Number((await staging.values("SHOW STATUS LIKE 'Stagewire_fetched_bytes'"))[0]?.[1]) - before;
    };
    expect(await fetched('p.parquet')).toBeLessThan(body.length / 3);
    web.requests.length = 0;
    expect(await fetched('whole.parquet')).toBe(body.length);
    expect(web.requests).toEqual(['GET /out/whole.parquet bytes=0-0', 'GET /out/whole.parquet all']);
    expect(await fetched('whole.parquet')).toBe(0);
  });

  it.each([
    ["SELECT $1 FROM '$/out/none.csv' (FILE_FORMAT => 'csv')", "file 'out/none.csv' does not exist at $"],
    ["SELECT $1 FROM '$/out/' (FILE_FORMAT => 'csv')", 'cannot be listed: name them with FILES, or by a whole path'],
    ["SELECT $1 FROM '$/out/' (FILE_FORMAT => 'csv', FILES => ('none.csv'))", "file 'none.csv' does not exist"],
    ["SELECT $1 FROM 'http://a:b@127.0.0.1/x.csv' (FILE_FORMAT => 'csv')", 'must not hold a user name or password'],
    ["SELECT $1 FROM '$/out/a.csv' (FILE_FORMAT => 'csv', CONNECTION => (token = 'x'))", 'connection params invalid'],
  ])('%s is refused', async (sql, why) => {
    expect(await staging.message(sql.replace('$/', `${web.origin}/`))).toContain(why.replace('$', web.origin));
  });

  it('is what table functions take, too', async () => {
    web.files.set('/out/n.ndjson', { body: Buffer.from('{"a":1,"b":"x"}\n'), etag: '"n"' });
    expect(await staging.values(`SELECT column_name, type FROM infer_schema(location => '${web.origin}/out/n.ndjson', file_format => 'ndjson')`)).toEqual([['a', 'BIGINT'], ['b', 'VARCHAR']]);
  });
});

describe('a stage on a web server', () => {
  it('has the files that are named', async () => {
    web.files.set('/in/x.csv', { body: Buffer.from('7\n'), etag: '"x"', modified: new Date('2026-01-02T03:04:05Z') });
    expect(await staging.values('SELECT $1 FROM @web/x.csv')).toEqual([['7']]);
    expect(await staging.values("SELECT $1 FROM @web (FILES => ('x.csv'))")).toEqual([['7']]);
    expect(await staging.values('LIST @web/x.csv')).toEqual([['x.csv', 2, '"x"', '2026-01-02 03:04:05.000 +0000', null]]);
    expect(await staging.values("SELECT hex(read_file('@web/x.csv'))")).toEqual([['370A']]);
  });

  it.each([
    ['LIST @web', 'cannot be listed'],
    ['REMOVE @web/x.csv', 'only read over http'],
    ['PRESIGN DOWNLOAD @web/x.csv', 'only read over http'],
    ["CREATE STAGE odd URL = 'http://u:p@127.0.0.1/x/'", 'must not hold a user name or password'],
  ])('%s is refused', async (sql, why) => {
    expect(await staging.message(sql)).toContain(why);
  });
});
