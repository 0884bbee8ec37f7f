/**
 * SQL for the number of a row in its file, from 0, where rows come in the order of the files: `rows` says how many each
 * has. DuckDB numbers the rows of all files as they are read, which costs it its parallel reading and no more.
 */
export function numberInFile(rows: readonly number[], fileIndex: string): string {
  let start = 0;
  const starts = rows.map((count) => {
    start += count;
    return start - count;
  });
  const before = starts.length < 2 ? '0' : `list_extract([${starts.join(', ')}], CAST(${fileIndex} AS BIGINT) + 1)`;
  return `row_number() OVER () - 1 - ${before}`;
}
