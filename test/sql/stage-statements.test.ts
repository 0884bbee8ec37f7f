import { describe, expect, it } from 'vitest';
import { StagewireError } from '../../errors/index.js';
import { parseStatement } from '../../sql/parse.js';
import type { Statement } from '../../sql/statements/index.js';

function parse(sql: string): Statement {
  const parsed = parseStatement(sql);
  if (!parsed) throw new Error('nothing to parse');
  return parsed.statement;
}

function failure(sql: string): StagewireError {
  try {
    parse(sql);
  } catch (error) {
    if (error instanceof StagewireError) return error;
    throw error;
  }
  throw new Error(`parsed: ${sql}`);
}

describe('CREATE STAGE', () => {
  it('without URL is internal, with the defaults', () => {
    expect(parse('create stage Raw')).toEqual({
      kind: 'create-stage', name: 'Raw', ifExists: 'fail', location: null, fileFormat: null, copyOptions: {}, comment: '',
    });
  });

  it('reads every clause, in any order, with and without commas', () => {
    const statement = parse(`CREATE OR REPLACE STAGE s COMMENT = 'it''s' URL = 's3://b/p/'
      CONNECTION = (ENDPOINT_URL='http://x' access_key_id='a', Secret_Access_Key='b')
      FILE_FORMAT = (TYPE = csv, SKIP_HEADER = 1 FIELD_DELIMITER = '\\t') COPY_OPTIONS = (ON_ERROR = continue PURGE = true)`);
    expect(statement).toMatchObject({
      ifExists: 'replace',
      comment: "it's",
      location: { uri: 's3://b/p/', params: { endpoint_url: 'http://x', access_key_id: 'a', secret_access_key: 'b' }, connectionName: null },
      fileFormat: { kind: 'inline', format: { type: 'CSV', options: { skip_header: 1, field_delimiter: '\t', quote: '"' } } },
      copyOptions: { on_error: 'continue', purge: true },
    });
  });

  it.each([
    ['CREATE OR REPLACE STAGE IF NOT EXISTS s', 1005, 'can not be used together'],
    ['CREATE STAGE ~', 2506, 'user stage is not allowed to be created'],
    ['CREATE STAGE _Databend_Load', 2004, 'Can not create stage with name `_databend_load`, which is reserved'],
    ["CREATE STAGE 'quoted'", 1005, 'a stage name'],
    ['CREATE STAGE 1a', 1005, "unexpected '1'"],
    ['CREATE STAGE s NONSENSE = 1', 1005, "unexpected 'NONSENSE'"],
    ["CREATE STAGE s FILE_FORMAT = (TYPE = nope)", 2508, "Unknown file format type 'nope'"],
    ["CREATE STAGE s FILE_FORMAT = (TYPE = CSV COMPRESSION = 'foo')", 1075, "Unknown compression 'foo'"],
    ["CREATE STAGE s FILE_FORMAT = (SKIP_HEADER = 1)", 2508, 'must include at least one of the TYPE'],
    ["CREATE STAGE s FILE_FORMAT = (TYPE = PARQUET SKIP_HEADER = 1)", 2508, 'Unsupported options for PARQUET: SKIP_HEADER'],
    ["CREATE STAGE s FILE_FORMAT = (TYPE = CSV FOO = 1)", 1005, 'unknown file format option FOO'],
    ["CREATE STAGE s FILE_FORMAT = (TYPE = CSV FIELD_DELIMITER = 'a')", 1006, "FIELD_DELIMITER is currently set to 'a'"],
    ["CREATE STAGE s FILE_FORMAT = (TYPE = CSV EMPTY_FIELD_AS = maybe)", 2004, 'EMPTY_FIELD_AS'],
    ["CREATE STAGE s FILE_FORMAT = (TYPE = CSV SKIP_HEADER = many)", 2508, 'SKIP_HEADER'],
    ["CREATE STAGE s 's3://b/' CONNECTION = (CONNECTION_NAME = 'c' region = 'x')", 4000, 'connection_name can not be used with other'],
    ["CREATE STAGE s FILE_FORMAT = (TYPE = nope) !", 1005, "unexpected '!'"],
  ])('%s is %i', (sql, code, text) => {
    const error = failure(sql);
    expect(error.code).toBe(code);
    expect(error.text).toContain(text);
    if (code === 1005) expect(error.mysql).toEqual({ errno: 1064, sqlState: '42000' });
  });

  it('shows where a fault is, and no secret', () => {
    const error = failure("CREATE STAGE s 's3://b/'\n  CONNECTION = (SECRET_ACCESS_KEY = 'top secret' ?)");
    expect(error.text.split('\n')).toEqual([
      'error: ',
      ' --> SQL:2:50',
      '  |',
      '2 |   CONNECTION = (SECRET_ACCESS_KEY = \'**********\' ?)',
      "  |                                                  ^ unexpected '?', expected an option name",
    ]);
  });
});

describe('locations', () => {
  it.each([
    ['LIST @~', '~', ''],
    ['ls @~/in/a.csv', '~', 'in/a.csv'],
    ['LIST @sales', 'sales', ''],
    ['LIST @sales//2024/', 'sales', '2024/'],
    ["LIST '@sales/q 1/x.csv'", 'sales', 'q 1/x.csv'],
    ['LIST @raw/my\\ file.csv', 'raw', 'my file.csv'],
    ["LIST @raw/it\\'s.csv", 'raw', "it's.csv"],
    ['LIST @db.s/x', 'db.s', 'x'],
    ['LIST @s/..x/x..y/...', 's', '..x/x..y/...'],
  ])('%s', (sql, stage, path) => {
    expect(parse(sql)).toEqual({ kind: 'list', location: { stage, path }, pattern: null });
  });

  it.each([
    ['LIST @s/a/../b', 1006, 'stage path traversal is not allowed'],
    ['LIST @/x', 1006, 'stage path must include a stage name'],
    ['LIST @_databend_load', 1006, 'placeholder @_databend_upload'],
    ['LIST s', 1005, 'a stage location'],
    ['LIST @s/a(1).csv', 1005, "unexpected '('"],
    ["LIST @s PATTERN '.*'", 1005, "expected '=>'"],
  ])('%s is %i', (sql, code, text) => {
    const error = failure(sql);
    expect(error.code).toBe(code);
    expect(error.text).toContain(text);
  });
});

describe('several statements in one text', () => {
  it('are read one after the other, empty ones passed over', () => {
    const sql = "; LIST @s/a\\'b.csv; ;SELECT 1;\n-- end\n";
    const first = parseStatement(sql);
    expect(first?.statement).toMatchObject({ kind: 'list', location: { path: "a'b.csv" } });
    const second = parseStatement(sql, first?.next ?? 0);
    expect(second?.statement.kind).toBe('query');
    expect(second?.next).toBeNull();
    expect(parseStatement(' ; /* nothing */ ;')).toBeNull();
  });
});

describe('other statements', () => {
  it.each<[string, object]>([
    ['DESC STAGE ~', { kind: 'describe-stage', name: '~' }],
    ['DROP STAGE IF EXISTS s', { kind: 'drop-stage', name: 's', ifExists: true }],
    ["REMOVE @s PATTERN = ''", { kind: 'remove', pattern: null }],
    ["PRESIGN UPLOAD @s/x.csv CONTENT_TYPE = 'text/csv' EXPIRE = 60", { kind: 'presign', action: 'upload', expiresIn: 60, contentType: 'text/csv' }],
    ['PRESIGN @s/x.csv', { action: 'download', expiresIn: 3600, contentType: null }],
    ["ALTER STAGE s SET COMMENT = 'x', FILE_FORMAT = (FORMAT_NAME = 'f')", { change: { kind: 'set', comment: 'x', fileFormat: { kind: 'named', name: 'f' } } }],
    ['ALTER STAGE s UNSET FILE_FORMAT, COMMENT', { change: { kind: 'unset', fields: ['FILE_FORMAT', 'COMMENT'] } }],
    ["SHOW STAGES WHERE name LIKE 'a%' AND (1 = 1) LIMIT 2", { filter: { kind: 'where', expression: "name LIKE 'a%' AND (1 = 1)" }, limit: 2 }],
    ["CREATE CONNECTION c STORAGE_TYPE = 'S3' aws_key_id = 'x' AWS_SECRET_KEY = 'y'", { storageType: 's3', params: { access_key_id: 'x', secret_access_key: 'y' } }],
    ["CREATE USER 'ann'@'%' IDENTIFIED WITH sha256_password BY 'pw'", { name: 'ann', identification: { plugin: 'caching_sha2_password', password: 'pw' } }],
    ['GRANT READ, WRITE ON STAGE s TO USER ann', { object: { type: 'stage', stage: 's', privileges: ['READ', 'WRITE'] }, user: 'ann' }],
    ['/*!40101 SET NAMES utf8mb4 COLLATE utf8mb4_bin */', { assignments: [{ target: 'names', charset: 'utf8mb4', collation: 'utf8mb4_bin' }] }],
    ["SET @a = 1, SESSION sql_mode = '', @@global.wait_timeout := DEFAULT", {
      assignments: [
        { target: 'user', name: 'a', value: { kind: 'literal', value: 1 } },
        { target: 'system', scope: 'session', name: 'sql_mode' },
        { target: 'system', scope: 'global', name: 'wait_timeout', value: { kind: 'default' } },
      ],
    }],
  ])('%s', (sql, expected) => {
    expect(parse(sql)).toMatchObject(expected);
  });

  it.each([
    ['ALTER STAGE ~ SET COMMENT = "x"', 2506, 'not allowed to be altered'],
    ['ALTER STAGE s SET', 1006, 'at least one option'],
    ['DROP STAGE ~', 2506, 'User stage (~) is not allowed to be dropped'],
    ["PRESIGN @s/x EXPIRE = 0", 1005, 'a number of seconds'],
    ["CREATE USER 'a/b' IDENTIFIED BY 'x'", 2218, "'a/b' can not be a user name"],
    ["CREATE USER '..' IDENTIFIED BY 'x'", 2218, 'can not be a user name'],
    ["CREATE USER ann@'10.0.0.1' IDENTIFIED BY 'x'", 2218, "only the host '%'"],
    ['GRANT SUPER ON STAGE s TO ann', 1061, 'does not exist on a stage'],
    ['GRANT READ ON STAGE ~ TO ann', 1061, 'user stage'],
    ["CREATE FILE FORMAT csv TYPE = CSV", 1005, "File format 'csv' is reserved"],
    ["CREATE CONNECTION c STORAGE_TYPE = 'nope'", 4000, 'protocol nope is not supported yet.'],
    ["CREATE CONNECTION c STORAGE_TYPE = 's3' foo = 'x'", 4000, 'connection params invalid'],
    ['FLY TO THE MOON', 1005, "unexpected 'FLY', expected a statement"],
    ["SELECT 'open", 1005, 'string is not closed'],
    ['SELECT /* open', 1005, 'comment is not closed'],
  ])('%s is %i', (sql, code, text) => {
    const error = failure(sql);
    expect(error.code).toBe(code);
    expect(error.text).toContain(text);
  });
});
