import { childrenOf, parseXml, textOf } from '../xml.js';
import type { S3Client } from './s3-client.js';

const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

/** Aborts the multipart uploads below a prefix that began more than a day ago. S3 API: ListMultipartUploads. */
export async function sweepUploads(client: S3Client, prefix: string): Promise<void> {
  let marker: Record<string, string> = {};
  for (;;) {
    const { text } = await client.ask({ method: 'GET', query: { uploads: '', prefix, ...marker } });
    const page = parseXml(text);
    if (page?.name !== 'ListMultipartUploadsResult') throw new Error('the answer is no listing of uploads');
    for (const upload of childrenOf(page, 'Upload')) {
      if (Date.now() - Date.parse(textOf(upload, 'Initiated')) < ABANDONED_AFTER_MS) continue;
      await client.ask({ method: 'DELETE', key: textOf(upload, 'Key'), query: { uploadId: textOf(upload, 'UploadId') } });
    }
    if (textOf(page, 'IsTruncated') !== 'true') return;
    marker = { 'key-marker': textOf(page, 'NextKeyMarker'), 'upload-id-marker': textOf(page, 'NextUploadIdMarker') };
  }
}
