import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure, rows } from '../support/stagewire.js';
import { startStaging, type Staging } from '../support/staging.js';

let staging: Staging;

beforeAll(async () => {
  staging = await startStaging();
  const { root } = staging;
  await root.query('CREATE STAGE s');
  await root.query("CREATE STAGE c FILE_FORMAT = (TYPE = CSV SKIP_HEADER = 1)");
  await root.query("CREATE FILE FORMAT pipes TYPE = CSV FIELD_DELIMITER = '|'");
  await staging.putParquet('s', 'p/a.parquet', "SELECT i::INTEGER AS id, 'n' || i AS Name FROM range(3) t(i)");
  await staging.putParquet('s', 'p/b.parquet', "SELECT i::INTEGER AS id, 'm' || i AS Name FROM range(3, 5) t(i)");
  await staging.putParquet('s', 'differs.parquet', 'SELECT 1::BIGINT AS id');
  await staging.put('c', 'in/x.csv', 'k,v\n1,one\n2,two\n');
  await staging.put('c', 'in/y.csv', 'k,v\n3,"three, 3"\n,\n4,""\n5\n');
  await staging.put('c', 'pipes.txt', 'a|b\nc|\\N\n');
  await staging.put('s', 'n.ndjson', '{"b":1,"a":"x"}\n\n[1,2]\r\n5\n');
  await staging.put('s', 'bad.ndjson', '{"b":1}\n{"b":\n');
  await staging.put('s', 'empty.csv', '');
});

afterAll(() => staging.stop());

const query = (sql: string): Promise<unknown[][]> => staging.values(sql);

describe('Parquet', () => {
  it('columns by name and *', async () => {
    expect(await rows(staging.root, 'SELECT * FROM @s/p/ ORDER BY id')).toMatchObject([{ id: 0, Name: 'n0' }, { id: 1 }, { id: 2 }, { id: 3, Name: 'm3' }, { id: 4 }]);
    expect(await query("SELECT t.NAME FROM '@s/p/b.parquet' AS t WHERE t.id > 3")).toEqual([['m4']]);
    expect(await query('SELECT count(*) FROM @s/p')).toEqual([[5]]);
  });

  it('$1 is the whole row', async () => {
    expect(await query('SELECT CAST($1 AS CHAR) FROM @s/p/a.parquet LIMIT 1')).toEqual([['{"Name":"n0","id":0}']]);
    expect(await staging.message('SELECT $2 FROM @s/p/')).toContain('Code: 1065, Text = Query from parquet file only support $1 as column position');
    expect(await staging.message('SELECT $1, id FROM @s/p/')).toContain('Code: 1065');
  });

  it('an alias names columns anew, from the first on', async () => {
    expect(await query('SELECT y, t.x FROM @s/p/a.parquet t (x, y) WHERE x = 1')).toEqual([['n1', 1]]);
    expect(await query('SELECT * FROM @s/p/a.parquet AS t (x) ORDER BY x LIMIT 1')).toEqual([[0, 'n0']]);
    expect(await query('SELECT x, name, metadata$filename FROM @s/p/b.parquet t (x) ORDER BY x LIMIT 1')).toEqual([[3, 'm3', 'p/b.parquet']]);
    expect(await query('SELECT a.x, b.q FROM @s/p/a.parquet a (x) JOIN @s/p/a.parquet b (p, q) ON a.x = b.p ORDER BY 1 LIMIT 1')).toEqual([[0, 'n0']]);
    expect(await staging.message('SELECT x FROM @s/p/a.parquet t (x, y, z)')).toContain('has 2 columns available but 3 columns specified');
    expect(await staging.message('SELECT id FROM @s/p/a.parquet t (x)')).toContain("column id doesn't exist");
  });

  it('files whose names of columns differ by case only, and names in quotes', async () => {
    const fields = (id: string): string => `SELECT i AS "${id}", i * 10 AS "other" FROM range(1, 3) t(i)`;
    // DuckDB does not write such names, so two letters of the same length are changed in the file.
    await staging.putParquet('s', 'z/alike.parquet', fields('xOther').replace('"xOther"', '"OTHEr"').replace('"other"', '"qther"'));
    const path = join(staging.directory, 'data', 'store', 'stage', 'internal', 's', 'z', 'alike.parquet');
    await writeFile(path, Buffer.from((await readFile(path)).toString('latin1').replaceAll('qther', 'other'), 'latin1'));
    expect(await staging.message('SELECT OTHER FROM @s/z/alike.parquet')).toContain('Code: 1065, Text = column other is ambiguous: the file has `OTHEr` and `other`');
    expect(await staging.message('SELECT t.other FROM @s/z/alike.parquet t WHERE t.other > 1')).toContain('ambiguous');
    expect(await rows(staging.root, 'SELECT `other`, `OTHEr`, `other` + `OTHEr` AS s FROM @s/z/alike.parquet ORDER BY `OTHEr` DESC')).toEqual([{ other: 20, OTHEr: 2, s: 22 }, { other: 10, OTHEr: 1, s: 11 }]);
    expect(await query('SELECT t.`other` FROM @s/z/alike.parquet AS t')).toEqual([[10], [20]]);
    expect(await query('SELECT *, `other` AS again FROM @s/z/alike.parquet')).toEqual([[1, 10, 10], [2, 20, 20]]);
    expect(await query('SELECT $1 FROM @s/z/alike.parquet LIMIT 1')).toEqual([['{"OTHEr":1,"other":10}']]);
    expect(await query('SELECT 1 AS other FROM @s/z/alike.parquet ORDER BY other')).toEqual([[1], [1]]);
    expect(await query('SELECT d.`OTHEr`, o.other FROM @s/z/alike.parquet d JOIN (SELECT 2 AS other) o ON o.other = d.`OTHEr`')).toEqual([[2, 2]]);
    expect(await staging.message('SELECT `name` FROM @s/p/a.parquet')).toContain("Code: 1065, Text = column name doesn't exist; a name in quotes matches exactly, and there is `Name`");
    expect(await query('SELECT `Name`, name AS again FROM @s/p/a.parquet LIMIT 1')).toEqual([['n0', 'n0']]);
  });

  it('fields of tuples that are NULL are NULL', async () => {
    await staging.putParquet('s', 'tuples.parquet', "SELECT * FROM (VALUES (1, {'a': 1, 'b': {'z': 'y', 'c': NULL}}), (2, NULL), (3, {'a': NULL, 'b': NULL})) t(k, st)");
    expect(await query('SELECT st:a, st:b IS NULL, st:b.c, st:b.z::STRING FROM @s/tuples.parquet ORDER BY k')).toEqual([['1', 0, null, 'y'], [null, 1, null, null], [null, 1, null, null]]);
  });

  it('columns that are called as what the engine knows of each row hide none of it', async () => {
    for (const [name, from] of [['a', 0], ['b', 10]] as const) {
      await staging.putParquet('s', `row/${name}.parquet`, `SELECT i + 100 AS "File_Row_Number", 7 - i AS file_index, 'x' || i AS filename, i AS id FROM range(${from}, ${from} + 2) t(i)`);
    }
    expect(await query('SELECT *, metadata$filename, metadata$file_row_number FROM @s/row/ ORDER BY id')).toEqual([
      [100, 7, 'x0', 0, 'row/a.parquet', 0], [101, 6, 'x1', 1, 'row/a.parquet', 1], [110, -3, 'x10', 10, 'row/b.parquet', 0], [111, -4, 'x11', 11, 'row/b.parquet', 1],
    ]);
    expect(await query('SELECT file_row_number, metadata$file_basename FROM @s/row/ WHERE file_index = 6')).toEqual([[101, 'a.parquet']]);
    expect(await query('SELECT $1:File_Row_Number::INT, $1:id::INT, metadata$file_row_number FROM @s/row/b.parquet ORDER BY 1')).toEqual([[110, 10, 0], [111, 11, 1]]);
    expect(await query('SELECT `File_Row_Number` FROM @s/row/b.parquet LIMIT 1')).toEqual([[110]]);
  });

  it('metadata columns are there when named', async () => {
    expect(await query('SELECT *, METADATA$FILENAME, metadata$file_row_number, metadata$file_basename FROM @s/p/ WHERE id IN (1, 3) ORDER BY id')).toEqual([
      [1, 'n1', 'p/a.parquet', 1, 'a.parquet'],
      [3, 'm3', 'p/b.parquet', 0, 'b.parquet'],
    ]);
    expect(await query('SELECT DISTINCT metadata$filename FROM @s/p/ ORDER BY 1')).toEqual([['p/a.parquet'], ['p/b.parquet']]);
  });

  it('files are chosen by FILES and PATTERN', async () => {
    expect(await query("SELECT id FROM @s/p (FILES => ('b.parquet'))")).toEqual([[3], [4]]);
    expect(await query("SELECT id FROM @s/ (PATTERN => 'p/a.*', FILE_FORMAT => 'parquet',) ORDER BY id DESC LIMIT 1")).toEqual([[2]]);
    await staging.root.query("SET VARIABLE pat = 'p/b.*'");
    expect(await query('SELECT count(*) FROM @s (PATTERN => $pat)')).toEqual([[2]]);
    expect(await staging.message("SELECT id FROM @s/p (FILES => ('nope'))")).toContain('Code: 3001');
    expect(await staging.message("SELECT id FROM @s (FILES => ('p'))")).toContain('Code: 1006, Text = p is not a file');
    expect(await staging.message("SELECT id FROM @s/none/")).toContain('Code: 1065, Text = no files found');
    expect(await query('SELECT $1 FROM @s/none/')).toEqual([]);
  });

  it('files of other columns, and files that are none', async () => {
    expect(await staging.message("SELECT * FROM @s/ (PATTERN => '.*parquet')")).toContain("Code: 1303, Text = infer schema from 'differs.parquet', but get diff schema in file 'p/a.parquet'");
    expect(await staging.message("SELECT * FROM @s/n.ndjson")).toContain("Code: 1201, Text = file 'n.ndjson' is no readable Parquet file");
  });

  it('joins, subqueries and CTEs', async () => {
    expect(await query("SELECT a.id, c.$2 FROM @s/p/a.parquet a JOIN @c/in/x.csv c ON a.id = CAST(c.$1 AS SIGNED) ORDER BY 1")).toEqual([[1, 'one'], [2, 'two']]);
    expect(await query("WITH x AS (SELECT $1 AS k FROM @c/in/) SELECT count(*) FROM x WHERE k IN (SELECT CAST(id AS CHAR) FROM @s/p/)")).toEqual([[4]]);
    expect(await query('SELECT x.n FROM (SELECT id AS n FROM @s/p/a.parquet UNION ALL SELECT id FROM @s/p/b.parquet) x, @s/p/a.parquet y WHERE x.n = y.id ORDER BY 1')).toEqual([[0], [1], [2]]);
  });
});

describe('CSV', () => {
  it('fields by position', async () => {
    expect(await query("SELECT $1, $2 FROM @c/in/ ORDER BY $1")).toEqual([['1', 'one'], ['2', 'two'], ['3', 'three, 3'], ['4', ''], ['5', null], [null, null]]);
    expect(await query("SELECT a, b FROM @c/pipes.txt (FILE_FORMAT => 'pipes') AS t(a, b)")).toEqual([['a', 'b'], ['c', null]]);
    expect(await query("SELECT $2 FROM @c/pipes.txt (FILE_FORMAT => (TYPE = CSV FIELD_DELIMITER = '|' SKIP_HEADER = 1, NULL_DISPLAY = 'x'))")).toEqual([['\\N']]);
    expect(await query("SELECT $1 FROM @s/empty.csv (FILE_FORMAT => 'csv')")).toEqual([]);
    expect(await query('SELECT $1 FROM @c/nothing')).toEqual([]);
  });

  it('the number of a record counts the header and no blank lines', async () => {
    expect(await query('SELECT $1, metadata$file_row_number, metadata$filename FROM @c/in/ ORDER BY 3, 2')).toEqual([
      ['1', 1, 'in/x.csv'], ['2', 2, 'in/x.csv'], ['3', 1, 'in/y.csv'], [null, 2, 'in/y.csv'], ['4', 3, 'in/y.csv'], ['5', 4, 'in/y.csv'],
    ]);
  });

  it.each([
    ['SELECT * FROM @c/in/', 'Query from CSV file lacks column positions. Specify as $1, $2, etc.'],
    ['SELECT count(*) FROM @c/in/', 'Query from CSV file lacks column positions'],
    ['SELECT *, $1 FROM @c/in/', 'select * from file only support Parquet format'],
    ['SELECT $2 FROM (SELECT $1 FROM @c/in/) x', "column position 2 doesn't exist"],
    ["SELECT * FROM @c/in/ (FILE_FORMAT => 'json')", 'Code: 1002, Text = Unsupported file format in query stage'],
    ["SELECT * FROM @c/in/ (FILE_FORMAT => 'lance')", 'Code: 2508'],
    ["SELECT $1 FROM @c/in/ (FILE_FORMAT => 'nope')", 'Code: 2507'],
    ['SELECT $1 FROM @nope/in/', 'Code: 2501'],
    ['SELECT $0 FROM @c/in/', 'Code: 1005'],
    ['SELECT $1 FROM @c/../x', 'Code: 1006, Text = stage path traversal'],
    ["SELECT $1 FROM 'fs:///etc/passwd' (FILE_FORMAT => 'csv')", 'Code: 3903'],
    ["SELECT $1 FROM @c (NONSENSE => 1)", 'unknown option NONSENSE'],
    ["SELECT $1 FROM @c (PATTERN = 'x')", "expected '=>'"],
  ])('%s', async (sql, text) => {
    expect(await staging.message(sql)).toContain(text);
  });
});

describe('what is wrong with data, and where', () => {
  it.each([
    ['plain.csv', Buffer.from('a,b\nc,d\ne,\xff\n', 'latin1'), 'csv', "invalid utf-8 sequence in column $2, at file 'bad/plain.csv', line 3"],
    ['quoted.csv', Buffer.from('"a","b\n"\n"c","\xff"\n', 'latin1'), 'csv', "invalid utf-8 sequence in column $2, at file 'bad/quoted.csv', line 3"],
    ['odd.csv', Buffer.from('a"a,b\r\nc,\xff\r\n', 'latin1'), 'csv', "invalid utf-8 sequence in column $2, at file 'bad/odd.csv', line 2"],
    ['open.csv', 'a,b\n\nc,"d\ne\n', 'csv', "unexpected eof: a quote opens and is not closed, at file 'bad/open.csv', line 3"],
    ['plain.tsv', Buffer.from('a\tb\n\nc\t\xff\n', 'latin1'), 'text', "invalid utf-8 sequence in column $2, at file 'bad/plain.tsv', line 3"],
    ['escaped.tsv', Buffer.from('a\\tb\n\xff\\n\tb\n', 'latin1'), 'text', "invalid utf-8 sequence in column $1, at file 'bad/escaped.tsv', line 2"],
    ['text.ndjson', '{"a":1}\n\n{"a" 1}\n', 'ndjson', `expected ':' at line 3, position 5 of size 7 for File 'bad/text.ndjson', next byte is '1'`],
    ['cut.ndjson', '{"é":[1,"x', 'ndjson', `the line ends where '"' should be at line 1, position 11 of size 11 for File 'bad/cut.ndjson'`],
    ['comma.ndjson', '{"a":", ]"}\n{"a":[1, ]}\n', 'ndjson', `expected a value at line 2, position 9 of size 11 for File 'bad/comma.ndjson', next byte is ']'`],
    ['last-comma.ndjson', '{"a":1,}', 'ndjson', `expected a key in double quotes at line 1, position 7 of size 8 for File 'bad/last-comma.ndjson', next byte is '}'`],
    ['nan.ndjson', '{"a":" nan "}\r\n{"a":NaN}\r\n', 'ndjson', `expected a value at line 2, position 5 of size 10 for File 'bad/nan.ndjson', next byte is 'N'`],
    ['infinity.ndjson', '\n-inf', 'ndjson', `expected a value at line 2, position 0 of size 4 for File 'bad/infinity.ndjson', next byte is '-'`],
    ['surrogate.ndjson', '"\\ud800"', 'ndjson', `expected an escape of JSON at line 1, position 1 of size 8 for File 'bad/surrogate.ndjson', next byte is '\\'`],
    ['bytes.ndjson', Buffer.from('"ok"\n"\xff"\n', 'latin1'), 'ndjson', "invalid utf-8 sequence at line 2, position 1 of size 3 for File 'bad/bytes.ndjson'"],
  ])('%s', async (name, content, format, text) => {
    await staging.put('s', `bad/${name}`, content);
    const columns = format === 'ndjson' ? '$1' : '$1, $2';
    expect(await staging.message(`SELECT ${columns} FROM @s/bad/${name} (FILE_FORMAT => '${format}')`)).toContain(`Code: 1046, Text = ${format === 'ndjson' ? 'Invalid NDJSON row: ' : ''}${text}`);
  });
});

it('bytes that are no UTF-8 fail the query that reads them and nothing else', async () => {
  await staging.put('s', 'bad/late.csv', Buffer.from('a,b,\xff\n', 'latin1'));
  expect(await staging.message("SELECT $3 FROM @s/bad/late.csv (FILE_FORMAT => 'csv')")).toContain("invalid utf-8 sequence in column $3, at file 'bad/late.csv', line 1");
  expect(await query('SELECT x FROM (SELECT 1 AS x UNION ALL SELECT 2) t ORDER BY x')).toEqual([[1], [2]]);
});

it('bytes that are no UTF-8 in columns that nobody reads are no error', async () => {
  await staging.put('s', 'bad/unread.csv', Buffer.from('a,b,\xff\n"c"d,e,\xff\n', 'latin1'));
  expect(await query("SELECT $1, $2 FROM @s/bad/unread.csv (FILE_FORMAT => 'csv')")).toEqual([['a', 'b'], ['cd', 'e']]);
});

describe('the numbers of rows in several files', () => {
  it.each([
    ['csv', "(TYPE = CSV SKIP_HEADER = 1)", ['h\na\n\nb\n', '"h"\n"c"\n', 'h\na"b\nc\n'], [1, 2, 1, 1, 2]],
    ['tsv', "(TYPE = TEXT SKIP_HEADER = 1)", ['h\na\nb\n', 'h\na\n\nb\n', 'h\nc\n'], [0, 1, 0, 2, 0]],
    ['ndjson', "(TYPE = NDJSON)", ['1\n\n2\n', '3\r\n\r\n4', '5'], [0, 2, 0, 2, 0]],
  ])('%s', async (type, format, contents, numbers) => {
    for (const [index, content] of contents.entries()) await staging.put('s', `numbered-${type}/${index}.${type}`, content);
    const rows = await query(`SELECT $1, metadata$file_row_number, metadata$filename FROM @s/numbered-${type}/ (FILE_FORMAT => ${format}) ORDER BY 3, 2`);
    expect(rows.map((row) => row[1])).toEqual(numbers);
  });
});

describe('NDJSON', () => {
  it('a line is a value', async () => {
    expect(await query("SELECT CAST($1 AS CHAR), metadata$file_row_number FROM @s/n.ndjson (FILE_FORMAT => 'ndjson')")).toEqual([['{"a":"x","b":1}', 0], ['[1,2]', 2], ['5', 3]]);
    expect(await staging.message("SELECT $2 FROM @s/n.ndjson (FILE_FORMAT => 'ndjson')")).toContain("column position 2 doesn't exist");
    expect(await staging.message("SELECT * FROM @s/n.ndjson (FILE_FORMAT => 'ndjson')")).toContain('Code: 1065, Text = select * from file only support Parquet format');
  });

  it('a text of digits is a key and a number a position, whatever the document has there', async () => {
    await staging.put('s', 'years.ndjson', '{"2024":{"5":"x"},"l":[7]}\n[1]\n');
    const from = "FROM @s/years.ndjson (FILE_FORMAT => 'ndjson')";
    expect(await query(`SELECT CAST($1['2024'] AS CHAR), CAST(get($1, '2024') AS CHAR), CAST($1['2024']['5'] AS CHAR), $1['0'] ${from}`)).toEqual([['{"5":"x"}', '{"5":"x"}', 'x', null], [null, null, null, null]]);
    await staging.put('s', 'digits.ndjson', '{"a":{"0":1}}\n{"a":[2,{"x":3,"0":4}]}\n');
    expect(await query("SELECT CAST($1:a[0] AS CHAR), CAST($1:a['0'] AS CHAR), CAST($1:a.\"0\" AS CHAR), CAST($1:a[1].x AS CHAR), CAST($1:a[1]['0'] AS CHAR) FROM @s/digits.ndjson (FILE_FORMAT => 'ndjson')"))
      .toEqual([[null, '1', '1', null, null], ['2', null, null, '3', '4']]);
    expect(await query("SELECT m['7'], m['8'] FROM (SELECT {'7': 1} AS m) t")).toEqual([[1, null]]);
  });

  it('rows of NDJSON are counted without a look at them', async () => {
    expect(await query("SELECT count(*), min(metadata$filename), max(metadata$file_row_number) FROM @s/n.ndjson (FILE_FORMAT => 'ndjson')")).toEqual([[3, 'n.ndjson', 3]]);
    expect(await query("SELECT count(*) FROM @s/n.ndjson (FILE_FORMAT => 'ndjson') a, @s/n.ndjson (FILE_FORMAT => 'ndjson') b WHERE a.$1 = b.$1")).toEqual([[3]]);
    expect(await query("SELECT 'x' FROM @s/n.ndjson (FILE_FORMAT => 'ndjson')")).toEqual([['x'], ['x'], ['x']]);
  });

  it('texts may look like what is no JSON', async () => {
    await staging.put('s', 'looks.ndjson', '{"a":"x, ]","b":" nan "}\n["inf"," -Infinity,", []]\n');
    expect(await query("SELECT $1:a::STRING, $1[1]::STRING FROM @s/looks.ndjson (FILE_FORMAT => 'ndjson')")).toEqual([['x, ]', null], [null, ' -Infinity,']]);
  });

  it('says which line is none', async () => {
    expect(await staging.message("SELECT $1 FROM @s/bad.ndjson (FILE_FORMAT => 'ndjson')")).toMatch(/Code: 1046, Text = Invalid NDJSON row: .* at line 2, position \d of size 5 for File 'bad.ndjson'/);
  });
});

it('needs READ on every stage that is read', async () => {
  await staging.root.query("CREATE USER ann IDENTIFIED BY 'x'");
  await staging.root.query('GRANT READ ON STAGE s TO ann');
  const ann = await staging.server.connect({ user: 'ann', password: 'x' });
  expect(await rows(ann, 'SELECT count(*) AS n FROM @s/p/')).toEqual([{ n: 5 }]);
  await expect(ann.query('SELECT a.id FROM @s/p/ a JOIN (SELECT $1 AS k FROM @c/in/) b ON a.id = b.k')).rejects.toThrow('Permission denied: privilege [Read] is required on STAGE c');
  await ann.end();
});

it('what is wrong with names and formats comes before what is not allowed', async () => {
  await staging.root.query("CREATE USER bob IDENTIFIED BY 'x'");
  const bob = await staging.server.connect({ user: 'bob', password: 'x' });
  const message = async (sql: string): Promise<string> => (await failure(bob, sql)).message;
  expect(await message('SELECT $1 FROM @none')).toContain('Code: 2501');
  expect(await message("SELECT $1 FROM @c/in/ (FILE_FORMAT => 'none')")).toContain('Code: 2507');
  expect(await message('SELECT * FROM @c/in/')).toContain('Code: 1065, Text = Query from CSV file lacks column positions');
  expect(await message('SELECT $1 FROM @c/in/')).toContain('Code: 1063');
  expect(await message("SELECT $1 FROM @c/in/ (FILES => ('none'))")).toContain('Code: 1063');
  await bob.end();
});

it('a question that comes again leaves no more local names behind', async () => {
  const names = join(staging.directory, 'data', 'cache', 'objects', 'names');
  await query('SELECT count(*) FROM @s/p/');
  const { length } = await readdir(names);
  for (let round = 0; round < 3; round += 1) await query('SELECT count(*) FROM @s/p/');
  // Those of queries before may be gone meanwhile.
  expect((await readdir(names)).length).toBeLessThanOrEqual(length);
});

describe('table functions over files', () => {
  it('infer_schema', async () => {
    const schema = (sql: string): Promise<unknown[][]> => query(`SELECT column_name, type, nullable, filenames, order_id FROM infer_schema(${sql})`);
    expect(await schema("location => '@s/p/'")).toEqual([['id', 'INT', 1, 'p/a.parquet, p/b.parquet', 0], ['Name', 'VARCHAR', 1, 'p/a.parquet, p/b.parquet', 1]]);
    expect(await schema("location => '@c/in/', pattern => 'x.*'")).toEqual([['k', 'BIGINT', 1, 'in/x.csv', 0], ['v', 'VARCHAR', 1, 'in/x.csv', 1]]);
    await staging.put('s', 'j.ndjson', '{"a":1,"b":["x"],"c":{"d":1.5}}\n{"a":2.5,"e":null}\n');
    expect(await schema("location => '@s/j.ndjson', file_format => 'ndjson'")).toEqual([
      ['a', 'DOUBLE', 1, 'j.ndjson', 0], ['b', 'ARRAY(STRING)', 1, 'j.ndjson', 1], ['c', 'TUPLE(D FLOAT64)', 1, 'j.ndjson', 2], ['e', 'VARCHAR', 1, 'j.ndjson', 3],
    ]);
    await staging.put('s', 'large.ndjson', '{"n":18446744073709551615,"o":{"p":[9223372036854775808]},"s":"99999999999999999999,"}\n{"n":9223372036854775807,"m":9223372036854775807}\n');
    expect(await schema("location => '@s/large.ndjson', file_format => 'ndjson'")).toEqual([
      ['n', 'DOUBLE', 1, 'large.ndjson', 0], ['o', 'TUPLE(P ARRAY(FLOAT64))', 1, 'large.ndjson', 1], ['s', 'VARCHAR', 1, 'large.ndjson', 2], ['m', 'BIGINT', 1, 'large.ndjson', 3],
    ]);
    expect(await query("SELECT CAST($1:n AS DOUBLE), to_string(CAST($1:m AS BIGINT)) FROM @s/large.ndjson (file_format => 'ndjson')")).toEqual([[2 ** 64, null], [2 ** 63, '9223372036854775807']]);
    await staging.put('s', 'ragged.csv', 'a,b\n1,2\n3\n');
    expect(await staging.message("SELECT * FROM infer_schema(location => '@s/ragged.csv', file_format => 'csv')")).toContain("Code: 1046, Text = a record has 1 fields where the first has 2, at file 'ragged.csv', line 3");
    expect(await schema("location => '@s/ragged.csv', file_format => 'csv', max_records_per_file => 2")).toHaveLength(2);
    expect(await staging.message("SELECT * FROM infer_schema(location => '@s/bad.ndjson', file_format => 'ndjson')")).toContain("Code: 1046, Text = Invalid NDJSON row: the line ends where a value should be at line 2");
    expect(await staging.message("SELECT * FROM infer_schema(location => '@s', file_format => 'avro')")).toContain('Code: 1006, Text = infer_schema is currently limited to format Parquet, CSV, TEXT and NDJSON');
  });

  it('infer_schema takes for a type what is read as it, and columns of one name for several', async () => {
    await staging.put('c', 'kinds.csv', [
      'n,n,blanks,loose,moment,zoned,float,whole',
      '1,x, 1,2024-1-2,2024-01-02,2024-01-02T03:04:05.5Z,-1.5e3,+7',
      '2,y,2,2024/01/03,2024-01-02 03:04,2024-01-02 03:04:05+0130,NaN,-7',
    ].join('\n'));
    expect(await query("SELECT column_name, type, order_id FROM infer_schema(location => '@c/kinds.csv')")).toEqual([
      ['n', 'BIGINT', 0], ['n', 'VARCHAR', 1], ['blanks', 'VARCHAR', 2], ['loose', 'VARCHAR', 3], ['moment', 'TIMESTAMP', 4], ['zoned', 'TIMESTAMP', 5], ['float', 'DOUBLE', 6], ['whole', 'BIGINT', 7],
    ]);
  });

  it('inspect_parquet and DIRECTORY', async () => {
    expect(await rows(staging.root, "SELECT num_columns, num_rows, num_row_groups FROM INSPECT_PARQUET('@s/p/')")).toEqual([{ num_columns: 2, num_rows: 3, num_row_groups: 1 }]);
    expect(await query("SELECT relative_path FROM DIRECTORY(@s/p/) WHERE size > 0 ORDER BY 1")).toEqual([['p/a.parquet'], ['p/b.parquet']]);
  });

  it('DIRECTORY gives URLs at which files are, for those who may read them', async () => {
    await staging.put('s', 'url/ä b?.txt', 'content');
    const [[url]] = await query("SELECT file_url FROM DIRECTORY('@s/url/')") as [[string]];
    expect(url).toBe(`${staging.server.httpUrl}/v1/stages/s/url/%C3%A4%20b%3F.txt`);
    const get = (path: string, user: string, init: RequestInit = {}): Promise<Response> => fetch(path, { ...init, headers: { ...(init.headers as Record<string, string> | undefined), authorization: `Basic ${Buffer.from(user).toString('base64')}` } });
    expect(await (await get(url, 'root:')).text()).toBe('content');
    const part = await get(url, 'root:', { headers: { range: 'bytes=2-4' } });
    expect([part.status, await part.text()]).toEqual([206, 'nte']);
    expect((await get(url, 'root:', { method: 'HEAD' })).headers.get('content-length')).toBe('7');
    await staging.root.query("CREATE USER eve IDENTIFIED BY 'x'");
    const statuses = [get(url, 'eve:x'), get(url, 'eve:wrong'), fetch(url), get(`${url}.gz`, 'root:'), get(url.replace('/s/', '/none/'), 'root:'), get(url.replace('url/', '..%2Fs/'), 'root:'), get(url, 'root:', { method: 'DELETE' })];
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([403, 401, 401, 404, 404, 400, 405]);
    expect(await query("SELECT file_url FROM DIRECTORY('@~')")).toEqual([]);
  });
});
