import type { LocalFiles } from '../../cache/local-files.js';
import type { SourceFile } from '../../sources/source-file.js';
import { writeEnd } from '../file-end.js';
import { FIRST_READ_BYTES, footerLength, TAIL_BYTES } from './footer.js';

/** A file up to this size is fetched as a whole: requests would cost more than bytes. */
const WHOLE_BYTES = 1024 * 1024;

/**
 * The local path of a Parquet file that has its footer, and column chunks only as far as they were fetched; see
 * {@link LocalFiles.fetch}. 1201 for a file that is no Parquet.
 */
export function localParquet(file: SourceFile, files: LocalFiles): Promise<string> {
  if (file.size <= WHOLE_BYTES) return files.original(file);
  return files.sparse(file, (path, signal) => writeEnd(file, path, FIRST_READ_BYTES, (end) => file.size - TAIL_BYTES - footerLength(end.subarray(-TAIL_BYTES), file.size, file.name), signal), 'engine');
}
