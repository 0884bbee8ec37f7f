import { createReadStream } from 'node:fs';
import { link, readFile, stat } from 'node:fs/promises';
import type { FileRange, SourceFile } from '../../engine/sources/source-file.js';

/** A local file as one in a store that is not of this machine; counts what is read of it. */
export interface CountedFile extends SourceFile {
  /** Ranges in the order in which they were asked for; null is the whole file. */
  readonly reads: (FileRange | null)[];
  /** Bytes read. */
  readonly bytes: number;
}

export interface CountedOptions {
  /** Runs before a range is read. */
  readonly before?: (range: FileRange | null, signal: AbortSignal) => Promise<void>;
}

export async function countedFile(path: string, name: string, { before }: CountedOptions = {}): Promise<CountedFile> {
  const { size, mtime } = await stat(path);
  const reads: (FileRange | null)[] = [];
  let bytes = 0;
  return {
    name, size, reads, contentKey: null,
    wholeOnly: false, lastModified: mtime, identity: `${path} ${name} ${mtime.getTime()}`,
    get bytes() { return bytes; },
    async read(range, signal) {
      reads.push(range);
      await before?.(range, signal);
      const stream = createReadStream(path, { signal, highWaterMark: 10_000, ...(range && { start: range.offset, end: range.offset + range.length - 1 }) });
      stream.on('data', (chunk) => { bytes += chunk.length; });
      return stream;
    },
    link: () => Promise.resolve(false),
    localContent: () => Promise.resolve(null),
  };
}

/** The same file as one of this machine, which is read in place. */
export async function linkedFile(path: string, name: string): Promise<SourceFile> {
  const file = await countedFile(path, name);
  return { ...file, identity: `${file.identity} in place`, link: async (target) => { await link(path, target); return true; }, localContent: () => readFile(path) };
}
