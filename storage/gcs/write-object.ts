import type { WriteOptions } from '../object-store.js';
import { PART_BYTES } from '../upload/part-memory.js';
import { writeInParts, type PartedUpload, type Written } from '../upload/write-in-parts.js';
import type { GcsClient } from './gcs-client.js';
import { describe, OBJECT, OBJECT_FIELDS } from './object-resource.js';

const RESUME_INCOMPLETE = 308;

/** Writes an object: by one request if it fits into a part, else as a resumable upload. */
export function writeObject(client: GcsClient, key: string, body: AsyncIterable<Uint8Array>, options: WriteOptions): Promise<Written> {
  const contentType = options.contentType ?? 'application/octet-stream';
  return writeInParts(
    {
      // All but the last must be multiples of 256 KiB.
      sizeOf: () => PART_BYTES,
      partsAtOnce: 1,
      async writeWhole(data, signal) {
        const url = client.uploadUrl({ uploadType: 'media', name: key, fields: OBJECT_FIELDS });
        return describe(await client.askJson({ method: 'POST', url, headers: { 'content-type': contentType }, body: data, signal }, OBJECT));
      },
      begin: (signal) => beginUpload(client, key, contentType, signal),
    },
    body,
    options,
  );
}

/** Cloud Storage JSON API: Resumable uploads. A session that is not ended expires after a week. */
async function beginUpload(client: GcsClient, key: string, contentType: string, signal: AbortSignal): Promise<PartedUpload> {
  const url = client.uploadUrl({ uploadType: 'resumable', name: key, fields: OBJECT_FIELDS });
  const { headers } = await client.ask({ method: 'POST', url, headers: { 'x-upload-content-type': contentType }, body: Buffer.alloc(0), signal });
  const session = client.sessionUrl(headers.location ?? '');
  let sent = 0;
  let last: Buffer = Buffer.alloc(0);
  return {
    async put(part, partSignal) {
      if (part.last) {
        // It makes the object visible, and so must wait; its memory serves another part by then.
        last = Buffer.from(part.data);
        return;
      }
      const range = `bytes ${sent}-${sent + part.data.length - 1}/*`;
      // Sent again it would begin at the wrong place if a piece of it had been kept.
      const answer = await client.ask({ method: 'PUT', url: session, headers: { 'content-range': range }, body: part.data, signal: partSignal, expected: RESUME_INCOMPLETE, repeatable: false });
      sent += part.data.length;
      if (answer.headers.range !== `bytes=0-${sent - 1}`) throw new Error('the store kept a piece of a part only');
    },
    async commit(size, commitSignal) {
      const range = `bytes ${sent}-${size - 1}/${size}`;
      return describe(await client.askJson({ method: 'PUT', url: session, headers: { 'content-range': range }, body: last, signal: commitSignal, repeatable: false }, OBJECT));
    },
    async abort() {
      await client.ask({ method: 'DELETE', url: session, body: Buffer.alloc(0), expected: 499 }).catch(() => undefined);
    },
  };
}
