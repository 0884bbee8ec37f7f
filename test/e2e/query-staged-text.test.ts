import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStaging, type Staging } from '../support/staging.js';

let staging: Staging;

beforeAll(async () => {
  staging = await startStaging();
  await staging.root.query('CREATE STAGE s');
});

afterAll(() => staging.stop());

it.each<[string, string, string, unknown[][]]>([
  ['blank lines are lines of the header', 'TYPE = TEXT SKIP_HEADER = 1', '\na\tb\n\nc\n', [['a', 'b', 0], ['c', null, 2]]],
  ['a header of two lines, of which one is blank', 'TYPE = TEXT SKIP_HEADER = 2', 'h\n\n\\na\tb\n', [['\na', 'b', 0]]],
  ['in CSV blank lines are no records of the header', 'TYPE = CSV SKIP_HEADER = 1', '\nh,i\n\na,b\n', [['a', 'b', 1]]],
  ['only CR ends records', "TYPE = CSV RECORD_DELIMITER = '\\r'", 'a,b\r\nc,"d\r"\r\re', [['a', 'b', 0], ['\nc', 'd\r', 1], ['e', null, 2]]],
  ['a backslash at the end of a line of CRLF', "TYPE = TEXT RECORD_DELIMITER = '\\r\\n'", 'C:\\\\d\\\r\nx\\\r\ty\r\n', [['C:\\d\\', null, 0], ['x\r', 'y', 1]]],
  ['a last CR without its LF', "TYPE = TEXT RECORD_DELIMITER = '\\r\\n'", 'a\tb\r\nc\td\r', [['a', 'b', 0], ['c', 'd\r', 1]]],
])('%s', async (name, format, content, expected) => {
  const file = `${name.replaceAll(/\W/g, '-')}.txt`;
  await staging.put('s', file, content);
  expect(await staging.values(`SELECT $1, $2, metadata$file_row_number FROM @s/${file} (FILE_FORMAT => (${format}))`)).toEqual(expected);
});

it.each<[string, string, unknown[]]>([
  ['TYPE = CSV', ',"",\\N,"\\N", a "b"\n', [null, '', null, '\\N', ' a "b"']],
  ['TYPE = CSV EMPTY_FIELD_AS = STRING', ',"",\\N,x\n', ['', '', null, 'x', null]],
  ['TYPE = CSV EMPTY_FIELD_AS = FIELD_DEFAULT QUOTED_EMPTY_FIELD_AS = NULL', ',"","x"\n', [null, null, 'x', null, null]],
  ['TYPE = CSV QUOTED_EMPTY_FIELD_AS = FIELD_DEFAULT', '"",a\n', [null, 'a', null, null, null]],
  ["TYPE = CSV NULL_DISPLAY = 'NA'", 'NA,"NA",na,\\N\n', [null, 'NA', 'na', '\\N', null]],
  ["TYPE = CSV NULL_DISPLAY = 'NA' ALLOW_QUOTED_NULLS = TRUE", 'NA,"NA",na\n', [null, null, 'na', null, null]],
  ["TYPE = CSV NULL_DISPLAY = '' EMPTY_FIELD_AS = STRING", ',"",x\n', ['', '', 'x', null, null]],
  ['TYPE = CSV TRIM_SPACE = TRUE', ' a ," b ",\t,"  ",\\N \n', ['a', 'b', null, '', null]],
  ["TYPE = CSV QUOTE = ''''", "'a,''b',\"c\n", ["a,'b", '"c', null, null, null]],
  ["TYPE = CSV ESCAPE = '\\\\'", '"a\\"b\\n",c\\d,"x""y"\n', ['a"bn', 'c\\d', 'x"y', null, null]],
  ["TYPE = CSV FIELD_DELIMITER = '||'", 'a|b||"c||d"||e|\n', ['a|b', 'c||d', 'e|', null, null]],
  ["TYPE = CSV RECORD_DELIMITER = ';'", 'a,b\n;;', ['a', 'b\n', null, null, null]],
  ['TYPE = CSV ERROR_ON_COLUMN_COUNT_MISMATCH = TRUE', 'a,b,c,d,e,f\n', ['a', 'b', 'c', 'd', 'e']],
  ['TYPE = TEXT', 'a\t\t\\N\t\\x41\\t\\q\t"x"\n', ['a', null, null, 'A\t\\q', '"x"']],
  ['TYPE = TEXT EMPTY_FIELD_AS = STRING', 'a\t\t\\N\n', ['a', '', null, null, null]],
  ["TYPE = TEXT FIELD_DELIMITER = '|' NULL_DISPLAY = 'nil' TRIM_SPACE = TRUE", ' a |nil|\\ |b\\|c\n', ['a', null, '\\', 'b\\|c', null]],
  ["TYPE = CSV ENCODING = 'utf-16le' ENCODING_ERROR_MODE = replace", Buffer.from('é,x\n', 'utf16le').toString('latin1'), ['é', 'x', null, null, null]],
  ["TYPE = CSV ENCODING = 'latin1' ENCODING_ERROR_MODE = replace", '\x80,\x9f,\xe9,\x81\n', ['€', 'Ÿ', 'é', '\x81', null]],
  ["TYPE = CSV ENCODING = 'iso-8859-16'", '\xa4,\xaa\n', ['€', 'Ș', null, null, null]],
  ["TYPE = CSV ENCODING = 'shift_jis'", '\x1a,\x7f,\x83\x5c,\xb1\n', ['\x1a', '\x7f', 'ソ', 'ｱ', null]],
  ["TYPE = CSV ENCODING = 'euc-kr'", '\xc7\xd1,\xa2\xe6,\x81\x41\n', ['한', '€', '갂', null, null]],
  ["TYPE = CSV ENCODING = 'big5'", '\xc7\xf3,\x88\x62,\xb3\x5c\n', ['А', 'Ê̄', '許', null, null]],
  ['TYPE = CSV ENCODING_ERROR_MODE = replace', 'a\xff,\xc3\xa9\n', ['a\ufffd', 'é', null, null, null]],
])('options of a format: %s', async (format, content, expected) => {
  await staging.put('s', 'options', Buffer.from(content, 'latin1'));
  expect(await staging.values(`SELECT $1, $2, $3, $4, $5 FROM @s/options (FILE_FORMAT => (${format}))`)).toEqual([expected]);
});

it('messages name positions as queries do', async () => {
  await staging.put('s', 'words.csv', 'a,b\n');
  expect(await staging.message("SELECT CAST($2 AS SIGNED) + 1 FROM @s/words.csv (FILE_FORMAT => 'csv')")).toMatch(/'b' to INT64 when casting from source column \$2/);
  expect(await staging.message("SELECT $1 FROM @s/words.csv (FILE_FORMAT => 'csv') a, @s/words.csv (FILE_FORMAT => 'csv') b")).toContain('column $1 is ambiguous');
});

it.each([
  ['CSV', 'TYPE = CSV SKIP_HEADER = 1', ['\ufeff\nh\na\n', '\ufeff', '\ufeffh\n"b\nc"\n', 'h\r\nd\r\n\r\ne'], [['a', 1], ['b\nc', 1], ['d', 1], ['e', 2]]],
  ['one CSV file', 'TYPE = CSV SKIP_HEADER = 1', ['\ufeff\r\n"h\n"\r\na\r\nb\r\n'], [['a', 1], ['b', 2]]],
  ['TEXT', 'TYPE = TEXT', ['\ufeff\na\n', '\ufeff', '\ufeffb'], [['a', 1], ['b', 0]]],
  ['NDJSON', 'TYPE = NDJSON', ['\ufeff\n1\n', '\ufeff', '2\n', '\ufeff\r\n3'], [['1', 1], ['2', 0], ['3', 1]]],
])('what a byte order mark begins is counted without it: %s', async (name, format, contents, expected) => {
  const folder = `marked-${name.replaceAll(' ', '-')}`;
  for (const [index, content] of contents.entries()) await staging.put('s', `${folder}/${index}`, content);
  const from = `FROM @s/${folder}/ (FILE_FORMAT => (${format}))`;
  expect(await staging.values(`SELECT CAST($1 AS CHAR), metadata$file_row_number ${from}`)).toEqual(expected);
  expect(await staging.values(`SELECT CAST($1 AS CHAR) ${from}`)).toEqual(expected.map(([value]) => [value]));
});

it('fields in quotes behind a byte order mark are one each to infer_schema', async () => {
  await staging.put('s', 'marked.csv', '\ufeff"a,b",1\nc,2\n');
  expect(await staging.values("SELECT column_name, type FROM infer_schema(location => '@s/marked.csv', file_format => 'csv')")).toEqual([['column_1', 'VARCHAR'], ['column_2', 'BIGINT']]);
});

it('a line without fields has escapes all the same', async () => {
  await staging.put('s', 'lines.log', 'a\\tb\tc\n\\N\n\nd\\\ne\n');
  expect(await staging.values("SELECT $1, metadata$file_row_number FROM @s/lines.log (FILE_FORMAT => (TYPE = TEXT FIELD_DELIMITER = ''))")).toEqual([['a\tb\tc', 0], [null, 1], ['d\ne', 3]]);
});
