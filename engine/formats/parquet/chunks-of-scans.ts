import type { PartsOfFile } from '../../cache/local-files.js';
import type { FileScan } from '../../sources/scan-plan.js';
import type { ScanContext } from '../reader.js';
import { neededChunks, type NeededChunk } from './needed-chunks.js';

/** What scans read of those of the paths that are theirs, by file; `scans` are null if it is not known what is read. */
export async function partsOfScans(scans: readonly FileScan[] | null, paths: readonly string[], context: ScanContext): Promise<readonly PartsOfFile[]> {
  return chunksByFile(await chunksOfScans(scans, paths, context));
}

/** The same, chunk by chunk. */
export async function chunksOfScans(scans: readonly FileScan[] | null, paths: readonly string[], context: ScanContext): Promise<readonly NeededChunk[]> {
  const wanted = new Set(paths);
  const chunks: NeededChunk[] = [];
  for (const scan of scans ?? [null]) {
    const read = scan ? scan.files.filter((path) => wanted.has(path)) : paths;
    if (read.length > 0) chunks.push(...await neededChunks(scan, read, context));
  }
  return chunks;
}

/** Chunks by file, each once. */
export function chunksByFile(chunks: readonly NeededChunk[]): readonly PartsOfFile[] {
  const parts = new Map<string, Map<number, NeededChunk>>();
  for (const chunk of chunks) {
    const ofFile = parts.get(chunk.path) ?? new Map<number, NeededChunk>();
    parts.set(chunk.path, ofFile.set(chunk.offset, chunk));
  }
  return [...parts].map(([path, ofFile]) => ({ path, parts: [...ofFile.values()] }));
}
