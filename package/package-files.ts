import { readFileSync } from 'node:fs';

const NAME = 'stagewire';

/** What package.json says of us, and where it lies: compiled code is in other folders than its source. */
const found = nearestPackage();

/** A file that comes with the package, by its path from package.json. */
export function packageFile(path: string): URL {
  return new URL(path, found.url);
}

export const packageVersion: string = found.version;

function nearestPackage(): { readonly url: URL; readonly version: string } {
  for (let url = new URL('package.json', import.meta.url); ; ) {
    const content = contentOf(url);
    if (content?.name === NAME) return { url, version: content.version };
    const above = new URL('../package.json', url);
    if (above.href === url.href) throw new Error(`no package.json of ${NAME} is above ${import.meta.url}`);
    url = above;
  }
}

function contentOf(url: URL): { readonly name: string; readonly version: string } | null {
  try {
    return JSON.parse(readFileSync(url, 'utf8')) as { name: string; version: string };
  } catch {
    return null;
  }
}
