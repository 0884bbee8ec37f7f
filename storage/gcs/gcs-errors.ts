import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { parseJson } from '../parse-json.js';
import { readErrorBody } from '../read-body.js';
import { StoreErrors, StoreResponseError, type StoreCodes } from '../store-errors.js';
import type { GcsOptions } from './gcs-options.js';

/** The API has no codes of its own: a missing bucket is told by asking for it. */
const CODES: StoreCodes = { containerMissing: new Set(), objectMissing: new Set(['notFound']), denied: new Set() };

/** Cloud Storage JSON API: HTTP status and error codes. */
const BODY = z.object({ error: z.object({ message: z.string().default(''), errors: z.array(z.object({ reason: z.string().default('') })).default([]) }) });

/** Tells a client about one bucket at the given origin. */
export function gcsErrors({ bucket, rootPrefix }: GcsOptions, origin: string): StoreErrors {
  return new StoreErrors({ place: `gcs://${bucket}/${rootPrefix}`, container: `bucket '${bucket}'`, origin }, CODES);
}

/** What the store said, where it said it in JSON. */
export async function readError(response: IncomingMessage): Promise<StoreResponseError> {
  const status = response.statusCode ?? 0;
  const body = BODY.safeParse(parseJson(await readErrorBody(response)));
  if (!body.success) return new StoreResponseError(status, '', '');
  const { message, errors } = body.data.error;
  return new StoreResponseError(status, errors[0]?.reason ?? '', message);
}
