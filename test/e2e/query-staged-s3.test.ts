import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { Client } from 'minio';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Between } from '../support/between.js';
import { startS3Server, type S3Server } from '../support/s3-server.js';
import { startStaging, type Staging } from '../support/staging.js';

const s3 = await startS3Server('queries of files in S3');
afterAll(() => s3?.stop());

function suite(server: S3Server): void {
  const BUCKET = 'staged';
  const { hostname, port } = new URL(server.endpointUrl);
  const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey: server.accessKeyId, secretKey: server.secretAccessKey });
  const between = new Between(server.endpointUrl);
  let endpoint: string;
  let staging: Staging;

  const keys = (secret = server.secretAccessKey): string => `ENDPOINT_URL = '${endpoint}' REGION = 'us-east-1' ACCESS_KEY_ID = '${server.accessKeyId}' SECRET_ACCESS_KEY = '${secret}'`;
  /** Keys of an external and of an internal stage. */
  const PREFIXES = { ext: 'out/', home: 'home/stage/internal/home/' } as const;
  const put = async (key: string, content: Buffer | string): Promise<void> => { await client.putObject(BUCKET, key, content); };

  async function parquet(sql: string): Promise<Buffer> {
    const path = join(staging.directory, 'made.parquet');
    const connection = await (await DuckDBInstance.create()).connect();
    await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet)`);
    connection.closeSync();
    return readFile(path);
  }

  beforeAll(async () => {
    endpoint = await between.listen();
    await server.createBucket(BUCKET);
    staging = await startStaging({
      STAGEWIRE_STORAGE_URL: `s3://${BUCKET}/home/?endpoint_url=${endpoint}&region=us-east-1`,
      STAGEWIRE_S3_ACCESS_KEY_ID: server.accessKeyId,
      STAGEWIRE_S3_SECRET_ACCESS_KEY: server.secretAccessKey,
    });
    await staging.root.query('CREATE STAGE home');
    await staging.root.query(`CREATE CONNECTION store STORAGE_TYPE = 's3' ${keys()}`);
    await staging.root.query(`CREATE STAGE ext URL = 's3://${BUCKET}/out/' CONNECTION = (CONNECTION_NAME = 'store')`);
  });

  afterAll(async () => {
    await staging.stop();
    between.close();
  });

  afterEach(async () => {
    const cache = join(staging.directory, 'data', 'cache', 'objects');
    expect(await readdir(join(cache, 'making'))).toEqual([]);
  });

  describe.each(['ext', 'home'] as const)('stage %s', (stage) => {
    it('Parquet, CSV.gz and NDJSON, fetched once', async () => {
      await put(`${PREFIXES[stage]}f/a.parquet`, await parquet('SELECT i::INTEGER AS id FROM range(1000) t(i)'));
      await put(`${PREFIXES[stage]}f/süß 日本.csv.gz`, gzipSync('1,"a,b"\n2,\n'));
      await put(`${PREFIXES[stage]}f/c.ndjson`, '{"k":1}\n{"k":2}\n');
      const before = between.gets.length;
      for (let round = 0; round < 2; round += 1) {
        expect(await staging.values(`SELECT count(*), CAST(sum(id) AS SIGNED), min(metadata$filename) FROM @${stage}/f/a.parquet`)).toEqual([[1000, 499500, 'f/a.parquet']]);
        expect(await staging.values(`SELECT $1, $2, metadata$filename FROM '@${stage}/f/' (FILE_FORMAT => (TYPE = CSV COMPRESSION = AUTO), PATTERN => '.*[.]gz') ORDER BY 1`)).toEqual([['1', 'a,b', 'f/süß 日本.csv.gz'], ['2', null, 'f/süß 日本.csv.gz']]);
        expect(await staging.values(`SELECT $1:k FROM @${stage}/f (FILE_FORMAT => 'ndjson', FILES => ('c.ndjson')) ORDER BY 1`)).toMatchObject([['1'], ['2']]);
      }
      expect(between.gets.length - before).toBe(3);
    });

    it('what is fetched is counted, for the session and the server', async () => {
      const content = '{"k":1}\n'.repeat(5000);
      await put(`${PREFIXES[stage]}counted/a.ndjson`, content);
      const status = async (scope: string, name: string): Promise<number> => Number((await staging.values(`SHOW ${scope} STATUS LIKE 'Stagewire_${name}'`))[0]?.[1]);
      const all = (): Promise<number[]> => Promise.all([status('SESSION', 'fetched_bytes'), status('GLOBAL', 'fetched_bytes'), status('GLOBAL', 'cache_bytes')]);
      const [session = 0, global = 0, cached = 0] = await all();
      for (let round = 0; round < 2; round += 1) expect(await staging.values(`SELECT count($1) FROM @${stage}/counted (FILE_FORMAT => 'ndjson')`)).toEqual([[5000]]);
      const [sessionAfter, globalAfter, cachedAfter = 0] = await all();
      expect([sessionAfter, globalAfter]).toEqual([session + content.length, global + content.length]);
      expect(cachedAfter - cached).toBeGreaterThanOrEqual(content.length);
      expect(cachedAfter).toBeLessThan(await status('GLOBAL', 'cache_size'));
    });

    it('an object that was replaced between two queries is read anew', async () => {
      for (const word of ['before', 'behind']) {
        await put(`${PREFIXES[stage]}r/x.csv`, `${word}\n`);
        expect(await staging.values(`SELECT $1 FROM @${stage}/r/ (FILE_FORMAT => 'csv')`)).toEqual([[word]]);
      }
    });

    it('one that is replaced or removed between listing and fetching is an error, and no mixture', async () => {
      const sql = `SELECT DISTINCT $1 FROM @${stage}/d/ (FILE_FORMAT => 'csv')`;
      const key = `${PREFIXES[stage]}d/x.csv`;
      await put(key, 'old\n'.repeat(100_000));
      between.meet('d/x.csv', { before: () => put(key, 'new\n'.repeat(100_000)) });
      expect(await staging.message(sql)).toMatch(/Code: 3001, Text = .*replaced or removed while the statement ran; run it again/);
      expect(await staging.values(sql)).toEqual([['new']]);
      await put(key, 'again\n');
      between.meet('d/x.csv', { before: () => client.removeObject(BUCKET, key) });
      expect(await staging.message(sql)).toContain('Code: 3001');
      expect(await staging.values(sql)).toEqual([]);
    });

    it('one that is replaced while its body comes is the old one as a whole', async () => {
      const sql = `SELECT DISTINCT $1 FROM @${stage}/w/ (FILE_FORMAT => 'csv')`;
      const key = `${PREFIXES[stage]}w/x.csv`;
      await put(key, 'old\n'.repeat(500_000));
      const query = staging.values(sql);
      await put(key, 'new\n'.repeat(500_000));
      const outcome = await query.catch((error: unknown) => String(error));
      if (typeof outcome === 'string') expect(outcome).toContain('Code: 3001');
      else expect([[['old']], [['new']]]).toContainEqual(outcome);
      expect(await staging.values(sql)).toEqual([['new']]);
    });

    it.each(['b.parquet', 'b.csv', 'b.csv.gz', 'b.ndjson'])('a body that breaks off is an error, leaves nothing, and the next query fetches it anew: %s', async (name) => {
      const lines = Array.from({ length: 50_000 }, (_, index) => `${(index * 7919) % 100_003}\n`).join('');
      const content = name.endsWith('.parquet') ? await parquet('SELECT i::INTEGER AS id FROM range(50000) t(i)') : name.endsWith('.gz') ? gzipSync(lines) : lines;
      await put(`${PREFIXES[stage]}b/${name}`, content);
      const format = name.endsWith('.parquet') ? 'PARQUET' : name.endsWith('.ndjson') ? 'NDJSON' : 'CSV COMPRESSION = AUTO';
      const column = format === 'PARQUET' ? 'id' : '$1';
      const sql = `SELECT count(${column}) FROM @${stage}/b/${name} (FILE_FORMAT => (TYPE = ${format}))`;
      between.meet(`b/${name}`, { breaksAfter: 1000 });
      expect(await staging.message(sql)).toMatch(/Code: 3901, /);
      expect(await staging.values(sql)).toEqual([[50_000]]);
    });

    it('a query that is killed amid a download leaves nothing, and the next one fetches anew', async () => {
      await put(`${PREFIXES[stage]}k/x.csv`, 'there\n');
      let goOn = (): void => undefined;
      const asked = new Promise<void>((resolve) => {
        between.meet('k/x.csv', { before: () => { resolve(); return new Promise((go) => { goOn = go; }); } });
      });
      const sql = `SELECT $1 FROM @${stage}/k/ (FILE_FORMAT => 'csv')`;
      const killed = staging.message(sql);
      await asked;
      const other = await staging.server.connect();
      await other.query(`KILL QUERY ${staging.root.threadId}`);
      expect(await killed).toMatch(/interrupted|cancelled|killed/i);
      await other.end();
      expect(await staging.values(sql)).toEqual([['there']]);
      goOn();
    });

    it.each([['csv', '$1', 'CAST($1 AS SIGNED)'], ['ndjson', '$1', 'CAST($1:k AS SIGNED)'], ['parquet', '*', 'k']])('LIMIT over many files of %s fetches no more than it needs', async (format, columns, key) => {
      const FILES = 24;
      for (let file = 0; file < FILES; file += 1) {
        const numbers = Array.from({ length: 10 }, (_, row) => file * 10 + row);
        const text = (row: number): string => (format === 'csv' ? `${row}\n` : `{"k":${row}}\n`);
        const content = format === 'parquet' ? await parquet(`SELECT unnest([${numbers.join(', ')}]) AS k`) : numbers.map(text).join('');
        await put(`${PREFIXES[stage]}l-${format}/${String(file).padStart(3, '0')}`, content);
      }
      const from = `@${stage}/l-${format}/ (FILE_FORMAT => '${format}')`;
      const first = async (select: string): Promise<[values: unknown[], gets: number]> => {
        const before = between.gets.length;
        const answer = await staging.values(select);
        return [answer.map(([value]) => value), between.gets.length - before];
      };
      const from0 = (count: number, start = 0): number[] => Array.from({ length: count }, (_, index) => start + index);
      const [shown, gets] = await first(`SELECT ${columns} FROM ${from} LIMIT 4`);
      expect(shown.map((value) => (format === 'ndjson' ? (JSON.parse(String(value)) as { k: number }).k : Number(value)))).toEqual(from0(4));
      expect(gets).toBe(1);
      expect(await first(`SELECT ${key} FROM ${from} LIMIT 7 OFFSET 8`)).toEqual([from0(7, 8), 3]);
      expect(await first(`SELECT x FROM (SELECT ${key} AS x FROM ${from} WHERE ${key} >= 35) AS t LIMIT 3`)).toEqual([from0(3, 35), 0]);
      expect(await first(`SELECT ${key} FROM ${from} WHERE ${key} % 20 = 3 LIMIT 4`)).toEqual([[3, 23, 43, 63], 12]);
      await staging.root.query(`CREATE OR REPLACE VIEW lv AS SELECT ${key} AS x FROM ${from}`);
      expect(await first('SELECT x FROM lv LIMIT 200')).toEqual([from0(200), FILES - 16]);
      for (const sql of [`SELECT max(x) FROM lv LIMIT 1`, 'SELECT x FROM lv ORDER BY x DESC LIMIT 1', 'SELECT x FROM lv ORDER BY x LIMIT 1 OFFSET 239']) expect(await first(sql)).toEqual([[239], 0]);
      expect(await first('SELECT DISTINCT x % 2 AS y FROM lv ORDER BY y LIMIT 3')).toEqual([[0, 1], 0]);
      expect((await first('SELECT count(*) OVER () FROM lv LIMIT 1'))[0]).toEqual([240]);
      expect(await first(`SELECT ${key} FROM ${from} WHERE ${key} >= 239 LIMIT 2`)).toEqual([[239], 0]);
    });

    describe('Parquet in parts', () => {
      const WIDE = Array.from({ length: 20 }, (_, column) => `(hash(i * 31 + ${column}) % 1000000)::BIGINT AS c${column}`).join(', ');
      const wide = (factor: number): Promise<Buffer> => parquet(`SELECT ${factor} * i AS id, ${WIDE} FROM range(200000) t(i)`);

      it('one column of twenty takes less than a tenth of the bytes, the second time none', async () => {
        const content = await wide(1);
        await put(`${PREFIXES[stage]}p/wide.parquet`, content);
        const sql = `SELECT CAST(sum(c7) AS CHAR), count(*) FROM @${stage}/p/wide.parquet`;
        const before = between.bytes;
        const [answer] = await staging.values(sql);
        expect(answer?.[1]).toBe(200_000);
        expect((between.bytes - before) / content.length).toBeLessThan(0.1);
        const { length } = between.gets;
        expect(await staging.values(sql)).toEqual([answer]);
        expect(between.gets).toHaveLength(length);
      });

      it('what asks for columns alone reads the footer alone', async () => {
        await put(`${PREFIXES[stage]}p/d.parquet`, await wide(2));
        const before = between.bytes;
        await staging.root.prepare(`SELECT * FROM @${stage}/p/d.parquet WHERE id > ?`);
        expect(await staging.values(`SELECT num_rows, num_columns FROM inspect_parquet('@${stage}/p/d.parquet')`)).toEqual([[200_000, 21]]);
        expect(await staging.values(`SELECT * FROM infer_schema(location => '@${stage}/p/d.parquet')`)).toHaveLength(21);
        expect(between.bytes - before).toBeLessThan(100_000);
      });

      it('EXPLAIN says what will be read, and reads nothing but footers', async () => {
        const content = await parquet('SELECT i AS id, (hash(i) % 1000000)::BIGINT AS a, (hash(i + 1) % 1000000)::BIGINT AS b FROM range(500000) t(i)');
        for (const name of ['1', '2', '3']) await put(`${PREFIXES[stage]}e/${name}.parquet`, content);
        await put(`${PREFIXES[stage]}e/t.csv`, '1,x\n'.repeat(1000));
        const plan = async (sql: string, format = 'TREE'): Promise<string> => String((await staging.values(`EXPLAIN FORMAT = ${format} ${sql}`))[0]?.[0]);
        const from = `@${stage}/e/ (PATTERN => '[123].parquet')`;
        const sql = `SELECT sum(a) FROM ${from} WHERE id >= 495000`;
        const before = between.bytes;
        const [summary = '', first = ''] = (await plan(sql)).split('\n-> ')[1]?.split('\n') ?? [];
        expect(between.bytes - before).toBeLessThanOrEqual(3 * 64 * 1024);
        const [, bytes] = /^Read @\w+\/e\/: 3 of 3 files, (\d+) of \d+ bytes, 0 of them here; columns id, a$/.exec(summary) ?? [];
        expect(Number(bytes)).toBeGreaterThan(0);
        expect(Number(bytes)).toBeLessThan(content.length);
        expect(first).toMatch(/^ +e\/1\.parquet: \d+ of \d+ bytes, 0 of them here; row groups 4 of 5 at \d+-\d+(, \d+-\d+)?$/);
        const atQuery = between.bytes;
        await staging.values(sql);
        expect(between.bytes - atQuery).toBe(Number(bytes));
        const json = JSON.parse(await plan(sql, 'JSON')) as { readonly engine_plan: readonly unknown[] };
        expect(json.engine_plan.at(-1)).toMatchObject({ name: 'STAGED_FILES', extra_info: { Location: `@${stage}/e/`, 'Total Files': 3, Columns: ['id', 'a'], 'Bytes Read': Number(bytes), 'Bytes Cached': Number(bytes) } });
        expect(await plan(`SELECT a FROM ${from} LIMIT 3`)).toMatch(/-> Read @\w+\/e\/: 1 of 3 files, .*columns a; more if these give too few rows\n +e\/1.parquet: .*row groups 0 of 5/);
        expect(await plan(`SELECT count(*) FROM ${from} x JOIN ${from} y USING (id)`)).toMatch(/columns id\n[^]*columns id\n/);
        expect(String((await staging.values(`EXPLAIN ANALYZE SELECT max(b + id) FROM ${from} WHERE id < 5`))[0]?.[0])).toMatch(/15 rows/i);
        const gets = between.gets.length;
        expect(await plan(`SELECT $2 FROM @${stage}/e/t.csv (FILE_FORMAT => 'csv') WHERE $1 = 1`)).toMatch(/SCAN[^]*-> Read @\w+\/e\/t.csv: 1 of 1 file, 4000 of 4000 bytes, 0 of them here\n +e\/t.csv: the whole, 4000 bytes, 0 of them here/);
        expect(between.gets).toHaveLength(gets);
      });

      it('an object that is replaced between its footer and its columns is an error, and no mixture', async () => {
        const key = `${PREFIXES[stage]}p/r.parquet`;
        await put(key, await wide(1));
        const replaced = await wide(3);
        expect(await staging.values(`SELECT count(*) FROM @${stage}/p/r.parquet`)).toEqual([[200_000]]);
        between.meet('p/r.parquet', { before: () => put(key, replaced) });
        const sql = `SELECT CAST(max(id + c1 - c1) AS SIGNED) FROM @${stage}/p/r.parquet`;
        expect(await staging.message(sql)).toMatch(/Code: 3001, Text = .*replaced or removed while the statement ran; run it again/);
        expect(await staging.values(sql)).toEqual([[3 * 199_999]]);
      });

      it('a query that is killed while its columns come leaves nothing, and the next one fetches them', async () => {
        await put(`${PREFIXES[stage]}p/k.parquet`, await wide(1));
        const sql = `SELECT CAST(sum(id) AS SIGNED) FROM @${stage}/p/k.parquet WHERE c2 >= 0`;
        expect(await staging.values(`SELECT count(*) FROM @${stage}/p/k.parquet`)).toEqual([[200_000]]);
        let goOn = (): void => undefined;
        const asked = new Promise<void>((resolve) => {
          between.meet('p/k.parquet', { before: () => { resolve(); return new Promise((go) => { goOn = go; }); } });
        });
        const killed = staging.message(sql);
        await asked;
        const other = await staging.server.connect();
        await other.query(`KILL QUERY ${staging.root.threadId}`);
        expect(await killed).toMatch(/interrupted|cancelled|killed/i);
        await other.end();
        expect(await staging.values(sql)).toEqual([[(199_999 * 200_000) / 2]]);
        goOn();
      });
    });

    it('missing objects', async () => {
      expect(await staging.message(`SELECT $1 FROM @${stage}/f (FILE_FORMAT => 'csv', FILES => ('none.csv'))`)).toContain("Code: 3001, Text = file 'f/none.csv' does not exist");
      expect(await staging.message(`SELECT * FROM @${stage}/none/`)).toContain('Code: 1065, Text = no files found');
      expect(await staging.values(`SELECT $1 FROM @${stage}/none/ (FILE_FORMAT => 'csv')`)).toEqual([]);
    });
  });

  it('a URL with its own keys, as a directory and as a file', async () => {
    await put('uri/a.csv', '1\n');
    await put('uri/b.csv', '2\n');
    const options = `(FILE_FORMAT => 'csv', CONNECTION => (${keys()}))`;
    expect(await staging.values(`SELECT $1 FROM 's3://${BUCKET}/uri/' ${options} ORDER BY 1`)).toEqual([['1'], ['2']]);
    expect(await staging.values(`SELECT $1, metadata$filename FROM 's3://${BUCKET}/uri/b.csv' ${options}`)).toMatchObject([['2', 'uri/b.csv']]);
    expect(await staging.values(`SELECT $1 FROM 's3://${BUCKET}/uri/b.csv' (FILE_FORMAT => 'csv', CONNECTION => (CONNECTION_NAME = 'store'))`)).toEqual([['2']]);
  });

  it('without keys the keys of the server are not used', async () => {
    const message = await staging.message(`SELECT $1 FROM 's3://${BUCKET}/uri/' (FILE_FORMAT => 'csv', CONNECTION => (ENDPOINT_URL = '${endpoint}' REGION = 'us-east-1'))`);
    expect(message).toMatch(/Code: (2002|3002), /);
  });

  it.each([
    ['wrong secret', BUCKET, 3002],
    ['missing bucket', 'no-such-bucket', 3001],
  ])('%s', async (what, bucket, code) => {
    await staging.root.query(`CREATE OR REPLACE STAGE broken URL = 's3://${bucket}/out/' CONNECTION = (${keys(what === 'wrong secret' ? 'wrong-secret-key' : undefined)})`);
    const location = "@broken/f (FILE_FORMAT => 'csv'";
    for (const sql of [`SELECT $1 FROM ${location})`, `SELECT $1 FROM ${location}, FILES => ('a.csv'))`, 'SELECT * FROM @broken/f/', "SELECT * FROM infer_schema(location => '@broken/f/')"]) {
      const message = await staging.message(sql);
      expect(message, sql).toContain(`Code: ${code}, `);
      expect(message).not.toMatch(/wrong-secret-key|stagewire-test-secret/);
    }
  });

  it('who has other keys gets nothing from the cache', async () => {
    await put('out/c/x.csv', 'secret\n');
    expect(await staging.values("SELECT $1 FROM @ext/c/ (FILE_FORMAT => 'csv')")).toEqual([['secret']]);
    const message = await staging.message(`SELECT $1 FROM 's3://${BUCKET}/out/c/x.csv' (FILE_FORMAT => 'csv', CONNECTION => (${keys('wrong-secret-key')}))`);
    expect(message).toContain('Code: 3002');
  });
}

if (s3) describe('queries of files in S3', () => { suite(s3); });
else it.skip('queries of files in S3', () => undefined);
