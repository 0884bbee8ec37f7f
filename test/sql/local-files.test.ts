import { describe, expect, it } from 'vitest';
import { parseStatement } from '../../sql/parse.js';

const parse = (sql: string): unknown => parseStatement(sql)?.statement;

describe('PUT', () => {
  it('takes files quoted or bare, one or several, and a folder', () => {
    const common = { kind: 'put', folder: { stage: 's', path: 'a/b' }, overwrite: false, autoCompress: false, sourceCompression: 'auto_detect', size: null, answer: 'rows' };
    expect(parse("PUT 'file:///tmp/x y.csv' @s/a/b")).toEqual({ ...common, files: [{ path: '/tmp/x y.csv', name: 'x y.csv' }] });
    expect(parse('PUT file:///tmp/x--#1.csv @s/a/b;')).toEqual({ ...common, files: [{ path: '/tmp/x--#1.csv', name: 'x--#1.csv' }] });
    expect(parse("PUT (file:///1,'2') '@s/a/b'")).toEqual({ ...common, files: [{ path: '/1', name: '1' }, { path: '2', name: '2' }] });
    expect(parse(String.raw`PUT 'file://C:\\data\\x.csv', 'file:///C:/y.csv' @s/a/b`)).toEqual({ ...common, files: [{ path: String.raw`C:\data\x.csv`, name: 'x.csv' }, { path: 'C:/y.csv', name: 'y.csv' }] });
  });

  it('takes its options in any order', () => {
    expect(parse("PUT 'x' @~ PARALLEL = 8 OVERWRITE = TRUE, AUTO_COMPRESS = FALSE SOURCE_COMPRESSION = ZSTD SIZE = 12")).toMatchObject({ folder: { stage: '~', path: '' }, overwrite: true, autoCompress: false, sourceCompression: 'zstd', size: 12 });
  });

  it.each([
    ["PUT @s", 'expected a file'],
    ["PUT 'x' s", 'stage location'],
    ["PUT 'x', 'y' @s SIZE = 3", 'SIZE is for one file'],
    ["PUT 'x' @s OVERWRITE = maybe", 'TRUE or FALSE'],
    ["PUT 'x' @s SOURCE_COMPRESSION = rar", 'takes one of'],
    ["PUT 'x' @s OVERWRITE = TRUE OVERWRITE = TRUE", 'given twice'],
    ["PUT 'file:///a/*.csv' @s", 'name each file'],
    ["PUT file:///a/*.csv @s", 'name each file'],
    ["PUT 'file:///a/..' @s", 'name of a file'],
    ["PUT 'https://x/y' @s", 'not a file of this client'],
  ])('%s is refused', (sql, message) => {
    expect(() => parse(sql)).toThrow(message);
  });
});

describe('LOAD DATA', () => {
  it.each(['s1/dir/x', '@s1/dir/x', "'@s1/dir/x'"])('puts a file into the stage %s', (stage) => {
    expect(parse(`LOAD DATA LOCAL INFILE '/a/b.csv' REPLACE INTO STAGE ${stage}`)).toMatchObject({ kind: 'put', files: [{ path: '/a/b.csv' }], folder: { stage: 's1', path: 'dir/x' }, overwrite: true, answer: 'counts' });
  });

  it('keeps what is there unless told otherwise', () => {
    expect(parse("LOAD DATA CONCURRENT LOCAL INFILE 'b' INTO STAGE ~ AUTO_COMPRESS = TRUE")).toMatchObject({ folder: { stage: '~' }, overwrite: false, autoCompress: true });
  });
});

describe('GET', () => {
  it('takes a location and its options', () => {
    expect(parse('GET @s/a.csv')).toEqual({ kind: 'get', location: { stage: 's', path: 'a.csv' }, pattern: null, chunkSize: null, lines: false });
    expect(parse("GET '@s/a b/' PATTERN = '.*' CHUNK_SIZE = 1000 LINES = true")).toMatchObject({ location: { path: 'a b/' }, pattern: '.*', chunkSize: 1000, lines: true });
  });

  it('says that it writes no file of the client', () => {
    expect(() => parse('GET @s file:///tmp/')).toThrow('can not write a file of the client');
    expect(() => parse('GET @s CHUNK_SIZE = 0')).toThrow('whole number from 1');
  });
});
