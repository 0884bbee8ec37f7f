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

it('a line without fields has escapes all the same', async () => {
  await staging.put('s', 'lines.log', 'a\\tb\tc\n\\N\n\nd\\\ne\n');
  expect(await staging.values("SELECT $1, metadata$file_row_number FROM @s/lines.log (FILE_FORMAT => (TYPE = TEXT FIELD_DELIMITER = ''))")).toEqual([['a\tb\tc', 0], [null, 1], ['d\ne', 3]]);
});
