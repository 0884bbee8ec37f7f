import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { StagewireError } from '../../errors/index.js';
import type { HttpConnections, HttpRequest } from '../http-connections.js';
import { S3ResponseError } from './s3-errors.js';
import { parseXml, textOf } from './xml.js';

const LONGEST_ERROR_BYTES = 256 * 1024;
/** A page of 1,000 keys of 1,024 bytes, percent-encoded, is about 4 MiB. */
const LONGEST_ANSWER_BYTES = 16 * 1024 * 1024;

/** Sends a request and gives back the response when its headers are there. Rejects with `S3ResponseError` unless the status is 2xx. */
export async function exchange(connections: HttpConnections, request: HttpRequest): Promise<IncomingMessage> {
  const response = await connections.send(request);
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return response;
  throw await readError(status, response);
}

/** S3 API: Error responses. HEAD has no body; MinIO then names the error in a header. */
async function readError(status: number, response: IncomingMessage): Promise<S3ResponseError> {
  const header = response.headers['x-minio-error-code'];
  const region = bucketRegion(response.headers);
  const root = parseXml((await readText(response, LONGEST_ERROR_BYTES)).text);
  if (root?.name !== 'Error') return new S3ResponseError(status, typeof header === 'string' ? header : '', '', region);
  return new S3ResponseError(status, textOf(root, 'Code'), textOf(root, 'Message'), region);
}

export function bucketRegion(headers: IncomingHttpHeaders): string | undefined {
  const region = headers['x-amz-bucket-region'];
  return typeof region === 'string' ? region : undefined;
}

/** A body as text; what comes after `limit` bytes is cut off. */
async function readText(response: IncomingMessage, limit: number): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) break;
  }
  return { text: Buffer.concat(chunks).toString('utf8'), isCut: size > limit };
}

/** The answer to an operation as text. 4000 for one that is larger than any that S3 gives. */
export async function readAnswer(response: IncomingMessage): Promise<string> {
  const { text, isCut } = await readText(response, LONGEST_ANSWER_BYTES);
  if (isCut) throw new StagewireError('StorageOther', `the object store sent an answer of more than ${LONGEST_ANSWER_BYTES} bytes`);
  return text;
}
