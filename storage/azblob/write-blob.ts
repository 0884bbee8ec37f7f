import { randomUUID } from 'node:crypto';
import { quoteETag, wholeSeconds } from '../described.js';
import type { WriteOptions } from '../object-store.js';
import type { Answer } from '../read-body.js';
import { partSizes } from '../upload/collect-parts.js';
import { writeInParts, type PartedUpload, type Written } from '../upload/write-in-parts.js';
import type { AzblobClient } from './azblob-client.js';

/** Writes a block blob: by one Put Blob if it fits into a part, else in blocks that a list of them makes visible. */
export function writeBlob(client: AzblobClient, blob: string, body: AsyncIterable<Uint8Array>, options: WriteOptions): Promise<Written> {
  const contentType = options.contentType ?? 'application/octet-stream';
  return writeInParts(
    {
      sizeOf: partSizes(options.sizeHint),
      partsAtOnce: 2,
      async writeWhole(data, signal) {
        const headers = { 'content-type': contentType, 'x-ms-blob-type': 'BlockBlob' };
        return describe(await client.ask({ method: 'PUT', blob, headers, body: data, signal }), data.length);
      },
      begin: () => Promise.resolve(blocks(client, blob, contentType)),
    },
    body,
    options,
  );
}

/** Blob service REST API: Put Block, Put Block List. */
function blocks(client: AzblobClient, blob: string, contentType: string): PartedUpload {
  const upload = randomUUID();
  const ids: string[] = [];
  return {
    async put({ number, data }, signal) {
      const id = blockId(upload, number);
      await client.ask({ method: 'PUT', blob, query: { comp: 'block', blockid: id }, body: data, signal });
      ids[number - 1] = id;
    },
    async commit(size, signal) {
      // The latest of each id, committed or not: so the request means the same when it is sent again.
      const list = ids.map((id) => `<Latest>${id}</Latest>`).join('');
      const body = Buffer.from(`<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`);
      const headers = { 'content-type': 'application/xml', 'x-ms-blob-content-type': contentType };
      return describe(await client.ask({ method: 'PUT', blob, query: { comp: 'blocklist' }, headers, body, signal }), size);
    },
    /** Blocks that no list names can't be removed; Azure does so after a week, or when the blob is next written. */
    abort: () => Promise.resolve(),
  };
}

/** 48 bytes in base64, as Azure's own packages make them: all blocks of a blob must have ids of one length, also those that others left behind. */
function blockId(upload: string, number: number): string {
  return Buffer.from(upload + String(number).padStart(48 - upload.length, '0')).toString('base64');
}

function describe({ headers }: Answer, size: number): Written {
  const etag = quoteETag(headers.etag ?? '');
  return { size, etag, version: etag, lastModified: wholeSeconds(new Date(headers['last-modified'] ?? Date.now())) };
}
