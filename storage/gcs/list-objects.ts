import { z } from 'zod';
import { throwIfAborted } from '../aborted.js';
import type { ObjectInfo } from '../object-store.js';
import type { GcsClient } from './gcs-client.js';
import { describe, OBJECT, OBJECT_FIELDS } from './object-resource.js';

const PAGE_SIZE = 1000;

const PAGE = z.object({ items: z.array(OBJECT).default([]), nextPageToken: z.string().default('') });

/**
 * The objects of a bucket whose names begin with `rootPrefix + prefix`, keys given without `rootPrefix`.
 * One page is in memory at a time. Cloud Storage JSON API: Objects: list.
 */
export async function* listObjects(
  client: GcsClient,
  rootPrefix: string,
  prefix: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ObjectInfo[], void, undefined> {
  let pageToken = '';
  do {
    throwIfAborted(signal);
    const query = {
      maxResults: String(PAGE_SIZE),
      fields: `items(${OBJECT_FIELDS}),nextPageToken`,
      ...(rootPrefix + prefix !== '' && { prefix: rootPrefix + prefix }),
      ...(pageToken !== '' && { pageToken }),
    };
    const page = await client.askJson({ method: 'GET', url: client.bucketUrl('/o', query), signal }, PAGE);
    const objects = page.items.filter(({ name }) => !name.endsWith('/')).map((object) => ({ key: object.name.slice(rootPrefix.length), ...describe(object) }));
    if (objects.length > 0) yield objects;
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
}
