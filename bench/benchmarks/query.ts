import type { Report, Scale } from '../support/benchmark.js';
import { withDirectory } from '../support/temporary.js';
import { onDirectory } from './query/on-directory.js';
import { onS3 } from './query/on-s3.js';

/** Queries on staged files, on the directory store and on S3, against DuckDB and Databend on the same local files. */
export async function query(scale: Scale, report: Report): Promise<void> {
  await withDirectory(async (directory) => {
    const files = await onDirectory(directory, scale, report);
    await onS3(files, scale, report);
  });
}
