import type { IncomingMessage } from 'node:http';
import { readErrorBody } from '../read-body.js';
import { StoreErrors, StoreResponseError, type StoreCodes } from '../store-errors.js';
import { parseXml, textOf } from '../xml.js';
import type { AzblobOptions } from './azblob-options.js';

/** Blob service REST API: Blob service error codes, Common REST API error codes. */
const CODES: StoreCodes = {
  containerMissing: new Set(['ContainerNotFound', 'ContainerBeingDeleted']),
  objectMissing: new Set(['BlobNotFound', 'ResourceNotFound']),
  denied: new Set(['PublicAccessNotPermitted', 'NoAuthenticationInformation', 'InvalidAuthenticationInfo']),
};

/** Tells a client about one container at the given origin. */
export function azblobErrors({ container, rootPrefix }: AzblobOptions, origin: string): StoreErrors {
  return new StoreErrors({ place: `azblob://${container}/${rootPrefix}`, container: `container '${container}'`, origin }, CODES);
}

/** The code stands in a header too, where HEAD has no body. What follows the first line of a message are ids for Azure's support. */
export async function readError(response: IncomingMessage): Promise<StoreResponseError> {
  const status = response.statusCode ?? 0;
  const header = response.headers['x-ms-error-code'];
  const root = parseXml(await readErrorBody(response));
  const [message = ''] = root?.name === 'Error' ? textOf(root, 'Message').split('\n') : [];
  const code = root?.name === 'Error' ? textOf(root, 'Code') : '';
  return new StoreResponseError(status, code || (typeof header === 'string' ? header : ''), message.trim());
}
