import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { LocalFiles } from '../../cache/local-files.js';
import type { SourceFile } from '../../sources/source-file.js';
import { readLocal } from '../plain-text.js';

const CR = 13;

/** A copy without carriage returns, which DuckDB counts as ends of lines and which JSON has between values only. */
export function withoutCarriageReturns(file: SourceFile, path: string, compression: string, local: LocalFiles): Promise<string> {
  return local.derived(file, JSON.stringify(['without CR', compression]), async (target, signal) => {
    await pipeline(withoutCr(readLocal(path)), createWriteStream(target, { mode: 0o600 }), { signal });
  });
}

async function* withoutCr(chunks: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield chunk.includes(CR) ? chunk.filter((byte) => byte !== CR) : chunk;
}
