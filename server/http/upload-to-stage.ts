import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseBasicAuth } from './basic-auth.js';
import type { HttpDependencies } from './dependencies.js';
import { HttpError } from './http-error.js';
import { readFileParts } from './multipart.js';
import { abortWhenClientLeaves, acceptBody, bodySizeHint } from './request-scope.js';
import { readUploadPlace, uploadFilePath } from './upload-path.js';

interface UploadReply {
  readonly id: string;
  readonly stage_name: string;
  readonly state: 'SUCCESS';
  /** As sent, in order. */
  readonly files: readonly string[];
}

/**
 * PUT or POST `/v1/upload_to_stage`: writes the files of a form into a stage, each as it arrives. Files
 * that came before a failure stay.
 */
export async function uploadToStage(request: FastifyRequest, reply: FastifyReply, dependencies: HttpDependencies): Promise<UploadReply> {
  const signal = abortWhenClientLeaves(reply);
  const { user, password } = parseBasicAuth(request.headers.authorization);
  const identity = await dependencies.authenticate(user, password, request.ip);
  const { stage, relativePath } = readUploadPlace(request.headers);
  const target = await dependencies.uploads.begin(identity, stage, relativePath);
  acceptBody(request, reply);
  const files: string[] = [];
  for await (const { fileName, body } of readFileParts(request.raw)) {
    await target.write(uploadFilePath(fileName), body, { signal, ...bodySizeHint(request) });
    files.push(fileName);
  }
  if (files.length === 0) throw new HttpError(400, "the form holds no file: send each as a part with a filename (curl -F 'upload=@file.csv')");
  return { id: request.id, stage_name: stage, state: 'SUCCESS', files };
}
