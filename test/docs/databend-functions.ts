import { readFileSync } from 'node:fs';
import type { FunctionExample, FunctionList } from './function-table.js';

const INTRODUCTION = `# Databend's functions

Made by \`npm run docs:functions\`, which runs each example against a real server and compares the answer with Databend's. Names are those
of Databend's SQL function reference.

*yes*: the same answer. *differs*: known, with another answer or under the condition given. *no*: refused with a clear error.
Not counted as differences: a whole DOUBLE with \`.0\`. What MySQL has under the same name is MySQL's.
`;

function readFamilies(): Record<string, FunctionExample[]> {
  const families: Record<string, FunctionExample[]> = {};
  let family: FunctionExample[] = [];
  for (const line of readFileSync(new URL('./databend-functions.tsv', import.meta.url), 'utf8').split('\n')) {
    const heading = /^## (.+)$/.exec(line)?.[1];
    if (heading !== undefined) families[heading] = family = [];
    else if (line !== '' && !line.startsWith('# ')) family.push(exampleOf(line));
  }
  return families;
}

function exampleOf(line: string): FunctionExample {
  const [name = '', example = '', expected = '', note] = line.split('\t');
  return { name, example, expected: expected === 'NULL' ? null : expected.replaceAll('\\n', '\n'), ...(note === undefined ? {} : { note }) };
}

export const DATABEND_FUNCTIONS: FunctionList = { introduction: INTRODUCTION, of: 'Databend', families: readFamilies() };
