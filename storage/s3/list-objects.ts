import { throwIfAborted } from '../aborted.js';
import { quoteETag, wholeSeconds } from '../described.js';
import type { ObjectInfo } from '../object-store.js';
import { childrenOf, parseXml, textOf, type XmlElement } from '../xml.js';
import type { S3Client } from './s3-client.js';

const PAGE_SIZE = 1000;

/**
 * The objects of a bucket whose keys begin with `rootPrefix + prefix`, keys given without `rootPrefix`.
 * One page is in memory at a time. S3 API: ListObjectsV2.
 */
export async function* listObjects(
  client: S3Client,
  rootPrefix: string,
  prefix: string,
  signal?: AbortSignal,
): AsyncGenerator<readonly ObjectInfo[], void, undefined> {
  let token = '';
  do {
    throwIfAborted(signal);
    const page = await readPage(client, rootPrefix + prefix, token, signal);
    const objects = childrenOf(page, 'Contents').flatMap((entry) => toObjectInfo(entry, rootPrefix, textOf(page, 'EncodingType') === 'url'));
    if (objects.length > 0) yield objects;
    token = textOf(page, 'IsTruncated') === 'true' ? textOf(page, 'NextContinuationToken') : '';
  } while (token !== '');
}

async function readPage(client: S3Client, prefix: string, token: string, signal: AbortSignal | undefined): Promise<XmlElement> {
  const query = {
    'list-type': '2',
    'encoding-type': 'url',
    'max-keys': String(PAGE_SIZE),
    prefix,
    ...(token !== '' && { 'continuation-token': token }),
  };
  const { text } = await client.ask({ method: 'GET', query, signal });
  const root = parseXml(text);
  if (root?.name !== 'ListBucketResult') throw new Error('the answer is no listing of a bucket');
  return root;
}

/** Nothing for markers of directories, and for keys that are not UTF-8, which no statement can name. */
function toObjectInfo(entry: XmlElement, rootPrefix: string, urlEncoded: boolean): ObjectInfo[] {
  const key = urlEncoded ? decodeKey(textOf(entry, 'Key')) : textOf(entry, 'Key');
  if (key === null || key.endsWith('/')) return [];
  const etag = quoteETag(textOf(entry, 'ETag'));
  return [
    {
      key: key.slice(rootPrefix.length),
      size: Number(textOf(entry, 'Size')),
      etag,
      version: etag,
      lastModified: wholeSeconds(new Date(textOf(entry, 'LastModified'))),
    },
  ];
}

/** `encoding-type=url` writes a space as `+`. */
function decodeKey(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
