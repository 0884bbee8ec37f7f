import { packageVersion } from '../package/package-files.js';

/** The MySQL version whose behaviour clients may expect. */
const MYSQL_VERSION = '8.4.0';

/** `8.4.0-stagewire-<version of the package>`, as the handshake and `version()` say it. */
export function serverVersion(): string {
  return `${MYSQL_VERSION}-stagewire-${packageVersion}`;
}
