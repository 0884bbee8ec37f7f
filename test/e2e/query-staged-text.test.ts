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
