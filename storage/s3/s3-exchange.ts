import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { HttpConnections, HttpRequest } from '../http-connections.js';
import { readErrorBody } from '../read-body.js';
import { parseXml, textOf } from '../xml.js';
import { S3ResponseError } from './s3-errors.js';

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
  const root = parseXml(await readErrorBody(response));
  if (root?.name !== 'Error') return new S3ResponseError(status, typeof header === 'string' ? header : '', '', region);
  return new S3ResponseError(status, textOf(root, 'Code'), textOf(root, 'Message'), region);
}

export function bucketRegion(headers: IncomingHttpHeaders): string | undefined {
  const region = headers['x-amz-bucket-region'];
  return typeof region === 'string' ? region : undefined;
}
