import { StagewireError } from '../errors/index.js';

const MOST_FILES = 10_000;
/** `{a,b,c}` or `[1-20]`. */
const GROUP = /\{([^{}]*)\}|\[(\d+)-(\d+)\]/g;
/** As much as servers take of a request's first line. */
const LONGEST_PATH_BYTES = 8192;

/** The files that the path of an http URL names. */
export interface HttpFiles {
  /** Percent-decoded paths without a leading slash, in the order of the alternatives. */
  readonly paths: readonly string[];
  /** What comes before the first alternative; the whole path where there is none. */
  readonly stem: string;
}

/**
 * Expands alternatives, `{a,b}`, and ranges of numbers, `[m-n]`, in the percent-encoded path of a URL. Numbers are as wide as
 * the first one of their range: `[01-10]`. 4000 for a range that runs backwards, for more than 10,000 files, or for a path of more than 8 KiB.
 */
export function httpFiles(path: string): HttpFiles {
  if (Buffer.byteLength(path) > LONGEST_PATH_BYTES) throw new StagewireError('StorageOther', `the path of the URL is longer than ${LONGEST_PATH_BYTES} bytes`);
  const encoded = path.replace(/^\//, '');
  const first = encoded.search(GROUP);
  const stem = first === -1 ? encoded : encoded.slice(0, first);
  return { paths: expand(encoded).map(decode), stem: decode(stem) };
}

function expand(path: string): readonly string[] {
  let paths = [''];
  let text = '';
  let end = 0;
  for (const found of path.matchAll(GROUP)) {
    text += path.slice(end, found.index);
    end = found.index + found[0].length;
    const choices = choicesOf(found);
    // Of groups with more there can't be many.
    if (choices.length === 1) {
      text += choices[0] ?? '';
      continue;
    }
    if (paths.length * choices.length > MOST_FILES) throw tooMany();
    const between = text;
    paths = paths.flatMap((before) => choices.map((choice) => before + between + choice));
    text = '';
  }
  const rest = text + path.slice(end);
  return paths.map((before) => before + rest);
}

function choicesOf([group, list, first = '', last = '']: RegExpExecArray): readonly string[] {
  if (list !== undefined) return list.split(',');
  const count = Number(last) - Number(first) + 1;
  if (count < 1) throw new StagewireError('StorageOther', `the range ${group} runs backwards`);
  if (count > MOST_FILES) throw tooMany();
  return Array.from({ length: count }, (_, index) => String(Number(first) + index).padStart(first.length, '0'));
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new StagewireError('StorageOther', `'${path}' is not percent-encoded correctly; write a percent sign as %25`);
  }
}

function tooMany(): StagewireError {
  return new StagewireError('StorageOther', `the URL names more than ${MOST_FILES} files`);
}
