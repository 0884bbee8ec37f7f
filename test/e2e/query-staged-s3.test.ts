import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { Client } from 'minio';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startS3Server, type S3Server } from '../support/s3-server.js';
import { startStaging, type Staging } from '../support/staging.js';

const s3 = await startS3Server('queries of files in S3');
afterAll(() => s3?.stop());

/** What happens to a GET of an object: before it is sent, and to its answer. */
interface Fault {
  before?(): Promise<void>;
  /** Bytes of the body after which the connection breaks. */
  readonly breaksAfter?: number;
}

/** Passes requests on to the store; a fault meets the next GET whose path ends so. */
class Between {
  readonly #faults = new Map<string, Fault>();
  readonly #server: Server;
  readonly gets: string[] = [];

  constructor(target: string) {
    this.#server = createServer((incoming, outgoing) => { void this.#pass(new URL(target), incoming, outgoing); });
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  meet(pathEnd: string, fault: Fault): void {
    this.#faults.set(pathEnd, fault);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #pass(target: URL, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const [path = ''] = (incoming.url ?? '').split('?');
    const isGet = incoming.method === 'GET' && path.split('/').length > 2 && !path.endsWith('/');
    if (isGet) this.gets.push(path);
    const met = isGet ? [...this.#faults].find(([end]) => path.endsWith(end)) : undefined;
    if (met) this.#faults.delete(met[0]);
    await met?.[1].before?.();
    const breaksAfter = met?.[1].breaksAfter;
    const onward = request({ host: target.hostname, port: target.port, method: incoming.method, path: incoming.url, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      if (breaksAfter === undefined) answer.pipe(outgoing);
      else answer.once('data', (chunk: Buffer) => outgoing.write(chunk.subarray(0, breaksAfter), () => outgoing.destroy()));
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }
}

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
    expect([await readdir(join(cache, 'statements')), await readdir(join(cache, 'making'))]).toEqual([[], []]);
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
