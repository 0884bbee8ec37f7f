import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Engine } from '../../engine/engine.js';
import type { SourceFile } from '../../engine/sources/source-file.js';
import { columnValues } from '../../sql/cell-value.js';
import { buildFileFormat } from '../../sql/file-format-options.js';
import { parseStatement } from '../../sql/parse.js';
import { compileQuery } from '../../sql/query/compile.js';
import type { Value } from '../../sql/relation.js';
import { linkedFile } from '../support/counted-file.js';
import { SESSION } from '../support/session-values.js';

let directory: string;
let engine: Engine;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stagewire-lines-'));
  engine = await Engine.open({ spillDirectory: directory, spillCapacity: 1e9, cacheDirectory: join(directory, 'objects'), cacheCapacity: 1e9, memoryLimit: 5e8, threads: 2, callsAtOnce: 4 });
});
afterAll(async () => {
  await engine.close();
  await rm(directory, { recursive: true });
});

let count = 0;

async function file(text: string): Promise<SourceFile> {
  count += 1;
  const name = `${count}.ndjson`;
  await writeFile(join(directory, name), text);
  return linkedFile(join(directory, name), name);
}

/** The rows of a query over files of lines, which it calls `@s`. */
async function rowsOf(sql: string, ...files: readonly SourceFile[]): Promise<Value[][]> {
  const statement = parseStatement(sql)?.statement;
  if (statement?.kind !== 'query') throw new Error('no query');
  const compiled = compileQuery(statement, SESSION);
  if (compiled.kind !== 'engine') throw new Error('constant');
  const tables = compiled.tables.map(({ name, source }) => {
    if (source.kind !== 'staged') throw new Error('not staged');
    return { name, staged: { files, format: buildFileFormat('NDJSON', new Map()), use: source.use } };
  });
  const { columns, batches } = await engine.query({ ...compiled, files: null, tables }, new AbortController().signal);
  const rows: Value[][] = [];
  for await (const batch of batches) {
    const values = columns.map((_, index) => columnValues(batch, columns, index));
    for (let row = 0; row < batch.rowCount; row += 1) rows.push(values.map((column) => column[row] ?? null));
  }
  return rows;
}

const LINES = ['{"a": 1,  "b": {"c": "x\\u0041"}}', '   {"a" : 2}\t', '', ' \t ', '[1, 2]', '"text"', 'null', '{"a": 1e2}', '{"a":12345678901234567890}', '{"a":"\\n, ]"}'];
const WHOLE = ['{"a":1,"b":{"c":"xA"}}', '{"a":2}', '[1,2]', '"text"', 'null', '{"a":1e2}', '{"a":12345678901234567890}', '{"a":"\\n, ]"}'];
/** Digits of a number are those of the document. */
const PATHS = ['1', '2', null, null, null, '1e2', '12345678901234567890', '"\\n, ]"'];

/** What only one of DuckDB's readers takes: with none of these the other one reads the file. */
it.each([
  ['lines', (text: string) => text],
  ['a byte order mark', (text: string) => `\ufeff${text}`],
  ['carriage returns', (text: string) => text.replaceAll('\n', '\r\n')],
  ['an end without LF', (text: string) => text.slice(0, -1)],
])('%s: the same rows, whole and by paths', async (_, written) => {
  const text = written(`${LINES.join('\n')}\n`);
  const files = [await file(text), await file(''), await file(text)];
  const whole = (await rowsOf('SELECT $1 FROM @s', ...files)).flat().map(String);
  expect(whole).toEqual([...WHOLE, ...WHOLE]);
  expect((await rowsOf('SELECT $1:a FROM @s', ...files)).flat()).toEqual([...PATHS, ...PATHS]);
  expect(await rowsOf('SELECT $1:b.c, $1 FROM @s LIMIT 1', ...files)).toEqual([['"xA"', '{"a":1,"b":{"c":"xA"}}']]);
  expect((await rowsOf('SELECT length($1), $1:a FROM @s', ...files)).map(([length]) => Number(length))).toHaveLength(2 * WHOLE.length);
  const numbered = await rowsOf('SELECT metadata$filename, metadata$file_row_number, $1:a FROM @s', ...files);
  expect(numbered.map(([name, number, value]) => [name, Number(number), value])).toEqual([files[0], files[2]].flatMap((one) => PATHS.map((value, index) => [one?.name, index < 2 ? index : index + 2, value])));
  expect(await rowsOf('SELECT count(*), count(DISTINCT metadata$filename) FROM @s', ...files).then(([row]) => row?.map(Number))).toEqual([2 * WHOLE.length, 2]);
});

it('rows come in the order of files and lines, whichever thread reads them', async () => {
  const lines = (start: number): string => Array.from({ length: 60_000 }, (_, index) => `{"n":${start + index},"text":"${'x'.repeat(100 + (index % 50))}"}\n`).join('');
  const numbers = (await rowsOf('SELECT CAST($1:n AS BIGINT) FROM @s', await file(lines(0)), await file(lines(60_000)))).flat().map(Number);
  expect(numbers).toEqual(Array.from({ length: 120_000 }, (_, index) => index));
});

it('lines longer than the reader takes by itself', async () => {
  const long = JSON.stringify({ a: 'x'.repeat(20 * 1024 ** 2) });
  expect(await rowsOf('SELECT length($1:a::STRING) FROM @s', await file(`{"a":"y"}\n${long}\n`)).then((rows) => rows.flat().map(Number))).toEqual([1, 20 * 1024 ** 2]);
});

it.each([
  ['{"a":1}\n{"a":\n', 'line 2'], ['{"a":1} {"b":2}\n', 'line 1'], ['{"a":1}\n\n\ufeff{"a":2}\n', 'line 3'], ['1\n{"a":1,}\n', 'line 2'],
])('%j is bad, wherever it is asked for', async (text, line) => {
  const [good, bad] = [await file('{"a":0}\n'), await file(text)];
  for (const sql of ['SELECT $1 FROM @s', 'SELECT $1:a FROM @s']) {
    await expect(rowsOf(sql, good, bad)).rejects.toMatchObject({ kind: 'BadBytes', text: expect.stringMatching(new RegExp(`at ${line},.*'${bad.name}'`)) as string });
  }
});

/** Each as the engine would write it otherwise, or might. */
const NUMBERS = ['12345678901234567890.123', '1e400', '0.1000000000000000055', '1.10', '1E5', '0.0000001', '100000000000000000000000.5', '123456789012345678901234567890', '1.5', '10.0', '-2.50', '7'];

it('elements come in the order of their lines, whichever thread reads them, and tell which line it was', async () => {
  const count = 3_000;
  const files = await Promise.all([0, count, 2 * count, 3 * count].map((from) => file(Array.from({ length: count }, (_, index) => `{"n":${from + index},"l":[1,{"m":[${from + index},0]}],"pad":"${'x'.repeat(100)}"}`).join('\n'))));
  const expected = Array.from({ length: 4 * count }, (_, index) => [index, index + 1, index]);
  const numbers = async (sql: string): Promise<number[][]> => (await rowsOf(sql, ...files)).map((row) => row.map(Number));
  expect(await numbers('SELECT $1:n::INT, f.seq, f.value:m[0]::INT FROM @s, LATERAL FLATTEN(input => $1:l) f WHERE f.index = 1')).toEqual(expected);
  expect(await numbers('SELECT $1:n::INT, g.seq, g.value::INT FROM @s s, LATERAL FLATTEN(input => s.$1, path => \'l[1]\') f, LATERAL FLATTEN(input => f.value) g WHERE g.index = 0')).toEqual(expected);
  expect(await numbers('SELECT $1:n::INT FROM @s, LATERAL FLATTEN(input => $1:l) f WHERE f.index = 1')).toEqual(expected.map(([index]) => [index]));
}, 60_000);

it('numbers keep their digits, whole, by paths, as text, in arrays and objects', async () => {
  const lines = NUMBERS.map((number, index) => `{"a": ${number}, "s": "${number}", "o": {"a": [${number}, "x y"]}, "k${index}\\u0041": ${number}}`);
  const numbers = await file(lines.join('\n'));
  const column = async (expression: string): Promise<Value[]> => (await rowsOf(`SELECT ${expression} FROM @s`, numbers)).flat();
  expect(await column('$1')).toEqual(NUMBERS.map((number, index) => `{"a":${number},"k${index}A":${number},"o":{"a":[${number},"x y"]},"s":"${number}"}`));
  expect(await column('$1::STRING')).toEqual(await column('$1'));
  for (const part of ['$1:a', '$1:o.a[0]', "get($1:o, 'a')[0]", "$1:o['a'][0]", "$1->'$.a'", "json_extract($1, '$.o.a[0]')", "get_path($1, 'a')", "json_path_query_first($1, '$.o.a[0]')", "get_ignore_case($1, 'A')"]) {
    expect([part, await column(part)]).toEqual([part, NUMBERS]);
    expect([part, await column(`(${part})::STRING`)]).toEqual([part, NUMBERS]);
  }
  for (const text of ['$1:s::STRING', "$1->>'$.a'", "json_extract_path_text($1, 'a')", "json_value($1, '$.a')"]) expect([text, await column(text)]).toEqual([text, NUMBERS]);
  for (const part of ['$1:o', "$1->'$.o'"]) {
    expect([part, await column(part)]).toEqual([part, NUMBERS.map((number) => `{"a":[${number},"x y"]}`)]);
    expect([part, await column(`${part}::STRING`)]).toEqual([part, NUMBERS.map((number) => `{"a":[${number},"x y"]}`)]);
  }
  expect((await rowsOf('SELECT v:a, v:o, v:o.a[0]::STRING FROM (SELECT $1 AS v FROM @s) t WHERE v:a IS NOT NULL', numbers))).toEqual(NUMBERS.map((number) => [number, `{"a":[${number},"x y"]}`, number]));
  expect(await column("$1:k3A")).toEqual(NUMBERS.map((number, index) => (index === 3 ? number : null)));
  expect((await rowsOf('SELECT f.value FROM @s, LATERAL FLATTEN(input => $1:o.a) f WHERE f.index = 0', numbers)).flat()).toEqual(NUMBERS);
  expect((await rowsOf("SELECT f.value FROM @s, LATERAL FLATTEN(input => $1) f WHERE f.key = 'a'", numbers)).flat()).toEqual(NUMBERS);
  expect((await rowsOf("SELECT f.value FROM @s, LATERAL FLATTEN(input => $1, recursive => true) f WHERE f.path = 'o.a[0]'", numbers)).flat()).toEqual(NUMBERS);
  expect((await rowsOf("SELECT json_array_elements($1:o.a) AS x FROM @s", numbers)).flat().filter((value) => value !== '"x y"')).toEqual(NUMBERS);
  expect((await rowsOf('SELECT $1:a::DECIMAL(38, 10), $1:o.a[0]::DECIMAL(10, 2) FROM @s WHERE $1:a < 100', await file('{"a":1.0049999999999999999999,"o":{"a":[2.5]}}'))).flat()).toEqual(['1.0050000000', '2.50']);
});
