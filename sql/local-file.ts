import { StagewireError } from '../errors/index.js';

/** A file on the machine of the client. */
export interface LocalFile {
  /** As the client's operating system knows it. */
  readonly path: string;
  /** The last component of the path. */
  readonly name: string;
}

const WINDOWS = /^(?:[A-Za-z]:[\\/]|\\\\)/;

/**
 * A file as PUT names it: `file://` and the path, or the path alone. Nothing is decoded. `file:///C:/x` is
 * `C:/x`. 1006 for another scheme, a pattern, or a path that ends without a name.
 */
export function parseLocalFile(text: string): LocalFile {
  const path = text.replace(/^file:\/\//i, '').replace(/^\/(?=[A-Za-z]:[\\/])/, '');
  if (/^\w+:\/\//.test(path)) throw bad(`'${text}' is not a file of this client: write 'file:///path/name'`);
  if (/[*?]/.test(path)) throw bad(`'${text}' is a pattern, and the server can not see which files of the client match it: name each file, separated by commas`);
  if (path.includes('\0')) throw bad('the name of a file holds no NUL');
  const name = path.split(WINDOWS.test(path) ? /[\\/]/ : '/').at(-1) ?? '';
  if (name === '' || name === '.' || name === '..') throw bad(`'${text}' does not end in the name of a file`);
  return { path, name };
}

function bad(text: string): StagewireError {
  return new StagewireError('BadArguments', text);
}
