import type { FastifyReply, FastifyRequest } from 'fastify';
import { fileOfUrl } from '../stages/file-url.js';
import { parseBasicAuth } from './basic-auth.js';
import type { HttpDependencies } from './dependencies.js';
import { sendObject } from './send-object.js';

/** GET or HEAD of `/v1/stages/<stage>/<path>`: a staged file, for a user who may READ the stage. */
export async function stagedFile(request: FastifyRequest, reply: FastifyReply, dependencies: HttpDependencies): Promise<FastifyReply> {
  const { user, password } = parseBasicAuth(request.headers.authorization);
  const identity = await dependencies.authenticate(user, password, request.ip);
  const { stage, path } = fileOfUrl((request.raw.url ?? '').replace(/\?.*$/s, ''));
  const { store, key } = await dependencies.downloads.open(identity, stage, path);
  return sendObject(request, reply, store, key);
}
