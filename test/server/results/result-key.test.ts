import { expect, it } from 'vitest';
import type { EngineTable } from '../../../engine/engine.js';
import type { SourceFile } from '../../../engine/sources/source-file.js';
import { questionKey, tablesFingerprint } from '../../../server/results/result-key.js';
import { DEFAULT_FILE_FORMAT } from '../../../sql/file-format-options.js';

const FILE: SourceFile = {
  name: 'a.csv', identity: '["store","a.csv","etag",3]', size: 3, contentKey: 'etag', lastModified: new Date(0), wholeOnly: false,
  read: () => Promise.reject(new Error('nobody reads')), link: () => Promise.resolve(false), localContent: () => Promise.resolve(null),
};

const located = (files: readonly SourceFile[], format = DEFAULT_FILE_FORMAT): EngineTable =>
  ({ name: 's', staged: { files, format, use: { highestPosition: 0, star: true, metadata: [], names: null } } });

it('tells a location by its files, their versions, sizes and times, and by its format', () => {
  const states = [
    [located([FILE])], [located([])], [located([FILE, FILE])], [located([{ ...FILE, name: 'b.csv' }])], [located([{ ...FILE, identity: '["store","a.csv","other",3]' }])],
    [located([{ ...FILE, size: 4 }])], [located([{ ...FILE, contentKey: 'other' }])], [located([{ ...FILE, lastModified: new Date(1) }])],
    [located([FILE], { ...DEFAULT_FILE_FORMAT, type: 'CSV' })], [located([FILE]), located([FILE])], [],
  ].map(tablesFingerprint);
  expect(new Set(states).size).toBe(states.length);
  expect(states).not.toContain(null);
  expect(tablesFingerprint([located([{ ...FILE }])])).toBe(states[0]);
});

it('says nothing of rows that the server makes', () => {
  const rows: EngineTable = { name: 'r', rows: { columns: [], batches: (async function* () { /* none */ })() } };
  expect(tablesFingerprint([located([FILE]), rows])).toBeNull();
});

it('tells questions apart by account, text and the values of parameters', () => {
  const parameter = (value: string | bigint | Uint8Array): { readonly type: { readonly name: 'varchar' }; readonly value: string | bigint | Uint8Array } => ({ type: { name: 'varchar' }, value });
  const question = { account: '1', sql: 'SELECT $1', parameters: [parameter('1')], countsAll: false, sources: [] };
  const questions = [
    question, { ...question, account: '2' }, { ...question, sql: 'SELECT $1 + 1' }, { ...question, countsAll: true }, { ...question, parameters: [parameter('2')] }, { ...question, parameters: [parameter(1n)] }, { ...question, parameters: [parameter(new Uint8Array([1]))] },
  ];
  expect(new Set(questions.map(questionKey)).size).toBe(questions.length);
  expect(questionKey({ ...question })).toBe(questionKey(question));
});
