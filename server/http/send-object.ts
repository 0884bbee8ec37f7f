import type { FastifyReply, FastifyRequest } from 'fastify';
import { StagewireError } from '../../errors/index.js';
import type { ObjectInfo, ObjectStore } from '../../storage/object-store.js';
import { parseRange } from './byte-range.js';
import { HttpError } from './http-error.js';
import { abortWhenClientLeaves } from './request-scope.js';

/** Answers GET or HEAD with an object, or the part of it that is asked for. 3001 if there is none. */
export async function sendObject(request: FastifyRequest, reply: FastifyReply, store: ObjectStore, key: string): Promise<FastifyReply> {
  const signal = abortWhenClientLeaves(reply);
  const info = await store.stat(key, signal);
  if (!info) throw new StagewireError('StorageNotFound', `object '${key}' does not exist`);
  const etag = info.etag ?? `"${info.version}"`;
  reply.headers({ 'content-type': 'application/octet-stream', etag, 'last-modified': info.lastModified.toUTCString(), 'accept-ranges': 'bytes' });
  const range = requestedRange(request, info, etag);
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${info.size}`);
    throw new HttpError(416, `the range '${request.headers.range ?? ''}' does not fit the object's ${info.size} bytes`);
  }
  if (range) reply.code(206).header('content-range', `bytes ${range.offset}-${range.offset + range.length - 1}/${info.size}`);
  reply.header('content-length', range ? range.length : info.size);
  return request.method === 'HEAD' ? reply.send() : reply.send(await store.read(key, { signal, ...(range && { range }) }));
}

/** A client that continues a download names the version it has; if that changed it gets the whole. RFC 9110, 13.1.5. */
function requestedRange(request: FastifyRequest, info: ObjectInfo, etag: string): ReturnType<typeof parseRange> {
  const known = request.headers['if-range'];
  const isSame = known === undefined || known === etag || known === info.lastModified.toUTCString();
  return isSame ? parseRange(request.headers.range, info.size) : null;
}
