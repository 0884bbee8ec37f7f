import type { SourceFile } from '../../sources/source-file.js';
import { writeEnd } from '../file-end.js';
import type { ScanContext } from '../reader.js';
import { readPostScript } from './messages.js';
import type { OrcParts } from './orc-parts.js';

/** A file up to this size is fetched as a whole: requests would cost more than bytes. */
const WHOLE_BYTES = 1024 * 1024;
/** What is read of the end of a file before the length of its footer is known. */
const FIRST_READ_BYTES = 64 * 1024;

/** The local path of an ORC file that has its tail, and the rest only as far as it was fetched. */
export function localOrc(file: SourceFile, { files }: ScanContext): Promise<string> {
  if (file.size <= WHOLE_BYTES) return files.original(file);
  return files.sparse(file, (path, signal) => writeEnd(file, path, FIRST_READ_BYTES, (last) => file.size - tailLength(last), signal), 'ours');
}

/** The length of footer and postscript; of what is no ORC file that of the bytes that are there. */
function tailLength(last: Buffer): number {
  const postScriptLength = last.at(-1) ?? 0;
  try {
    const { footerLength } = readPostScript(last.subarray(-1 - postScriptLength, -1));
    return Math.max(last.length, footerLength + postScriptLength + 1);
  } catch {
    return last.length;
  }
}

/** Brings those columns to a path that {@link localOrc} gave: first the footers of the stripes, which tell where their streams are. */
export async function fetchOrc(path: string, columns: readonly string[] | null, { files }: ScanContext, signal: AbortSignal): Promise<void> {
  if (!files.isPartial(path)) return;
  for (const what of ['stripe footers', 'streams'] as const) {
    const wanted: OrcParts = { source: path, columns, what };
    await files.fetch([{ path, parts: await files.threads.run('orcParts', wanted, signal) }]);
  }
}
