import { StagewireError } from '../errors/index.js';

const MOST_FILES = 10_000;
/** `{a,b,c}` or `[1-20]`. */
const GROUP = /\{([^{}]*)\}|\[(\d+)-(\d+)\]/;

/** The files that the path of an http URL names. */
export interface HttpFiles {
  /** Percent-decoded paths without a leading slash, in the order of the alternatives. */
  readonly paths: readonly string[];
  /** What comes before the first alternative; the whole path where there is none. */
  readonly stem: string;
}

/**
 * Expands alternatives, `{a,b}`, and ranges of numbers, `[m-n]`, in the percent-encoded path of a URL. Numbers are as wide as
 * the first one of their range: `[01-10]`. 4000 for a range that runs backwards, or for more than 10,000 files.
 */
export function httpFiles(path: string): HttpFiles {
  const encoded = path.replace(/^\//, '');
  const [group] = GROUP.exec(encoded) ?? [];
  const stem = group === undefined ? encoded : encoded.slice(0, encoded.indexOf(group));
  return { paths: expand(encoded).map(decode), stem: decode(stem) };
}

function expand(path: string): readonly string[] {
  const found = GROUP.exec(path);
  if (!found) return [path];
  const before = path.slice(0, found.index);
  const rests = expand(path.slice(found.index + found[0].length));
  const choices = choicesOf(found);
  if (choices.length * rests.length > MOST_FILES) throw tooMany();
  return choices.flatMap((choice) => rests.map((rest) => before + choice + rest));
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
