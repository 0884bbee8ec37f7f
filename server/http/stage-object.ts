import type { FastifyReply, FastifyRequest } from 'fastify';
import { StagewireError } from '../../errors/index.js';
import type { ObjectStore } from '../../storage/object-store.js';
import { inBlocks } from '../../storage/stream-blocks.js';
import type { SignedObject } from '../../storage/signed-url.js';
import type { HttpDependencies } from './dependencies.js';
import { HttpError } from './http-error.js';
import { abortWhenClientLeaves, acceptBody, bodySizeHint } from './request-scope.js';
import { sendObject } from './send-object.js';

/** GET, HEAD or PUT of a URL that `PRESIGN` made for an object of a store that cannot presign itself. */
export async function stageObject(request: FastifyRequest, reply: FastifyReply, dependencies: HttpDependencies): Promise<FastifyReply> {
  const object = verify(request, dependencies);
  const store = await dependencies.signedObjects.open(object.storeId);
  if (!store) throw new HttpError(404, 'the stage of this URL does not exist any more');
  return request.method === 'PUT' ? receive(request, reply, store, object) : sendObject(request, reply, store, object.key);
}

/** 403 with the reason if the URL does not allow this request. */
function verify(request: FastifyRequest, { signer }: HttpDependencies): SignedObject {
  const object = verifySignature(request, signer);
  const allowed = object.method === 'GET' ? ['GET', 'HEAD'] : ['PUT'];
  if (!allowed.includes(request.method)) throw new HttpError(403, `the URL is signed for ${object.method}, not for ${request.method}`);
  if (object.method === 'PUT' && object.contentType !== undefined && object.contentType !== request.headers['content-type']) {
    throw new HttpError(403, `the URL is signed for the Content-Type '${object.contentType}'`);
  }
  return object;
}

function verifySignature(request: FastifyRequest, signer: HttpDependencies['signer']): SignedObject {
  try {
    return signer.verify(request.raw.url ?? '');
  } catch (error) {
    throw error instanceof StagewireError ? new HttpError(403, error.text) : error;
  }
}

async function receive(request: FastifyRequest, reply: FastifyReply, store: ObjectStore, { key, contentType }: SignedObject): Promise<FastifyReply> {
  const signal = abortWhenClientLeaves(reply);
  acceptBody(request, reply);
  const body = inBlocks(request.raw, (cause) => new HttpError(400, 'the connection was closed before the body was complete', { cause }));
  const info = await store.write(key, body, { signal, ...bodySizeHint(request), ...(contentType !== undefined && { contentType }) });
  return reply.header('etag', info.etag ?? `"${info.version}"`).header('content-length', 0).send();
}
