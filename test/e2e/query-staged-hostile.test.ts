import { link, mkdir, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/stagewire.js';
import { startStaging, type Staging } from '../support/staging.js';

const SECRET = 'the secret of this machine';
let outside: Awaited<ReturnType<typeof temporaryDirectory>>;
let staging: Staging;
/** Directories of the file stages; below `allowed` they may point, and not below `forbidden`. */
let allowed: string;
let forbidden: string;
let secretFile: string;
let stageFolder: string;

beforeAll(async () => {
  outside = await temporaryDirectory();
  allowed = join(outside.path, 'allowed');
  forbidden = join(outside.path, 'forbidden');
  await mkdir(join(allowed, 'in'), { recursive: true });
  await mkdir(forbidden);
  secretFile = join(forbidden, 'secret.csv');
  await writeFile(secretFile, `${SECRET}\n`);
  await writeFile(join(allowed, 'in', 'open.csv'), 'open\n');
  await symlink(forbidden, join(allowed, 'way-out'));
  await symlink(secretFile, join(allowed, 'in', 'linked.csv'));
  staging = await startStaging({ STAGEWIRE_FS_ROOTS: allowed });
  await staging.root.query('CREATE STAGE s FILE_FORMAT = (TYPE = CSV)');
  await staging.put('s', 'in/a.csv', 'a\n');
  stageFolder = join(staging.directory, 'data', 'store', 'stage', 'internal', 's');
});

afterAll(async () => {
  await staging.stop();
  await outside.remove();
});

/** All that a client sees of a statement: rows and names of columns, or the error. */
async function answer(sql: string, values?: readonly unknown[]): Promise<string> {
  try {
    const [rows, fields] = values ? await staging.root.execute(sql, [...values] as mysql.ExecuteValues) : await staging.root.query(sql);
    return JSON.stringify({ rows, names: (fields as mysql.FieldPacket[] | undefined)?.map((field) => field.name) });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Neither the content of the file, nor where anything lies on the server's disk, beyond what the statement itself says. */
function expectNoLeak(seen: string, sql: string): void {
  expect(seen, sql).not.toContain(SECRET);
  expect(seen, sql).not.toContain('root:x:0');
  for (const path of [staging.directory, outside.path]) if (!sql.includes(path)) expect(seen, sql).not.toContain(path);
  expect(seen, sql).not.toMatch(/cache\/objects|\/statements\/|\/making\//);
  expect(seen, sql).not.toMatch(/read_csv\(|read_parquet\(|DuckDB|FROM memory/);
}

describe('FILES, PATTERN and paths stay below the stage', () => {
  const up = '../'.repeat(12);
  it.each([
    "SELECT $1 FROM @s (FILES => ('../../../x'))", "SELECT $1 FROM @s (FILES => ('/etc/passwd'))", `SELECT $1 FROM @s (FILES => ('${up}etc/passwd'))`, "SELECT $1 FROM @s/in (FILES => ('a.csv', '/etc/passwd'))", `SELECT $1 FROM @s/in (FILES => ('a.csv', '${up}etc/passwd'))`,
    "SELECT $1 FROM @s (FILES => ('SECRET'))", "SELECT $1 FROM @s (FILES => ('in/../in/a.csv'))", "SELECT $1 FROM @s (FILES => ('in/./a.csv'))", "SELECT $1 FROM @s (FILES => ('fs://SECRET'))", "SELECT $1 FROM @s (FILES => ('file://SECRET'))", "SELECT $1 FROM @s (FILES => ('in/a.csv\\0'))",
    "SELECT $1 FROM @s (FILES => ('\\0SECRET'))", "SELECT $1 FROM @s (FILES => ('', '.', '..', '/'))", "SELECT $1 FROM @s (FILES => ('*'))", "SELECT $1 FROM @s (FILES => ('in/*.csv'))", "SELECT $1 FROM @s (FILES => ('%2e%2e/%2e%2e/x'))", "SELECT $1 FROM @s (FILES => ('..\\\\..\\\\x'))",
    "SELECT $1 FROM @s (FILES => ('\\'); SELECT * FROM read_text(\\'SECRET\\'); --'))", "SELECT $1 FROM @s (FILES => ('in/a.csv'']) UNION ALL SELECT * FROM read_text(''SECRET'') --'))",
    "SELECT $1 FROM @s (PATTERN => '.*[.][.]/.*')", "SELECT $1 FROM @s (PATTERN => '/etc/passwd')", "SELECT $1 FROM @s (PATTERN => 'SECRET')", "SELECT $1 FROM @s (PATTERN => '(')", "SELECT $1 FROM @s (PATTERN => '(a+)+$')", "SELECT $1 FROM @s (PATTERN => '\\0')",
    'SELECT $1 FROM @s/../../../../catalog/', "SELECT $1 FROM '@s/../../x'", "SELECT $1 FROM '@s/in/../../../x'", "SELECT $1 FROM '@s//etc/passwd'", "SELECT $1 FROM '@s/SECRET'", "SELECT $1 FROM '@s/in/a.csv\\0SECRET'", "SELECT $1 FROM '@../s/in'", "SELECT $1 FROM '@/etc/passwd'", "SELECT $1 FROM '@~/../s/in/a.csv'", "SELECT $1 FROM '@~/../../internal/s/in/a.csv'",
    "SELECT * FROM infer_schema(location => '@s/../x')", "SELECT * FROM infer_schema(location => 'SECRET', file_format => 'csv')", "SELECT * FROM infer_schema(location => '/etc/passwd', file_format => 'csv')", "SELECT * FROM infer_schema(location => 'fs://SECRET', file_format => 'csv')", "SELECT * FROM inspect_parquet('SECRET')", "SELECT * FROM inspect_parquet('@s/../../x')", "SELECT * FROM inspect_parquet('fs:///etc/passwd')", 'SELECT * FROM DIRECTORY(@s/../x)', "SELECT * FROM list_stage(location => '@s/../x')", "SELECT read_file('@s/../../x')", "SELECT read_file('SECRET')", "SELECT read_file('fs://SECRET')", "SELECT read_file('@s', '../../../x')",
  ])('%s', async (template) => {
    const sql = template.replaceAll('SECRET', secretFile);
    expectNoLeak(await answer(sql), sql);
    expect(await staging.values('SELECT $1 FROM @s/in/a.csv')).toEqual([['a']]);
  });

  it('a name in FILES that leads upwards is refused as such', async () => {
    expect(await answer("SELECT $1 FROM @s (FILES => ('../x'))")).toContain('Code: 1006, Text = stage path traversal');
    expect(await answer("SELECT $1 FROM @s (FILES => ('/etc/passwd'))")).toContain("Code: 3001, Text = file 'etc/passwd' does not exist");
  });
});

describe('no other text of a statement names a file', () => {
  it.each([
    "SELECT * FROM read_csv('SECRET')", "SELECT * FROM 'SECRET'", 'SELECT * FROM `SECRET`', 'SELECT * FROM "SECRET"', "SELECT * FROM read_text('SECRET')", "SELECT * FROM glob('/etc/*')", "SELECT * FROM sniff_csv('SECRET')", "SELECT getenv('HOME')", "SELECT * FROM duckdb_settings()", "SELECT current_setting('allowed_directories')",
    "COPY (SELECT 1) TO 'SECRET'", "ATTACH 'SECRET' AS x", "INSTALL httpfs", "LOAD 'SECRET'", 'PRAGMA database_list', "SET allowed_directories = ['/']", "SET enable_external_access = true", "SELECT $1 FROM @s/in/; SELECT * FROM read_text('SECRET')",
    "SELECT $1 FROM @s/in/ t JOIN read_text('SECRET') u", "SELECT $1, (SELECT content FROM read_text('SECRET')) FROM @s/in/", "SELECT read_text('SECRET'), $1 FROM @s/in/", "SELECT $1 FROM @s/in/ AS `x\" AS (SELECT * FROM read_text('SECRET')) --`", "SELECT `t\"; --`.$1 FROM @s/in/ AS `t\"; --`",
    "SELECT a FROM @s/in/ AS t(`a\", (SELECT content FROM read_text('SECRET')) \"b`)", "/* @s */ SELECT /*! * FROM read_text('SECRET') */", "SELECT $1 FROM /*!50000 read_text('SECRET') */", "SELECT $1 FROM @s/in/ -- \n UNION SELECT * FROM 'SECRET'",
    "SELECT $1 FROM @s/in/ (FILE_FORMAT => (TYPE = CSV FIELD_DELIMITER = '\\', quote = ''\"'', filename = ''SECRET'''))", "SELECT $1 FROM @s/in/ (FILE_FORMAT => (TYPE = CSV NULL_DISPLAY = '''], filename = true, x = ['''))", "SELECT $1 FROM @s/in/ (FILE_FORMAT => (TYPE = CSV ENCODING = '''/etc/passwd'))", "SELECT $1 FROM @s/in/ (FILE_FORMAT => '../../x')",
    "SELECT `$1\" FROM read_text('SECRET') --` FROM @s/in/", "SELECT metadata$filename, `metadata$file_path\"` FROM @s/in/", "SELECT statements, `data/cache` FROM @s/in/", "SELECT * FROM @s/in/", "SELECT nope FROM @s/in/", "SELECT filename, $1 FROM @s/in/", "SELECT file_name, file_index, $1 FROM @s/in/",
  ])('%s', async (template) => {
    const sql = template.replaceAll('SECRET', secretFile);
    expectNoLeak(await answer(sql), sql);
  });

  it('nor a bound value', async () => {
    for (const value of [secretFile, `'); SELECT * FROM read_text('${secretFile}'); --`, '@s/in/a.csv']) {
      expect(await answer('SELECT ? AS x, $1 FROM @s/in/a.csv', [value])).toContain(JSON.stringify(value));
      for (const sql of ['SELECT * FROM ?', 'SELECT $1 FROM @s (FILES => (?))', 'SELECT $1 FROM @s (PATTERN => ?)', 'SELECT * FROM read_text(?)', 'SELECT read_file(?)', "SELECT read_file('@s', ?)", 'SELECT * FROM infer_schema(location => ?)', 'SELECT * FROM inspect_parquet(?)']) {
        const seen = await answer(sql, [value]);
        expect(seen, sql).not.toContain(SECRET);
      }
    }
  });
});

describe('symbolic links of a directory', () => {
  it('that lead out of it are not there', async () => {
    await symlink(secretFile, join(stageFolder, 'in', 'link.csv'));
    await symlink(forbidden, join(stageFolder, 'linked'));
    await symlink('/etc/passwd', join(stageFolder, 'in', 'passwd.csv'));
    for (const sql of ['SELECT $1 FROM @s', 'SELECT $1 FROM @s/in/', 'SELECT $1 FROM @s/in/link.csv', 'SELECT $1 FROM @s/linked/', 'SELECT $1 FROM @s/linked/secret.csv', "SELECT $1 FROM @s (FILES => ('in/link.csv'))", "SELECT $1 FROM @s (FILES => ('linked/secret.csv'))", "SELECT $1 FROM @s (PATTERN => '.*')", 'SELECT $1 FROM @s/in/passwd.csv', "SELECT read_file('@s/in/link.csv')", "SELECT * FROM infer_schema(location => '@s/in/link.csv', file_format => 'csv')", "SELECT * FROM infer_schema(location => '@s/linked/', file_format => 'csv')"]) {
      expectNoLeak(await answer(sql), sql);
    }
    expect(await staging.values('SELECT $1 FROM @s ORDER BY 1')).toEqual([['a']]);
    for (const name of ['in/link.csv', 'linked', 'in/passwd.csv']) await unlink(join(stageFolder, name));
  });

  it('that take the place of a file or its directory at any moment are never followed', async () => {
    const folder = join(stageFolder, 'swap');
    const path = join(folder, 'x.csv');
    await mkdir(folder);
    // As long as the secret, so that the size gives nothing away.
    const content = `${'o'.repeat(SECRET.length)}\n`;
    const state = { stopped: false };
    const swapping = (async () => {
      for (let round = 0; !state.stopped; round += 1) {
        const other = join(stageFolder, 'other');
        if (round % 2 === 0) await writeFile(other, content);
        else await symlink(secretFile, other);
        await rename(other, path);
        if (round % 5 !== 0) continue;
        const aside = join(stageFolder, 'aside');
        await rename(folder, aside);
        await symlink(forbidden, folder);
        await unlink(folder);
        await rename(aside, folder);
      }
    })();
    const outcomes = new Set<string>();
    try {
      for (let round = 0; round < 100; round += 1) {
        const sql = round % 2 === 0 ? 'SELECT $1 FROM @s/swap/' : "SELECT $1 FROM @s (FILES => ('swap/x.csv'))";
        const seen = await answer(sql);
        expectNoLeak(seen, sql);
        outcomes.add(seen.replace(/^.*(Code: \d+).*$/s, '$1'));
      }
    } finally {
      state.stopped = true;
      await swapping;
    }
    await rm(folder, { recursive: true });
    const rowsOf = (cells: readonly string[]): string => `"rows":${JSON.stringify(cells.map((cell) => ({ _$1: cell })))}`;
    const expected = ['Code: 3001', rowsOf([]), rowsOf([content.trim()])];
    expect([...outcomes].filter((outcome) => !expected.some((text) => outcome.includes(text)))).toEqual([]);
  });
});

describe('fs:// beyond STAGEWIRE_FS_ROOTS', () => {
  it.each(['FORBIDDEN/', 'FORBIDDEN/secret.csv', '/etc/passwd', '/etc/', '/', 'ALLOWED/../forbidden/', 'ALLOWED/../forbidden/secret.csv', 'ALLOWED/way-out/', 'ALLOWED/way-out/secret.csv', 'ALLOWED/in/../way-out/secret.csv', 'ALLOWED/in/linked.csv', 'ALLOWED%2f..%2fforbidden/', 'ALLOWED/./../forbidden/', 'ALLOWED-not/', 'ALLOWED/in\0/../../forbidden/', 'localhost/etc/passwd', '../../etc/passwd'])('%s', async (template) => {
    const uri = `fs://${template.replaceAll('ALLOWED', allowed).replaceAll('FORBIDDEN', forbidden)}`.replaceAll('\0', '\\0');
    await answer('DROP STAGE IF EXISTS probe');
    for (const sql of [`SELECT $1 FROM '${uri}' (FILE_FORMAT => 'csv')`, `SELECT * FROM infer_schema(location => '${uri}', file_format => 'csv')`, `SELECT * FROM inspect_parquet('${uri}')`, `CREATE STAGE probe URL = '${uri}'`, "SELECT $1 FROM @probe (FILE_FORMAT => 'csv')", 'LIST @probe']) {
      const seen = await answer(sql);
      expect(seen, sql).not.toContain(SECRET);
      expect(seen, sql).not.toContain('root:x:0');
    }
  });

  it('what is below is read, and the link in it that leads out is not there', async () => {
    expect(await staging.values(`SELECT $1 FROM 'fs://${allowed}/in/' (FILE_FORMAT => 'csv')`)).toEqual([['open']]);
    expect(await staging.values(`SELECT $1 FROM 'fs://${allowed}/in/open.csv' (FILE_FORMAT => 'csv')`)).toEqual([['open']]);
    expect(await staging.values(`SELECT $1 FROM 'fs://${allowed}/in/linked.csv' (FILE_FORMAT => 'csv')`)).toEqual([]);
  });

  it('a stage whose directory becomes a link that leads out is refused or empty', async () => {
    const folder = join(allowed, 'later');
    await mkdir(folder);
    await writeFile(join(folder, 'secret.csv'), 'harmless\n');
    await staging.root.query(`CREATE STAGE later URL = 'fs://${folder}/' FILE_FORMAT = (TYPE = CSV)`);
    expect(await staging.values('SELECT $1 FROM @later')).toEqual([['harmless']]);
    await rename(folder, `${folder}-before`);
    await symlink(forbidden, folder);
    for (const sql of ['SELECT $1 FROM @later', 'SELECT $1 FROM @later/secret.csv', "SELECT $1 FROM @later (FILES => ('secret.csv'))", "SELECT read_file('@later/secret.csv')"]) {
      expect(await answer(sql), sql).not.toContain(SECRET);
    }
  });
});

describe('names of files are names, whatever they hold', () => {
  const NAMES = ["it's.csv", 'a*.csv', 'a[1].csv', 'a?.csv', '{a,b}.csv', 'line\nbreak.csv', 'say "hi".csv', '`tick`.csv', "'); DROP VIEW x; --.csv", "']) UNION SELECT 1 --.csv", '$1.csv', 'a%20b.csv', 'back\\slash.csv', '-- .csv', ' leading.csv', 'k=v.csv', '~.csv', '日本.csv'];

  beforeAll(async () => {
    for (const [index, name] of NAMES.entries()) await staging.put('s', `odd/${name}`, `${index}\n`);
    // What a glob would find besides.
    for (const name of ['a1.csv', 'ab.csv', 'a.csv', 'b.csv']) await staging.put('s', `odd/${name}`, 'globbed\n');
  });

  const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

  it.each(NAMES.map((name, index) => [name, index] as const))('%j', async (name, index) => {
    const expected = [[String(index), `odd/${name}`]];
    expect(await staging.values(`SELECT $1, metadata$filename FROM @s/odd (FILES => (${text(name)}))`)).toEqual(expected);
    expect(await staging.values(`SELECT $1, metadata$filename FROM ${text(`@s/odd/${name}`)}`)).toEqual(expected);
  });

  it('all at once', async () => {
    const found = await staging.values("SELECT metadata$filename, $1 FROM @s/odd/ WHERE $1 <> 'globbed'");
    expect(new Map(found as [string, string][])).toEqual(new Map(NAMES.map((name, index) => [`odd/${name}`, String(index)])));
  });

  it('errors name the file, and no path of the server', async () => {
    const connection = await (await DuckDBInstance.create()).connect();
    for (const name of ["bad 'it.parquet", 'bad*.parquet', 'bad"x.parquet']) {
      await staging.put('s', `bad/${name}`, 'PAR1 no parquet at all PAR1');
      const sql = `SELECT * FROM @s/bad (FILE_FORMAT => 'parquet', FILES => (${text(name)}))`;
      const seen = await answer(sql);
      expectNoLeak(seen, sql);
      expect(seen).toContain(`bad/${name}`);
      const whole = join(staging.directory, 'whole.parquet');
      await connection.run(`COPY (SELECT i::VARCHAR || repeat('x', 100) AS id FROM range(20000) t(i)) TO '${whole}' (FORMAT parquet, ROW_GROUP_SIZE 5000)`);
      const broken = await readFile(whole);
      broken.fill(0xff, 1000, broken.length - 2000);
      await staging.put('s', `bad/${name}`, broken);
      const brokenSeen = await answer(sql);
      expectNoLeak(brokenSeen, sql);
      expect(brokenSeen).toMatch(/Code: \d+/);
    }
    connection.closeSync();
    for (const [format, content] of [['csv', Buffer.from([0x61, 0xff, 0xfe, 0x0a])], ['csv', `"open quote\n`], ['ndjson', '{"a":\n'], ['avro', 'Obj no'], ['arrow', 'ARROW1 no'], ['text', Buffer.from([0xc3, 0x28, 0x0a])]] as const) {
      await staging.put('s', `bad/x.${format}`, content);
      const sql = `SELECT ${format === 'arrow' ? '*' : '$1'} FROM @s/bad/x.${format} (FILE_FORMAT => '${format}')`;
      const seen = await answer(sql);
      expectNoLeak(seen, sql);
      expect(seen).toMatch(/Code: \d+.*bad\/x/s);
    }
  });
});

it('a hard link is a file like another', async () => {
  await writeFile(join(stageFolder, 'one.csv'), 'one\n');
  await link(join(stageFolder, 'one.csv'), join(stageFolder, 'two.csv'));
  expect(await staging.values('SELECT $1 FROM @s/two.csv')).toEqual([['one']]);
});
