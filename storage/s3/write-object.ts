import { abortable, throwIfAborted } from '../aborted.js';
import { callersBody, runCallers } from '../caller-failure.js';
import type { ObjectInfo, WriteOptions } from '../object-store.js';
import { collectParts, partSizes, type Part } from './collect-parts.js';
import { quoteETag, wholeSeconds } from './list-objects.js';
import type { S3Answer, S3Client } from './s3-client.js';
import { S3ResponseError } from './s3-errors.js';
import { encodeText, parseXml, textOf } from './xml.js';

const PARTS_AT_ONCE = 2;

type Written = Omit<ObjectInfo, 'key'>;

/**
 * Writes an object: by one PUT if it fits into a part, else as a multipart upload, which is aborted if
 * anything fails. Holds one part that fills and two that are on their way.
 */
export async function writeObject(client: S3Client, key: string, body: AsyncIterable<Uint8Array>, options: WriteOptions): Promise<Written> {
  // Also fired when a part fails, so that a source that is slow or silent is not waited for.
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const parts = collectParts(abortable(callersBody(body), signal), partSizes(options.sizeHint));
  const headers = { 'content-type': options.contentType ?? 'application/octet-stream' };
  try {
    const first = await parts.next();
    if (first.done) throw new Error('a body has at least one part');
    if (!first.value.last) return await new MultipartUpload(client, key, stop, signal).run(first.value, parts, headers, options);
    await runCallers(options.beforeCommit);
    throwIfAborted(options.signal);
    const { data } = first.value;
    const answer = await client.ask({ method: 'PUT', key, headers, body: data, signal });
    return describe(answer, data.length, answer.headers.etag ?? '');
  } finally {
    await parts.return();
  }
}

/** The store answers as soon as the object is there; the time of its answer is the object's own to the second. */
function describe(answer: S3Answer, size: number, etag: string): Written {
  const quoted = quoteETag(etag);
  return { size, etag: quoted, version: quoted, lastModified: wholeSeconds(new Date(answer.headers.date ?? Date.now())) };
}

/** S3 API: CreateMultipartUpload, UploadPart, CompleteMultipartUpload, AbortMultipartUpload. */
class MultipartUpload {
  readonly #client: S3Client;
  readonly #key: string;
  readonly #stop: AbortController;
  readonly #signal: AbortSignal;
  readonly #etags: string[] = [];
  readonly #running = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;
  #size = 0;

  constructor(client: S3Client, key: string, stop: AbortController, signal: AbortSignal) {
    this.#client = client;
    this.#key = key;
    this.#stop = stop;
    this.#signal = signal;
  }

  async run(first: Part, rest: AsyncIterable<Part>, headers: Record<string, string>, options: WriteOptions): Promise<Written> {
    const uploadId = await this.#create(headers);
    try {
      this.#start(uploadId, first);
      for await (const part of rest) {
        if (this.#running.size >= PARTS_AT_ONCE) await Promise.race(this.#running);
        this.#throwIfFailed();
        this.#start(uploadId, part);
      }
      await Promise.all(this.#running);
      this.#throwIfFailed();
      await runCallers(options.beforeCommit);
      throwIfAborted(options.signal);
      return await this.#complete(uploadId);
    } catch (error) {
      // The part that failed says more than the abort that it caused; parts that fail from now on say nothing.
      const cause = this.#failure ? this.#failure.error : error;
      this.#stop.abort();
      await Promise.all(this.#running);
      await this.#abort(uploadId);
      throw cause;
    }
  }

  async #create(headers: Record<string, string>): Promise<string> {
    const { text } = await this.#client.ask({ method: 'POST', key: this.#key, query: { uploads: '' }, headers, signal: this.#signal });
    const root = parseXml(text);
    const uploadId = root ? textOf(root, 'UploadId') : '';
    if (uploadId === '') throw new Error('the answer to CreateMultipartUpload names no upload');
    return uploadId;
  }

  #start(uploadId: string, part: Part): void {
    const running: Promise<void> = this.#uploadPart(uploadId, part)
      .then(() => { part.release(); })
      .catch((error: unknown) => {
        this.#failure ??= { error };
        this.#stop.abort();
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #uploadPart(uploadId: string, { number, data }: Part): Promise<void> {
    const query = { partNumber: String(number), uploadId };
    const { headers } = await this.#client.ask({ method: 'PUT', key: this.#key, query, body: data, signal: this.#signal });
    this.#etags[number - 1] = headers.etag ?? '';
    this.#size += data.length;
  }

  #throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error;
  }

  async #complete(uploadId: string): Promise<Written> {
    const parts = this.#etags.map((etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${encodeText(etag)}</ETag></Part>`).join('');
    const body = Buffer.from(`<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts}</CompleteMultipartUpload>`);
    const answer = await this.#client.ask({ method: 'POST', key: this.#key, query: { uploadId }, body, signal: this.#signal, repeatable: false });
    const root = parseXml(answer.text);
    // The status 200 is sent before the parts are put together, so a failure can only stand in the body.
    if (root?.name !== 'CompleteMultipartUploadResult') {
      throw new S3ResponseError(500, root ? textOf(root, 'Code') : '', root ? textOf(root, 'Message') : 'the answer to CompleteMultipartUpload is empty');
    }
    return describe(answer, this.#size, textOf(root, 'ETag'));
  }

  /** Best effort: what remains is aborted by a later `sweep`, or by the bucket's own life-cycle rule. */
  async #abort(uploadId: string): Promise<void> {
    await this.#client.ask({ method: 'DELETE', key: this.#key, query: { uploadId } }).catch(() => undefined);
  }
}
