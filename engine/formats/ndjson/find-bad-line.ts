import { createInterface } from 'node:readline';
import { createReadStream } from 'node:fs';
import type { LocalFiles } from '../../cache/local-files.js';
import type { SourceFile } from '../../sources/source-file.js';
import { plainText, type TextDecoding } from '../plain-text.js';

/** The first line that is no JSON, as an error says it; null if all are. Reads the files once more. */
export async function findBadLine(files: readonly SourceFile[], decoding: TextDecoding, local: LocalFiles): Promise<string | null> {
  for (const file of files) {
    const path = await plainText(file, decoding, local);
    let number = 0;
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      number += 1;
      const text = number === 1 ? line.replace(/^\uFEFF/, '') : line;
      const why = text.trim() === '' ? null : whyBad(text);
      if (why !== null) return `Invalid NDJSON row: ${why} at line ${number} of size ${Buffer.byteLength(text)} for File '${file.name}'`;
    }
  }
  return null;
}

function whyBad(line: string): string | null {
  try {
    JSON.parse(line);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/ \(line \d+ column \d+\)$/, '') : 'no JSON';
  }
}
