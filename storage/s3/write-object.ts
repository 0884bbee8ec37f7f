import type { WriteOptions } from '../object-store.js';
import type { Answer } from '../read-body.js';
import { partSizes } from '../upload/collect-parts.js';
import { writeInParts, type PartedUpload, type Written } from '../upload/write-in-parts.js';
import { quoteETag, wholeSeconds } from '../described.js';
import { encodeText, parseXml, textOf } from '../xml.js';
import type { S3Client } from './s3-client.js';
import { S3ResponseError } from './s3-errors.js';

/** Writes an object: by one PUT if it fits into a part, else as a multipart upload. */
export function writeObject(client: S3Client, key: string, body: AsyncIterable<Uint8Array>, options: WriteOptions): Promise<Written> {
  const headers = { 'content-type': options.contentType ?? 'application/octet-stream' };
  return writeInParts(
    {
      sizeOf: partSizes(options.sizeHint),
      partsAtOnce: 2,
      async writeWhole(data, signal) {
        const answer = await client.ask({ method: 'PUT', key, headers, body: data, signal });
        return describe(answer, data.length, answer.headers.etag ?? '');
      },
      begin: (signal) => beginMultipart(client, key, headers, signal),
    },
    body,
    options,
  );
}

/** The store answers as soon as the object is there; the time of its answer is the object's own to the second. */
function describe(answer: Answer, size: number, etag: string): Written {
  const quoted = quoteETag(etag);
  return { size, etag: quoted, version: quoted, lastModified: wholeSeconds(new Date(answer.headers.date ?? Date.now())) };
}

/** S3 API: CreateMultipartUpload, UploadPart, CompleteMultipartUpload, AbortMultipartUpload. */
async function beginMultipart(client: S3Client, key: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<PartedUpload> {
  const { text } = await client.ask({ method: 'POST', key, query: { uploads: '' }, headers, signal });
  const root = parseXml(text);
  const uploadId = root ? textOf(root, 'UploadId') : '';
  if (uploadId === '') throw new Error('the answer to CreateMultipartUpload names no upload');
  const etags: string[] = [];
  return {
    async put({ number, data }, partSignal) {
      const answer = await client.ask({ method: 'PUT', key, query: { partNumber: String(number), uploadId }, body: data, signal: partSignal });
      etags[number - 1] = answer.headers.etag ?? '';
    },
    commit: (size, commitSignal) => completeMultipart(client, key, uploadId, etags, size, commitSignal),
    async abort() {
      // Best effort: what remains is aborted by a later `sweep`, or by the bucket's own life-cycle rule.
      await client.ask({ method: 'DELETE', key, query: { uploadId } }).catch(() => undefined);
    },
  };
}

async function completeMultipart(client: S3Client, key: string, uploadId: string, etags: readonly string[], size: number, signal: AbortSignal): Promise<Written> {
  const parts = etags.map((etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${encodeText(etag)}</ETag></Part>`).join('');
  const body = Buffer.from(`<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts}</CompleteMultipartUpload>`);
  const answer = await client.ask({ method: 'POST', key, query: { uploadId }, body, signal, repeatable: false });
  const root = parseXml(answer.text);
  // The status 200 is sent before the parts are put together, so a failure can only stand in the body.
  if (root?.name !== 'CompleteMultipartUploadResult') {
    throw new S3ResponseError(500, root ? textOf(root, 'Code') : '', root ? textOf(root, 'Message') : 'the answer to CompleteMultipartUpload is empty');
  }
  return describe(answer, size, textOf(root, 'ETag'));
}
