import { Readable } from 'node:stream';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failure, rows } from '../support/stagewire.js';
import { startStaging, type Staging } from '../support/staging.js';

let staging: Staging;
let root: mysql.Connection;

beforeAll(async () => {
  staging = await startStaging();
  root = staging.root;
  await root.query('CREATE STAGE files');
  await staging.put('files', 'in/x.csv', 'a,b\n');
  await staging.put('files', 'in/y.txt', 'c|d\n');
});

afterAll(() => staging.stop());

const set = (name: string, value: string): Promise<unknown> => root.query(`SET VARIABLE ${name} = ${value}`);
const names = async (sql: string): Promise<unknown[]> => (await rows(root, sql)).map((row) => String(row['name']));

it('variables stand for locations, patterns and numbers in statements about files', async () => {
  await set('place', "'@files/in/'");
  await set('csv', "'.*[.]csv'");
  await set('seconds', '60');
  await root.query("SET @txt = '.*[.]txt', @size = 2");
  expect(await names('LIST $place')).toEqual(['in/x.csv', 'in/y.txt']);
  expect(await names('LIST $place PATTERN = $csv')).toEqual(['in/x.csv']);
  expect((await staging.values('GET $place PATTERN = $csv')).flat().map(String)).toEqual(['in/x.csv', 'a,b\n']);
  expect((await staging.values('GET @files/in PATTERN => @txt CHUNK_SIZE = @size')).map((row) => String(row.at(-1)))).toEqual(['c|', 'd\n']);
  const [signed] = await rows(root, "PRESIGN UPLOAD '@files/in/new.csv' EXPIRE = $seconds CONTENT_TYPE = 'text/csv'");
  expect(String(signed?.['url'])).toMatch(/^http.*new\.csv/);
  await root.query('REMOVE $place PATTERN = @txt');
  expect(await names('LIST @files')).toEqual(['in/x.csv']);
  await staging.put('files', 'in/y.txt', 'c|d\n');
});

it('PUT and LOAD DATA take the name of a file and the place from variables', async () => {
  await set('file', "'file:///home/ann/sent.csv'");
  await set('folder', "'@files/put/'");
  const sent = (name: string): Readable => Readable.from([Buffer.from(`content of ${name}`)]);
  const [put] = await root.query({ sql: 'PUT $file $folder AUTO_COMPRESS = FALSE', infileStreamFactory: sent } as mysql.QueryOptions);
  expect(put).toMatchObject([{ affectedRows: 1 }, [{ source: 'sent.csv', status: 'UPLOADED' }]]);
  await root.query({ sql: 'LOAD DATA LOCAL INFILE $file REPLACE INTO STAGE files/put', infileStreamFactory: sent } as mysql.QueryOptions);
  expect(await names('LIST @files/put/')).toEqual(['put/sent.csv']);
});

it('options, comments and names of stages, file formats and connections', async () => {
  await set('stage', "'made'");
  await set('type', "'CSV'");
  await set('header', '1');
  await root.query("SET @comment = 'of a variable'");
  await root.query('CREATE STAGE IDENTIFIER($stage) FILE_FORMAT = (TYPE = $type SKIP_HEADER = $header) COMMENT = @comment');
  expect(await rows(root, 'DESC STAGE IDENTIFIER($stage)')).toMatchObject([{ name: 'made', comment: 'of a variable' }]);
  await staging.put('made', 'h.csv', 'head\n1\n2\n');
  expect(await staging.values('SELECT count($1) FROM @made')).toEqual([[2]]);
  await root.query("ALTER STAGE IDENTIFIER('made') SET COMMENT = $type");
  await set('like', "'ma%'");
  expect(await names('SHOW STAGES LIKE $like')).toEqual(['made']);
  expect(await names('SHOW STAGES WHERE name LIKE $like')).toEqual(['made']);
  expect(await rows(root, 'SHOW STAGES LIKE $like LIMIT $header')).toMatchObject([{ comment: 'CSV' }]);
  await root.query('CREATE FILE FORMAT IDENTIFIER($stage) TYPE = $type SKIP_HEADER = $header');
  expect(await names('SHOW FILE FORMATS LIKE $like')).toEqual(['made']);
  await root.query('DROP FILE FORMAT IDENTIFIER($stage)');
  await root.query('DROP STAGE IDENTIFIER($stage)');
  expect(await names('SHOW STAGES LIKE $like')).toEqual([]);
  expect(await failure(root, 'SHOW DATABASES LIKE @none')).toMatchObject({ errno: 1232 });
});

it('prepared statements read them when they are executed', async () => {
  await root.query("PREPARE p FROM 'LIST @files PATTERN = $which'");
  await set('which', "'.*csv'");
  await root.query("SET @all = 0");
  const listed = async (): Promise<unknown[]> => (await rows(root, 'EXECUTE p')).map((row) => String(row['name']));
  await root.query('REMOVE @files/put/');
  expect(await listed()).toEqual(['in/x.csv']);
  await set('which', "'.*txt'");
  expect(await listed()).toEqual(['in/y.txt']);
  const [executed] = await root.execute<mysql.RowDataPacket[]>('LIST @files PATTERN = $which');
  expect(executed.map((row) => String(row['name']))).toEqual(['in/y.txt']);
  await set('which', "'.*csv'");
  const [again] = await root.execute<mysql.RowDataPacket[]>('LIST @files PATTERN = $which');
  expect(again.map((row) => String(row['name']))).toEqual(['in/x.csv']);
});

it('what a variable can not stand for is told with its name', async () => {
  await set('word', "'many'");
  await root.query('SET @null = NULL');
  expect(await failure(root, 'LIST @files PATTERN = $unknown')).toMatchObject({ errno: 1193, message: expect.stringContaining("'$unknown'") as string });
  expect(await failure(root, 'PRESIGN @files/a EXPIRE = $word')).toMatchObject({ errno: 1232, message: expect.stringContaining('$word') as string });
  expect(await failure(root, 'REMOVE @files PATTERN = @null')).toMatchObject({ errno: 1232, message: expect.stringContaining('@null') as string });
  expect(await failure(root, 'DROP STAGE IDENTIFIER(@null)')).toMatchObject({ errno: 1232 });
  await set('empty', "''");
  expect(await failure(root, 'DROP STAGE IDENTIFIER($empty)')).toMatchObject({ errno: 1064 });
  expect(await failure(root, 'LIST $1')).toMatchObject({ errno: 1064 });
  expect(await failure(root, 'CREATE VIEW v AS SELECT $1 FROM @files (FILES => ($word))')).toMatchObject({ errno: 1064 });
  expect(await names('LIST @files')).toEqual(['in/x.csv', 'in/y.txt']);
});
