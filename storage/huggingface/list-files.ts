import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { StagewireError } from '../../errors/index.js';
import { throwIfAborted } from '../aborted.js';
import type { ObjectInfo } from '../object-store.js';
import { sortedPages } from '../sorted-pages.js';
import { StoreResponseError } from '../store-errors.js';
import { describe, ENTRY } from './entry.js';
import type { HubClient } from './hub-client.js';

/** They are sorted in memory. The Hub advises against repositories of as many. */
const MOST_FILES = 200_000;

/** The files whose paths begin with `rootPrefix + prefix`, keys given without `rootPrefix`. 4000 if there are more than can be sorted. */
export async function* listFiles(client: HubClient, rootPrefix: string, prefix: string, signal: AbortSignal | undefined): AsyncGenerator<readonly ObjectInfo[], void, undefined> {
  const start = rootPrefix + prefix;
  const found: ObjectInfo[] = [];
  for await (const entries of treePages(client, start.slice(0, Math.max(0, start.lastIndexOf('/'))), signal)) {
    for (const entry of entries) {
      if (entry.type === 'file' && entry.path.startsWith(start)) found.push({ key: entry.path.slice(rootPrefix.length), ...describe(entry) });
    }
    if (found.length > MOST_FILES) throw new StagewireError('StorageOther', `more than ${MOST_FILES} files begin with '${start}': name a folder with fewer`);
  }
  for (const page of sortedPages(found)) {
    throwIfAborted(signal);
    yield page;
  }
}

const ENTRIES = z.array(ENTRY);
interface Page {
  readonly data: z.infer<typeof ENTRIES>;
  readonly headers: IncomingHttpHeaders;
}

/** All that is below a directory; nothing where there is none. */
async function* treePages(client: HubClient, directory: string, signal: AbortSignal | undefined): AsyncGenerator<Page['data'], void, undefined> {
  let url: URL | null = client.apiUrl('tree', directory);
  url.search = 'recursive=true&expand=true';
  while (url) {
    throwIfAborted(signal);
    try {
      const page: Page = await client.askJson({ url, signal }, ENTRIES);
      yield page.data;
      url = nextPage(client, page);
    } catch (error) {
      if (error instanceof StoreResponseError && error.code === 'EntryNotFound') return;
      throw error;
    }
  }
}

/** RFC 8288: Web linking. */
function nextPage(client: HubClient, { headers }: Page): URL | null {
  const link = Array.isArray(headers.link) ? headers.link.join(', ') : headers.link ?? '';
  const next = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link)?.[1];
  return next === undefined ? null : client.nextUrl(next);
}
