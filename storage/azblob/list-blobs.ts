import { throwIfAborted } from '../aborted.js';
import { quoteETag, wholeSeconds } from '../described.js';
import type { ObjectInfo } from '../object-store.js';
import { childrenOf, parseXml, textOf, type XmlElement } from '../xml.js';
import type { AzblobClient } from './azblob-client.js';

const PAGE_SIZE = 1000;

/**
 * The blobs of a container whose names begin with `rootPrefix + prefix`, keys given without `rootPrefix`.
 * One page is in memory at a time. Blob service REST API: List Blobs.
 */
export async function* listBlobs(
  client: AzblobClient,
  rootPrefix: string,
  prefix: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly ObjectInfo[], void, undefined> {
  let marker = '';
  do {
    throwIfAborted(signal);
    const page = await readPage(client, rootPrefix + prefix, marker, signal);
    const blobs = childrenOf(page, 'Blobs').flatMap((list) => childrenOf(list, 'Blob'));
    const objects = blobs.filter(isFile).map((blob) => toObjectInfo(blob, rootPrefix));
    if (objects.length > 0) yield objects;
    marker = textOf(page, 'NextMarker');
  } while (marker !== '');
}

async function readPage(client: AzblobClient, prefix: string, marker: string, signal: AbortSignal | undefined): Promise<XmlElement> {
  const query = {
    restype: 'container',
    comp: 'list',
    include: 'metadata',
    maxresults: String(PAGE_SIZE),
    ...(prefix !== '' && { prefix }),
    ...(marker !== '' && { marker }),
  };
  const { text } = await client.ask({ method: 'GET', query, signal });
  const root = parseXml(text);
  if (root?.name !== 'EnumerationResults') throw new Error('the answer is no listing of a container');
  return root;
}

/** Accounts with a hierarchical namespace list directories as blobs, with this mark. */
function isFile(blob: XmlElement): boolean {
  if (textOf(blob, 'Name').endsWith('/')) return false;
  return !childrenOf(blob, 'Metadata').some((metadata) => textOf(metadata, 'hdi_isfolder') === 'true');
}

function toObjectInfo(blob: XmlElement, rootPrefix: string): ObjectInfo {
  const [properties = blob] = childrenOf(blob, 'Properties');
  const etag = quoteETag(textOf(properties, 'Etag'));
  return {
    key: textOf(blob, 'Name').slice(rootPrefix.length),
    size: Number(textOf(properties, 'Content-Length')),
    etag,
    version: etag,
    lastModified: wholeSeconds(new Date(textOf(properties, 'Last-Modified'))),
  };
}
