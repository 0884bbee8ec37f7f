import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultDeployment, sharedDeployment, type Deployment, type SharedDeployment } from '../support/deployments.js';
import { query } from '../support/postgres.js';
import { startS3Server, type S3Server } from '../support/s3-server.js';
import { refusal } from '../support/server-process.js';
import { failure, rows, startServer, temporaryDirectory, type TestServer } from '../support/stagewire.js';
import { upload } from '../support/upload.js';

/** The store is given up on after 15 s of silence. */
const SILENT_STORE_MS = 40_000;

const s3 = await startS3Server('the server with PostgreSQL and S3');
afterAll(() => s3?.stop());

const namesOf = async (connection: mysql.Connection, sql: string): Promise<string[]> => (await rows(connection, sql)).map((row) => String(row['name']));

interface Presigned {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly url: string;
}

async function presign(connection: mysql.Connection, what: string): Promise<Presigned> {
  const [row] = await rows(connection, `PRESIGN ${what}`);
  return { method: String(row?.['method']), headers: JSON.parse(String(row?.['headers'])) as Record<string, string>, url: String(row?.['url']) };
}

/** Fetch sets the host itself. */
function follow({ method, headers, url }: Presigned, body?: string): Promise<Response> {
  const others = Object.entries(headers).filter(([name]) => name !== 'host');
  return fetch(url, { method, headers: others, ...(body !== undefined && { body }) });
}

const connectionOf = ({ accessKeyId, endpointUrl }: S3Server, secret: string, endpoint = endpointUrl): string =>
  `ENDPOINT_URL = '${endpoint}' REGION = 'us-east-1' ACCESS_KEY_ID = '${accessKeyId}' SECRET_ACCESS_KEY = '${secret}'`;

interface Tour {
  readonly deploy: (server: S3Server) => Promise<Deployment>;
  /** What LIST shows as md5 of a content. */
  readonly md5Of: (content: string) => string | null;
}

function tour({ deploy, md5Of }: Tour): void {
  if (s3 === null) return;
  const CONTENT = 'id,title\n1,Emma\n';
  let deployment: Deployment;
  let server: TestServer;
  let root: mysql.Connection;
  beforeAll(async () => {
    deployment = await deploy(s3);
    server = await startServer(deployment.dataDir, deployment.env);
    root = await server.connect();
  });
  afterAll(async () => {
    await root.end();
    expect(await server.stop()).toBe(0);
    await deployment.remove();
  });

  it('upload, LIST, PRESIGN both ways, REMOVE, DROP', async () => {
    await root.query('CREATE STAGE tour');
    const uploaded = await upload(server.httpUrl, 'tour', { 'books.csv': CONTENT, 'süß/日本 (1).csv': CONTENT }, { folder: 'in' });
    expect({ status: uploaded.status, ...((await uploaded.json()) as object) }).toMatchObject({ status: 200, state: 'SUCCESS', files: ['books.csv', 'süß/日本 (1).csv'] });
    expect(await rows(root, 'LIST @tour')).toMatchObject(['in/books.csv', 'in/süß/日本 (1).csv'].map((name) => ({ name, size: CONTENT.length, md5: md5Of(CONTENT), creator: null })));

    for (const name of ['in/books.csv', 'in/süß/日本 (1).csv']) {
      const response = await follow(await presign(root, `'@tour/${name}'`));
      expect([response.status, await response.text()]).toEqual([200, CONTENT]);
    }
    const put = await presign(root, "UPLOAD @tour/put.csv EXPIRE = 60 CONTENT_TYPE = 'text/csv'");
    expect(put.method).toBe('PUT');
    expect((await follow({ ...put, headers: { ...put.headers, 'content-type': 'text/csv' } }, 'put')).status).toBe(200);
    expect(await rows(root, 'LIST @tour/put')).toMatchObject([{ name: 'put.csv', size: 3, md5: md5Of('put') }]);
    expect((await follow({ ...put, method: 'GET', headers: {} })).status).toBe(403);
    expect((await fetch(put.url.replace('put.csv', 'other.csv'), { method: 'PUT', body: 'x', headers: { 'content-type': 'text/csv' } })).status).toBe(403);

    await root.query('REMOVE @tour/in/');
    expect(await deployment.files('tour')).toEqual(['put.csv']);
    await root.query('DROP STAGE tour');
    expect(await deployment.files('tour')).toEqual([]);
    expect((await follow(await presign(root, 'UPLOAD @~/mine.csv'), 'mine')).status).toBe(200);
    expect(await namesOf(root, 'LIST @~')).toEqual(['mine.csv']);
  });

  it('an external stage by a connection; DROP leaves its files', async () => {
    await s3.createBucket('outside').catch(() => undefined);
    await root.query(`CREATE CONNECTION store STORAGE_TYPE = 's3' ${connectionOf(s3, s3.secretAccessKey)}`);
    await root.query("CREATE STAGE ext URL = 's3://outside/a/b/' CONNECTION = (CONNECTION_NAME = 'store')");
    expect((await upload(server.httpUrl, 'ext', { 'x.csv': CONTENT })).status).toBe(200);
    const etag = `"${createHash('md5').update(CONTENT).digest('hex')}"`;
    expect(await rows(root, 'LIST @ext')).toMatchObject([{ name: 'x.csv', size: CONTENT.length, md5: etag }]);
    const response = await follow(await presign(root, '@ext/x.csv'));
    expect([response.headers.get('etag'), await response.text()]).toEqual([etag, CONTENT]);
    await root.query('DROP STAGE ext');
    await root.query(`CREATE STAGE ext URL = 's3://outside/a/' CONNECTION = (${connectionOf(s3, s3.secretAccessKey)})`);
    expect(await namesOf(root, 'LIST @ext')).toEqual(['b/x.csv']);
    await root.query('REMOVE @ext');
    expect(await namesOf(root, 'LIST @ext')).toEqual([]);
    await root.query('DROP STAGE ext');
    await root.query('DROP CONNECTION store');
  });

  it.each([
    ['wrong secret', 'outside', connectionOf(s3, 'wrong-secret-key'), 3002],
    ['wrong key', 'outside', connectionOf({ ...s3, accessKeyId: 'nobody' }, 'wrong-secret-key'), 3002],
    ['missing bucket', 'no-such-bucket', connectionOf(s3, s3.secretAccessKey), 3001],
    ['nobody listens', 'outside', connectionOf(s3, s3.secretAccessKey, 'http://127.0.0.1:1'), 3901],
  ])('an external stage that cannot be reached: %s', async (_what, bucket, connection, code) => {
    await s3.createBucket('outside').catch(() => undefined);
    await root.query(`CREATE STAGE broken URL = 's3://${bucket}/' CONNECTION = (${connection})`);
    const began = performance.now();
    for (const sql of ['LIST @broken', 'REMOVE @broken']) {
      const { message } = await failure(root, sql);
      expect(message).toContain(`Code: ${code}, `);
      expect(message).not.toMatch(/wrong-secret-key|stagewire-test-secret/);
    }
    const refused = await upload(server.httpUrl, 'broken', { 'a.csv': 'x' });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(await refused.json()).toMatchObject({ error: { code } });
    expect(performance.now() - began).toBeLessThan(10_000);
    await root.query('DROP STAGE broken');
  });

  it('a store that accepts and stays silent is given up on', { timeout: 2 * SILENT_STORE_MS }, async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    await root.query(`CREATE STAGE silent URL = 's3://b/' CONNECTION = (${connectionOf(s3, 'x', `http://127.0.0.1:${(silent.address() as AddressInfo).port}`)})`);
    const began = performance.now();
    expect((await failure(root, 'LIST @silent')).message).toContain('Code: 3901, ');
    expect(performance.now() - began).toBeLessThan(SILENT_STORE_MS);
    await root.query('DROP STAGE silent');
    silent.close();
  });
}

describe.skipIf(s3 === null)('embedded PostgreSQL, files in a directory', () => {
  tour({ deploy: defaultDeployment, md5Of: () => null });
});

describe.skipIf(s3 === null)('PostgreSQL, files in S3', () => {
  tour({ deploy: sharedDeployment, md5Of: (content) => `"${createHash('md5').update(content).digest('hex')}"` });
});

describe.skipIf(s3 === null)('several servers on one PostgreSQL and one bucket', () => {
  let deployment: SharedDeployment;
  let others: Awaited<ReturnType<typeof temporaryDirectory>>;
  let servers: TestServer[] = [];
  const connections: mysql.Connection[] = [];
  let one: mysql.Connection;
  let two: mysql.Connection;

  const connect = async (index: number, options?: mysql.ConnectionOptions): Promise<mysql.Connection> => {
    const connection = await servers[index]?.connect(options);
    if (!connection) throw new Error(`no server ${index}`);
    connections.push(connection);
    return connection;
  };

  beforeAll(async () => {
    if (!s3) return;
    deployment = await sharedDeployment(s3);
    others = await temporaryDirectory();
    // At once, on an empty database.
    servers = await Promise.all([deployment.dataDir, others.path].map((dataDir) => startServer(dataDir, deployment.env)));
    [one, two] = await Promise.all([connect(0), connect(1)]);
  });
  afterAll(async () => {
    for (const connection of connections) connection.destroy();
    for (const server of servers) expect(await server.stop()).toBe(0);
    await deployment.remove();
    await others.remove();
  });

  it('what one does, the other sees with the next statement', async () => {
    await one.query("CREATE STAGE both COMMENT = 'of one'");
    expect(await rows(two, 'DESC STAGE both')).toMatchObject([{ comment: 'of one' }]);
    expect((await upload(servers[1]?.httpUrl ?? '', 'both', { 'a.csv': 'abc' })).status).toBe(200);
    expect(await namesOf(one, 'LIST @both')).toEqual(['a.csv']);
    expect(await (await follow(await presign(one, '@both/a.csv'))).text()).toBe('abc');

    await two.query("CREATE USER shared IDENTIFIED BY 'pw'");
    const user = await connect(0, { user: 'shared', password: 'pw' });
    expect((await failure(user, 'LIST @both')).message).toContain('Code: 1063, ');
    await two.query('GRANT READ ON STAGE both TO shared');
    expect(await namesOf(user, 'LIST @both')).toEqual(['a.csv']);
    await one.query('REVOKE READ ON STAGE both FROM shared');
    expect((await failure(user, 'LIST @both')).message).toContain('Code: 1063, ');

    await two.query("ALTER STAGE both SET COMMENT = 'of two'");
    expect(await rows(one, 'DESC STAGE both')).toMatchObject([{ comment: 'of two' }]);
    await two.query('DROP STAGE both');
    expect((await failure(one, 'LIST @both')).message).toContain('Code: 2501, ');
  });

  it('of several who make the same stage one succeeds', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => connect(index % 2).then((connection) => connection.query('CREATE STAGE contested'))));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(String(outcome.reason)).toContain('Code: 2502, ');
    await one.query('DROP STAGE contested');
  });

  it('a file that another tool puts into the bucket is there at once, one that it removes is not', async () => {
    await one.query('CREATE STAGE dropzone');
    const key = 'home/stage/internal/dropzone/in/by hand.csv';
    await deployment.s3.putObject(deployment.bucket, key, 'by hand');
    const [file] = await rows(two, 'LIST @dropzone');
    const { etag, lastModified } = await deployment.s3.statObject(deployment.bucket, key);
    expect(file).toMatchObject({ name: 'in/by hand.csv', size: 7, md5: `"${etag}"` });
    expect(Math.floor(Date.parse(String(file?.['last_modified'])) / 1000)).toBe(Math.floor(lastModified.getTime() / 1000));
    await deployment.s3.removeObject(deployment.bucket, key);
    expect(await rows(one, 'LIST @dropzone')).toEqual([]);
    await one.query('DROP STAGE dropzone');
  });

  it('PostgreSQL may restart: connections stay, the next statement works', async () => {
    await one.query('CREATE STAGE lasting');
    const pid = Number.parseInt(await readFile(join(deployment.postgresDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
    process.kill(pid, 'SIGKILL');
    expect(await Promise.all([one, two].map((connection) => namesOf(connection, "SHOW STAGES LIKE 'lasting'")))).toEqual([['lasting'], ['lasting']]);
    await two.query('DROP STAGE lasting');
    const ids = await query(deployment.catalogUrl, 'SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()');
    await query(deployment.catalogUrl, 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ANY($1)', [ids.map((row) => row['pid'])]);
    await one.query('CREATE STAGE lasting');
    await two.query('DROP STAGE lasting');
  });

  it('a server with another key is refused', async () => {
    const third = await temporaryDirectory();
    const { how, lines } = await refusal({ ...deployment.env, STAGEWIRE_SECRET_KEY: 'quite another key', STAGEWIRE_DATA_DIR: third.path });
    expect({ how, lines }).toEqual({ how: 1, lines: [expect.stringContaining('STAGEWIRE_SECRET_KEY') as string] });
    await third.remove();
  });
});
