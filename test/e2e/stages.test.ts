import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure, rows, startServer, temporaryDirectory, type TestServer } from '../support/stagewire.js';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: TestServer;
let root: mysql.Connection;
let outside: string;

/** Puts a file into the folder of a stage as any other tool would. */
async function put(folder: string, name: string, content = 'x'): Promise<void> {
  const path = join(directory.path, 'data', 'store', 'stage', folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
}

const names = async (sql: string): Promise<string[]> => (await rows(root, sql)).map((row) => String(row['name']));

beforeAll(async () => {
  directory = await temporaryDirectory();
  outside = join(directory.path, 'outside');
  await mkdir(outside);
  server = await startServer(join(directory.path, 'data'), { STAGEWIRE_FS_ROOTS: outside });
  root = await server.connect();
});

afterAll(async () => {
  await root.end();
  expect(await server.stop()).toBe(0);
  await directory.remove();
});

describe('what each statement does with each kind of stage', () => {
  it('internal', async () => {
    await root.query("CREATE STAGE internal COMMENT = 'mine'");
    await put('internal/internal', 'a.csv', 'abc');
    expect(await rows(root, 'DESC STAGE internal')).toMatchObject([{ name: 'internal', stage_type: 'Internal', url: null, comment: 'mine', creator: "'root'@'%'", has_credentials: 0 }]);
    expect(await rows(root, 'LIST @internal')).toEqual([
      { name: 'a.csv', size: 3, md5: null, last_modified: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \+0000$/) as string, creator: null },
    ]);
    expect(await names('SHOW STAGES')).toContain('internal');
    await root.query('REMOVE @internal');
    expect(await rows(root, 'LIST @internal')).toEqual([]);
    await put('internal/internal', 'b.csv');
    await root.query('DROP STAGE internal');
    expect(await names('SHOW STAGES')).not.toContain('internal');
    expect(await readdir(join(directory.path, 'data', 'store', 'stage', 'internal')).catch(() => [])).not.toContain('internal');
  });

  it('external', async () => {
    await writeFile(join(outside, 'x.csv'), '1');
    await root.query(`CREATE STAGE external URL = 'fs://${outside}/' FILE_FORMAT = (TYPE = CSV)`);
    expect(await rows(root, 'DESCRIBE STAGE external')).toMatchObject([{ stage_type: 'External', storage_type: 'fs', url: `fs://${outside}/` }]);
    expect(await names('LIST @external')).toEqual(['x.csv']);
    await root.query('CREATE OR REPLACE STAGE external');
    await root.query('DROP STAGE external');
    expect(await readdir(outside)).toEqual(['x.csv']);
    await root.query(`CREATE STAGE external URL = 'fs://${outside}/'`);
    await root.query('REMOVE @external/x');
    expect(await readdir(outside)).toEqual([]);
    await root.query('DROP STAGE external');
  });

  it('the user stage', async () => {
    await put('user/root', 'in/a.csv');
    expect(await rows(root, 'DESC STAGE ~')).toMatchObject([{ name: '~', stage_type: 'User' }]);
    expect(await names('LIST @~')).toEqual(['in/a.csv']);
    expect(await names('SHOW STAGES')).not.toContain('~');
    await root.query('REMOVE @~/in/');
    expect(await names('LIST @~')).toEqual([]);
    for (const [sql, text] of [
      ['CREATE STAGE ~', 'user stage is not allowed to be created'],
      ['DROP STAGE ~', 'User stage (~) is not allowed to be dropped'],
      ["ALTER STAGE ~ SET COMMENT = 'x'", 'not allowed to be altered'],
    ] as const) expect((await failure(root, sql)).message).toContain(`Code: 2506, Text = ${text === 'not allowed to be altered' ? '' : text}`);
  });
});

describe('CREATE, ALTER, DROP', () => {
  it('a name that exists', async () => {
    await root.query("CREATE STAGE twice COMMENT = 'old'");
    await put('internal/twice', 'old.csv');
    expect(await failure(root, 'CREATE STAGE twice')).toMatchObject({ errno: 1105, sqlState: 'HY000', message: "StageAlreadyExists. Code: 2502, Text = Stage 'twice' already exists.." });
    await root.query("CREATE STAGE IF NOT EXISTS twice COMMENT = 'new'");
    expect(await rows(root, 'DESC STAGE twice')).toMatchObject([{ comment: 'old' }]);
    expect(await names('LIST @twice')).toEqual(['old.csv']);
    await root.query("CREATE OR REPLACE STAGE twice FILE_FORMAT = (TYPE = NDJSON)");
    const [replaced] = await rows(root, 'DESC STAGE twice');
    expect(replaced).toMatchObject({ comment: '' });
    expect(JSON.parse(String(replaced?.['file_format_options']))).toMatchObject({ type: 'NdJson' });
    expect(await names('LIST @twice')).toEqual([]);
    await root.query('DROP STAGE twice');
  });

  it('an unknown name', async () => {
    for (const sql of ['DROP STAGE nope', 'DESC STAGE nope', 'LIST @nope', 'REMOVE @nope/x', 'PRESIGN @nope/x', "ALTER STAGE nope SET COMMENT = 'x'", "SELECT * FROM list_stage(location => '@nope')"]) {
      expect(await failure(root, sql)).toMatchObject({ errno: 1105, message: "UnknownStage. Code: 2501, Text = Stage 'nope' does not exist.." });
    }
    await root.query('DROP STAGE IF EXISTS nope');
    await root.query("ALTER STAGE IF EXISTS nope SET COMMENT = 'x'");
  });

  it('ALTER changes what it names', async () => {
    await root.query(`CREATE STAGE alt URL = 's3://b/p/' CONNECTION = (ACCESS_KEY_ID = 'QWERTY123456' SECRET_ACCESS_KEY = 'topsecret' ENDPOINT_URL = 'http://127.0.0.1:1')`);
    expect(await rows(root, 'DESC STAGE alt')).toMatchObject([{ url: 's3://b/p/', endpoint: 'http://127.0.0.1:1', has_credentials: 1 }]);
    expect(JSON.stringify(await rows(root, 'DESC STAGE alt'))).toContain('QW***56');
    expect(JSON.stringify(await rows(root, 'DESC STAGE alt'))).not.toMatch(/topsecret|QWERTY/);
    await root.query("ALTER STAGE alt SET URL = 's3://c/q/', COMMENT = 'moved', FILE_FORMAT = (TYPE = CSV)");
    expect(await rows(root, 'DESC STAGE alt')).toMatchObject([{ url: 's3://c/q/', has_credentials: 0, comment: 'moved' }]);
    await root.query('ALTER STAGE alt UNSET COMMENT, FILE_FORMAT');
    expect(await rows(root, 'DESC STAGE alt')).toMatchObject([{ comment: '', file_format_options: expect.stringContaining('Parquet') as string }]);
    await root.query('DROP STAGE alt');
    await root.query('CREATE STAGE alt');
    expect((await failure(root, "ALTER STAGE alt SET URL = 's3://c/q/'")).message).toContain('Code: 1006, Text = Stage alt is not external');
    await root.query('DROP STAGE alt');
  });

  it('a directory that does not exist yet', async () => {
    const later = join(outside, 'later');
    await root.query(`CREATE STAGE later 'fs://${later}/'`);
    expect((await failure(root, 'LIST @later')).message).toContain('Code: 3001, ');
    await symlink(directory.path, later);
    expect((await failure(root, 'LIST @later')).message).toContain('Code: 3903, ');
    await rm(later);
    await mkdir(later);
    await writeFile(join(later, 'a.csv'), 'a');
    expect(await names('LIST @later')).toEqual(['a.csv']);
    await root.query('DROP STAGE later');
    await rm(later, { recursive: true });
  });

  it('a location that can not be', async () => {
    for (const [sql, code] of [
      ["CREATE STAGE bad 's3://b/p'", 4000],
      ["CREATE STAGE bad 'ftp://b/p/'", 4000],
      ["CREATE STAGE bad 's3://b/' CONNECTION = (nonsense = 'x')", 4000],
      ["CREATE STAGE bad 'fs:///etc/'", 3903],
      [`CREATE STAGE bad 'fs://${outside}x/'`, 3903],
      ["CREATE STAGE bad '/etc/'", 1005],
      ["CREATE STAGE bad 's3://b/' CONNECTION = (CONNECTION_NAME = 'nope')", 2510],
      ["CREATE STAGE bad FILE_FORMAT = (FORMAT_NAME = 'nope')", 2507],
      ["CREATE STAGE bad 's3://b/' CONNECTION = (ACCESS_KEY_ID = 'x')", 2002],
      ["CREATE STAGE bad 's3://b/' CONNECTION = (ACCESS_KEY_ID = 'kéy…' SECRET_ACCESS_KEY = 'x')", 2002],
    ] as const) expect((await failure(root, sql)).message).toContain(`Code: ${code}, `);
    expect(await rows(root, "SHOW STAGES LIKE 'bad'")).toEqual([]);
  });

  it('connections and formats are copied into the stage', async () => {
    await root.query("CREATE CONNECTION con STORAGE_TYPE = 's3' ACCESS_KEY_ID = 'QWERTY123456' SECRET_ACCESS_KEY = 'topsecret' REGION = 'eu-west-1'");
    await root.query("CREATE FILE FORMAT pipes TYPE = CSV FIELD_DELIMITER = '|'");
    await root.query("CREATE STAGE copied 's3://b/' CONNECTION = (CONNECTION_NAME = 'con') FILE_FORMAT = (FORMAT_NAME = 'pipes')");
    expect(await rows(root, 'DESC CONNECTION con')).toEqual([
      { name: 'con', storage_type: 's3', storage_params: 'access_key_id=QW***56 region=eu***-1 secret_access_key=to***et' },
    ]);
    expect((await rows(root, 'SHOW FILE FORMATS'))[0]).toMatchObject({ name: 'pipes', format_options: expect.stringMatching(/^TYPE = CSV COMPRESSION = NONE FIELD_DELIMITER = '\|'/) as string });
    await root.query('DROP CONNECTION con');
    await root.query('DROP FILE FORMAT pipes');
    const [stage] = await rows(root, 'DESC STAGE copied');
    expect(JSON.parse(String(stage?.['storage_params']))).toMatchObject({ region: 'eu-west-1', access_key_id: 'QW***56' });
    expect(JSON.parse(String(stage?.['file_format_options']))).toMatchObject({ field_delimiter: '|' });
    await root.query('DROP STAGE copied');
    expect((await failure(root, 'DROP CONNECTION con')).message).toContain('Code: 2510');
    expect((await failure(root, 'DROP FILE FORMAT pipes')).message).toContain('Code: 2507');
  });
});

describe('LIST and REMOVE choose files by prefix and pattern', () => {
  const FILES = ['ab', 'ab.csv', 'abc/x.csv', 'ab/x.csv', 'ab/y/z.csv', 'xab.csv', 'in/x.csv', 'in/y.parquet', "it's a (1).csv", 'ünïcode/日本.csv'];
  beforeAll(async () => {
    await root.query('CREATE STAGE files');
  });
  const refill = async (): Promise<void> => {
    await root.query('REMOVE @files');
    // 'ab' can't be a file and a folder in a directory.
    for (const name of FILES.slice(1)) await put('internal/files', name);
  };

  it.each([
    ['LIST @files', ["it's a (1).csv", 'ab.csv', 'ab/x.csv', 'ab/y/z.csv', 'abc/x.csv', 'in/x.csv', 'in/y.parquet', 'xab.csv', 'ünïcode/日本.csv'].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))],
    ['LIST @files/ab', ['ab.csv', 'ab/x.csv', 'ab/y/z.csv', 'abc/x.csv']],
    ['LIST @files/ab/', ['ab/x.csv', 'ab/y/z.csv']],
    ['LIST @files//ab/', ['ab/x.csv', 'ab/y/z.csv']],
    ["LIST '@files/it\\'s a (1).csv'", ["it's a (1).csv"]],
    ["LIST @files/it\\'s\\ a", ["it's a (1).csv"]],
    ['LIST @files/ünïcode', ['ünïcode/日本.csv']],
    ["LIST @files PATTERN = 'in/.*[.]csv'", ['in/x.csv']],
    ["LIST @files PATTERN = 'x[.]csv'", []],
    ["LIST @files/in/ PATTERN = 'x[.]csv'", ['in/x.csv']],
    ["LIST @files/in PATTERN = 'x[.]csv'", []],
    ["LIST @files/in PATTERN = '/x[.]csv'", ['in/x.csv']],
    ["LIST @files/in/x.csv PATTERN = 'nothing'", ['in/x.csv']],
    ["LIST @files PATTERN = ''", []],
    ["LIST @files/in/ PATTERN = 'x[.]csv|y[.]parquet'", ['in/x.csv', 'in/y.parquet']],
    ["LIST @files/IN/ PATTERN = '.*'", []],
    ["LIST @files/in/ PATTERN = '(?i)X[.]CSV'", ['in/x.csv']],
  ])('%s', async (sql, expected) => {
    await refill();
    expect(await names(sql)).toEqual(expected);
  });

  it('takes a pattern from a variable', async () => {
    await refill();
    await root.query("SET VARIABLE pat = 'x[.]csv'");
    await root.query("SET @pat = 'y[.]parquet', @none = NULL");
    expect(await names('LIST @files/in/ PATTERN = $pat')).toEqual(['in/x.csv']);
    expect(await names('LIST @files/in/ PATTERN => @pat')).toEqual(['in/y.parquet']);
    await expect(root.query('LIST @files/in/ PATTERN = @none')).rejects.toThrow('variable @none holds nothing that can stand for a regular expression');
    await expect(root.query('REMOVE @files/in/ PATTERN = $other')).rejects.toThrow("Unknown variable '$other'");
    await root.query('REMOVE @files/in/ PATTERN = $pat');
    expect(await names('LIST @files/in/')).toEqual(['in/y.parquet']);
  });

  it('REMOVE takes what LIST shows, and an empty pattern for none', async () => {
    await refill();
    await root.query("REMOVE @files/ab/ PATTERN = '.*z[.]csv'");
    expect(await names('LIST @files/ab/')).toEqual(['ab/x.csv']);
    await root.query('REMOVE @files/ab');
    expect(await names('LIST @files/ab')).toEqual([]);
    await root.query("REMOVE @files PATTERN = ''");
    expect(await names('LIST @files')).toEqual([]);
    await root.query('REMOVE @files/nothing/there');
  });

  it('refuses what is no pattern or path, and survives patterns that backtracking engines do not', async () => {
    expect(await failure(root, "LIST @files PATTERN = '('")).toMatchObject({ errno: 1064, message: expect.stringContaining('Pattern format invalid, got:(') as string });
    expect((await failure(root, "LIST @files PATTERN = '(?=x)'")).message).toContain('Code: 1005');
    expect((await failure(root, 'REMOVE @files/../user')).message).toContain('Code: 1006, Text = stage path traversal is not allowed by stage_path_traversal_policy: ../user');
    await put('internal/files', `${'a'.repeat(200)}!`);
    expect(await names("LIST @files PATTERN = '(a+)+b'")).toEqual([]);
    expect(await names("LIST @files PATTERN = '((a*)*)*b'")).toEqual([]);
  });
});

describe('SHOW STAGES and queries', () => {
  beforeAll(async () => {
    for (const name of ['q_one', 'q_two', 'Q_three']) await root.query(`CREATE STAGE ${name} COMMENT = 'comment of ${name}'`);
    await put('internal/q_one', 'a.csv', '1');
    await put('internal/q_one', 'b.csv', '22');
    await put('internal/q_one', 'c.json', '333');
  });

  it.each([
    ["SHOW STAGES LIKE 'q\\_%'", ['Q_three', 'q_one', 'q_two']],
    ["SHOW STAGES LIKE 'Q_O%'", ['q_one']],
    ["SHOW STAGES WHERE comment LIKE '%two' OR name = 'q_one' LIMIT 5", ['q_one', 'q_two']],
    ["SHOW STAGES LIKE 'q%' LIMIT 1", ['Q_three']],
    ["SELECT name FROM system.stages WHERE name LIKE 'q%' ORDER BY name DESC", ['q_two', 'q_one']],
    ["SELECT s.name FROM system.stages s JOIN (SELECT 'q_two' AS n) t ON s.name = t.n", ['q_two']],
    ["SELECT name FROM list_stage(location => '@q_one', pattern => '.*[.]csv') WHERE size > 1", ['b.csv']],
    ["SELECT upper(name) AS name FROM list_stage(location => '@q_one/') ORDER BY size DESC LIMIT 1 OFFSET 1", ['B.CSV']],
  ])('%s', async (sql, expected) => {
    expect(await names(sql)).toEqual(expected);
  });

  it('aggregates', async () => {
    expect(await rows(root, "SELECT count(*) AS n, sum(size) AS bytes, max(name) AS last FROM list_stage(location => '@q_one')")).toEqual([{ n: 3, bytes: '6', last: 'c.json' }]);
    expect(await rows(root, "SELECT split_part(name, '.', 2) AS ext, count(*) FROM list_stage(location => '@q_one') GROUP BY ext ORDER BY ext")).toEqual([{ ext: 'csv', 'count(*)': 2 }, { ext: 'json', 'count(*)': 1 }]);
  });

  it.each([
    ["SELECT * FROM list_stage(pattern => '.*')", 1105, 'list_stage must specify location'],
    ["SELECT * FROM list_stage(location => 'q_one')", 1105, 'location must start with @, but got q_one'],
    ["SELECT * FROM list_stage(location => '@q_one', foo => 'x')", 1105, 'unknown param foo for list_stage'],
    ['SELECT nope FROM system.stages', 1054, "column nope doesn't exist"],
    ['SELECT 1 FROM system.nope', 1146, "Unknown table 'system.nope'"],
    ['SELECT 1 FROM nope.stages', 1049, "Unknown database 'nope'"],
    ['SELECT nope(1)', 1305, "no function matches the given name: 'nope'"],
    ["SHOW STAGES WHERE name IN (SELECT name FROM list_stage(location => '@q_one'))", 1105, 'shown columns only'],
    ["SHOW STAGES WHERE 1 = 1) UNION SELECT * FROM (SELECT 1", 1105, "Code: 1065"],
  ])('%s is %i', async (sql, errno, text) => {
    const error = await failure(root, sql);
    expect(error.errno).toBe(errno);
    expect(error.message).toContain(text);
  });
});

describe('the connection lives on after bad input', () => {
  it.each(['SELEC 1', 'CREATE STAGE', 'LIST', "SELECT 'open", ')', 'SHOW STAGES LIKE', "CREATE STAGE x URL = 's3://b/' CONNECTION = (", '\0', 'SELECT ((((', 'GRANT', 'REMOVE @'])('%j', async (sql) => {
    const error = await failure(root, sql);
    expect(error.errno).toBe(sql === 'REMOVE @' ? 1105 : 1064);
    expect(await rows(root, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await rows(root, 'SHOW WARNINGS')).toEqual([]);
  });

  it('an error stands in SHOW WARNINGS until the next statement', async () => {
    await failure(root, 'LIST @nope');
    expect(await rows(root, 'SHOW WARNINGS')).toMatchObject([{ Level: 'Error', Code: 1105 }]);
  });
});
