import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DuckDBInstance } from '@duckdb/node-api';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAzurite } from '../support/azurite.js';
import { startFakeGcs } from '../support/fake-gcs.js';
import { rows } from '../support/stagewire.js';
import { startStaging, type Staging } from '../support/staging.js';
import { upload } from '../support/upload.js';

/** A place in some store, as CREATE STAGE names it. */
interface Place {
  readonly url: string;
  readonly connection: string;
  /** Of the keys in `connection`, as nobody may see it. */
  readonly secret: string;
}

const [azurite, gcs] = await Promise.all([startAzurite('stages on Azure'), startFakeGcs('stages on GCS')]);

const places: Record<string, () => Promise<Place>> = {
  ...(azurite && {
    azblob: async () => {
      await azurite.createContainer('staged');
      const { endpointUrl, accountName, accountKey } = azurite;
      return { url: 'azblob://staged/in/', connection: `ENDPOINT_URL = '${endpointUrl}' ACCOUNT_NAME = '${accountName}' ACCOUNT_KEY = '${accountKey}'`, secret: accountKey };
    },
  }),
  ...(gcs && {
    gcs: async () => {
      await gcs.createBucket('staged');
      return { url: 'gcs://staged/in/', connection: `ENDPOINT_URL = '${gcs.endpointUrl}' CREDENTIAL = '${gcs.credential}'`, secret: gcs.credential };
    },
  }),
};

let staging: Staging;
beforeAll(async () => {
  staging = await startStaging();
});
afterAll(async () => {
  await staging.stop();
  await Promise.all([azurite?.stop(), gcs?.stop()]);
});

async function parquet(): Promise<Buffer> {
  const path = join(staging.directory, 'made.parquet');
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`COPY (SELECT i::INTEGER AS id, hash(i) AS a, hash(i + 1) AS b, hash(i + 2) AS c FROM range(200000) t(i)) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  return readFile(path);
}

// Vitest refuses a file without tests.
if (Object.keys(places).length === 0) it.skip('needs a store', () => undefined);

for (const [kind, create] of Object.entries(places)) {
  describe(`a stage on ${kind}`, () => {
    const stage = `on_${kind}`;
    let place: Place;
    const names = async (path = ''): Promise<string[]> => (await rows(staging.root, `LIST @${stage}/${path}`)).map(({ name }) => String(name));
    const put = async (name: string, content: Buffer | string): Promise<void> => {
      await staging.root.query({ sql: `PUT 'file:///${name}' @${stage}/put/ OVERWRITE = TRUE`, infileStreamFactory: () => Readable.from([Buffer.from(content)]) } as mysql.QueryOptions);
    };
    beforeAll(async () => {
      place = await create();
      await staging.root.query(`CREATE CONNECTION con_${kind} STORAGE_TYPE = '${kind}' ${place.connection}`);
      await staging.root.query(`CREATE STAGE ${stage} URL = '${place.url}' CONNECTION = (CONNECTION_NAME = 'con_${kind}') FILE_FORMAT = (TYPE = CSV)`);
    });

    it('shows no secret', async () => {
      const shown = JSON.stringify([await rows(staging.root, `DESC STAGE ${stage}`), await rows(staging.root, 'SHOW CONNECTIONS'), await rows(staging.root, 'SHOW STAGES')]);
      expect(shown).toContain(place.url);
      expect(shown).not.toContain(place.secret);
    });

    it('takes files by PUT and over HTTP, lists, reads and removes them', async () => {
      await put('a b.csv', '1,x\n2,y\n');
      expect((await upload(staging.server.httpUrl, stage, { 'c.csv': '3,z\n' }, { folder: 'put' })).status).toBe(200);
      expect(await names()).toEqual(['put/a b.csv', 'put/c.csv']);
      expect(await staging.values(`SELECT $1::INT, $2, metadata$filename FROM @${stage}/put/ ORDER BY 1`)).toEqual([
        [1, 'x', 'put/a b.csv'], [2, 'y', 'put/a b.csv'], [3, 'z', 'put/c.csv'],
      ]);
      expect(await staging.values(`SELECT $2 FROM '${place.url}put/c.csv' (FILE_FORMAT => 'csv', CONNECTION => (CONNECTION_NAME = 'con_${kind}'))`)).toEqual([['z']]);
      expect(await staging.values(`SELECT hex(read_file('@${stage}/put/c.csv'))`)).toEqual([['332C7A0A']]);
      await put('c.csv', '4,new\n');
      expect(await staging.values(`SELECT $2 FROM @${stage}/put/c.csv`)).toEqual([['new']]);
      await staging.root.query(`REMOVE @${stage}/put/ PATTERN = '.*c[.]csv'`);
      expect(await names('put/')).toEqual(['put/a b.csv']);
    });

    it('streams an upload of many parts', async () => {
      const chunk = Buffer.alloc(1024 * 1024, 'abcdefg\n');
      const body = Readable.from((function* () { for (let count = 0; count < 20; count += 1) yield chunk; })());
      await staging.root.query({ sql: `PUT 'file:///large' @${stage}/large/`, infileStreamFactory: () => body } as mysql.QueryOptions);
      const [row] = await rows(staging.root, `LIST @${stage}/large/`);
      expect(row?.['size']).toBe(20 * 1024 * 1024);
      expect(await staging.values(`SELECT count($1), count(DISTINCT $1) FROM @${stage}/large/`)).toEqual([[20 * 131_072, 1]]);
    });

    it('reads only the columns of Parquet that a query needs', async () => {
      const body = await parquet();
      await put('p.parquet', body);
      const fetched = async (): Promise<number> => Number((await staging.values("SHOW STATUS LIKE 'Stagewire_fetched_bytes'"))[0]?.[1]);
      const before = await fetched();
      expect(await staging.values(`SELECT sum(id) FROM @${stage}/put/p.parquet (FILE_FORMAT => 'parquet')`)).toEqual([['19999900000']]);
      expect(await fetched() - before).toBeLessThan(body.length / 3);
    });

    it('presigns uploads and downloads', async () => {
      const presign = async (what: string): Promise<{ readonly url: string; readonly headers: Record<string, string> }> => {
        const [row] = await rows(staging.root, `PRESIGN ${what}`);
        const headers: unknown = row?.['headers'];
        return { url: String(row?.['url']), headers: (typeof headers === 'string' ? JSON.parse(headers) : headers) as Record<string, string> };
      };
      const content = 'signed ü\n';
      const up = await presign(`UPLOAD @${stage}/signed/s.csv`);
      expect((await fetch(up.url, { method: 'PUT', headers: up.headers, body: content })).ok).toBe(true);
      const down = await presign(`@${stage}/signed/s.csv`);
      const received = Buffer.from(await (await fetch(down.url)).arrayBuffer());
      expect(createHash('md5').update(received).digest('hex')).toBe(createHash('md5').update(content).digest('hex'));
    });

    it('says what is missing', async () => {
      expect(await staging.message(`SELECT $1 FROM @${stage} (FILES => ('none.csv'))`)).toContain('Code: 3001');
      const absent = place.url.replace(/\/\/[^/]+/, '//absent-one');
      await staging.root.query(`CREATE OR REPLACE STAGE absent URL = '${absent}' CONNECTION = (CONNECTION_NAME = 'con_${kind}')`);
      expect(await staging.message('LIST @absent')).toMatch(/Code: 3001, Text = (?:container|bucket) 'absent-one' does not exist/);
    });
  });
}
