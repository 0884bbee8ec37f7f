import type { PlannedFile, PlannedReads } from '../../../engine/sources/planned-reads.js';

/** Files that are shown of a location, and ranges of a file. */
const MOST_FILES = 10;
const MOST_RANGES = 8;

/** Lines behind a plan: for each location a summary, and its first files with what is read of them. */
export function readsAsText(reads: readonly PlannedReads[]): string {
  return reads.map((read) => `\n${[summary(read), ...read.files.slice(0, MOST_FILES).map((file) => `   ${fileText(file)}`), ...moreFiles(read)].join('\n')}\n`).join('');
}

/** The same as one more node for each location in a plan that is a JSON array. */
export function withReadsAsJson(plan: string, reads: readonly PlannedReads[]): string {
  const nodes = reads.map(({ table, files, allFiles, isBeginning, columns }) => ({
    name: 'STAGED_FILES', children: [],
    extra_info: {
      Location: table, 'Total Files': allFiles, 'Files Read': files.length, 'More Follow': isBeginning, ...(columns && { Columns: columns }),
      Bytes: sum(files, ({ size }) => size), 'Bytes Read': sum(files, ({ bytes }) => bytes), 'Bytes Cached': sum(files, ({ cached }) => cached),
      Files: files.slice(0, MOST_FILES).map(({ parts, ...file }) => ({
        ...file, ...(parts && { rowGroups: parts.rowGroups, allRowGroups: parts.allRowGroups, ranges: parts.ranges.slice(0, MOST_RANGES).map(({ offset, length }) => ({ offset, length })) }),
      })),
    },
  }));
  return JSON.stringify([...(JSON.parse(plan) as unknown[]), ...nodes], null, 4);
}

function summary({ table, files, allFiles, isBeginning, columns }: PlannedReads): string {
  const counted = `${files.length} of ${allFiles} ${allFiles === 1 ? 'file' : 'files'}`;
  const bytes = `${sum(files, (file) => file.bytes)} of ${sum(files, ({ size }) => size)} bytes, ${sum(files, ({ cached }) => cached)} of them here`;
  return `-> Read ${table}: ${counted}, ${bytes}${columns ? `; columns ${columns.join(', ') || 'none'}` : ''}${isBeginning ? '; more if these give too few rows' : ''}`;
}

function fileText({ name, size, bytes, cached, parts }: PlannedFile): string {
  if (!parts) return `${name}: the whole, ${size} bytes, ${cached} of them here`;
  const { rowGroups, allRowGroups, ranges } = parts;
  const shown = ranges.slice(0, MOST_RANGES).map(({ offset, length }) => `${offset}-${offset + length - 1}`);
  const more = ranges.length > MOST_RANGES ? ` and ${ranges.length - MOST_RANGES} more` : '';
  const where = ranges.length === 0 ? '' : ` at ${shown.join(', ')}${more}`;
  return `${name}: ${bytes} of ${size} bytes, ${cached} of them here; row groups ${runs(rowGroups)} of ${allRowGroups}${where}`;
}

function moreFiles({ files }: PlannedReads): readonly string[] {
  return files.length > MOST_FILES ? [`   and ${files.length - MOST_FILES} more files`] : [];
}

/** `0-3, 7`; `none` */
function runs(numbers: readonly number[]): string {
  const found: [first: number, last: number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.length === 0 ? 'none' : found.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(', ');
}

function sum(files: readonly PlannedFile[], of: (file: PlannedFile) => number): number {
  return files.reduce((total, file) => total + of(file), 0);
}
