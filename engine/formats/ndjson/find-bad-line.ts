import { isUtf8 } from 'node:buffer';
import { StagewireError } from '../../../errors/index.js';
import type { LocalFiles } from '../../cache/local-files.js';
import type { SourceFile } from '../../sources/source-file.js';
import { plainText, readLocal, type TextDecoding } from '../plain-text.js';
import { jsonFault } from './json-fault.js';

const LF = 10;

/** The error for the first line that is no JSON; null if all are. Reads the files once more. */
export async function findBadLine(files: readonly SourceFile[], decoding: TextDecoding, local: LocalFiles): Promise<StagewireError | null> {
  for (const file of files) {
    const found = await firstBadLine(await plainText(file, decoding, local), file.name, () => true);
    if (found) return found;
  }
  return null;
}

/** What DuckDB takes for JSON and what is none: a comma in front of what closes, NaN and Infinity in any case and spelling. Texts may look so, too. */
const LOOSE = /,\s*[\]}]|(?:^|[\s,:[-])(?:nan|inf(?:inity)?)(?:$|[\s,\]}])/i;

/** Throws 1046 if a line of a local file is JSON to DuckDB alone. */
export async function checkLines({ path, fileName }: { readonly path: string; readonly fileName: string }): Promise<void> {
  const found = await firstBadLine(path, fileName, (line) => LOOSE.test(line.toString('latin1')));
  if (found) throw found;
}

/** The error for the first of the suspect lines that is no JSON. */
async function firstBadLine(path: string, fileName: string, isSuspect: (line: Buffer) => boolean): Promise<StagewireError | null> {
  let number = 0;
  for await (const line of byteLines(path)) {
    number += 1;
    const fault = isSuspect(line) ? whyBad(line, number === 1) : null;
    if (!fault) continue;
    const next = fault.at < line.length ? `, next byte is '${line.toString('latin1', fault.at, fault.at + 1)}'` : '';
    const where = `at line ${number}, position ${fault.at} of size ${line.length} for File '${fileName}'${next}`;
    return new StagewireError('BadBytes', `Invalid NDJSON row: ${fault.why} ${where}`);
  }
  return null;
}

/** `at` counts bytes. Blank lines are none at all. */
function whyBad(line: Buffer, isFirst: boolean): { readonly at: number; readonly why: string } | null {
  const text = line.toString();
  // What is none becomes another character.
  if (!isUtf8(line)) return { at: Buffer.from(text).findIndex((byte, index) => byte !== line[index]), why: 'invalid utf-8 sequence' };
  const withoutMark = isFirst ? text.replace(/^\uFEFF/, '') : text;
  const fault = withoutMark.trim() === '' ? null : jsonFault(withoutMark);
  return fault && { at: line.length - Buffer.byteLength(withoutMark.slice(fault.at)), why: fault.why };
}

/** The lines of a local file, without their ends. */
async function* byteLines(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of readLocal(path)) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]);
      rest = [];
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
  }
  yield Buffer.concat(rest);
}
