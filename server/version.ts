import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The MySQL version whose behaviour clients may expect. */
const MYSQL_VERSION = '8.4.0';

/** `8.4.0-stagewire-<version of the package>`, as the handshake and `version()` say it. */
export function serverVersion(): string {
  return `${MYSQL_VERSION}-stagewire-${packageVersion()}`;
}

/** From the nearest package.json above: the compiled file lies a folder deeper than its source. */
function packageVersion(): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    try {
      const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
      return version;
    } catch (error) {
      if (path.dirname(folder) === folder) throw error;
    }
  }
}
