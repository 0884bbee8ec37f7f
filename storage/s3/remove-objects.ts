import { createHash } from 'node:crypto';
import { StagewireError } from '../../errors/index.js';
import { batchesOf, mapBounded, RemovalFailures } from '../batches.js';
import { removeOne } from '../remove-each.js';
import { isWellFormed } from '../well-formed.js';
import { childrenOf, encodeText, isExpressible, parseXml, textOf } from '../xml.js';
import type { S3Client } from './s3-client.js';
import { S3ResponseError } from './s3-errors.js';

/** S3 API: DeleteObjects takes no more. */
const BATCH_SIZE = 1000;
const SINGLE_REMOVALS_AT_ONCE = 4;

/** Errors of single objects come without a status; these are the ones that differ from 400 in kind. S3 API: Error responses. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = { AccessDenied: 403, InternalError: 500, ServiceUnavailable: 503, SlowDown: 503 };

/** Removes objects in batches, goes on where single objects fail, and reports those in the end. */
export async function removeObjects(
  client: S3Client,
  rootPrefix: string,
  keys: Iterable<string> | AsyncIterable<string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const failures = new RemovalFailures();
  for await (const batch of batchesOf(keys, BATCH_SIZE, signal)) {
    const expressible = batch.filter(isExpressible);
    if (expressible.length > 0) await removeBatch(client, rootPrefix, expressible, failures, signal);
    // XML cannot express these.
    const others = batch.filter((key) => !isExpressible(key) && isWellFormed(key));
    // S3 API: DeleteObject.
    const remove = (key: string): Promise<unknown> => client.ask({ method: 'DELETE', key: rootPrefix + key, signal });
    await mapBounded(others, SINGLE_REMOVALS_AT_ONCE, (key) => removeOne(key, remove, client.errors, failures, signal));
  }
  failures.throwIfAny();
}

async function removeBatch(client: S3Client, rootPrefix: string, keys: readonly string[], failures: RemovalFailures, signal: AbortSignal | undefined): Promise<void> {
  const objects = keys.map((key) => `<Object><Key>${encodeText(rootPrefix + key)}</Key></Object>`).join('');
  const body = Buffer.from(`<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>${objects}</Delete>`);
  const headers = { 'content-md5': createHash('md5').update(body).digest('base64'), 'content-type': 'application/xml' };
  const { text } = await client.ask({ method: 'POST', query: { delete: '' }, headers, body, signal });
  const root = parseXml(text);
  if (root?.name !== 'DeleteResult') throw new StagewireError('StorageOther', 'the answer to DeleteObjects is no result');
  for (const error of childrenOf(root, 'Error')) {
    const code = textOf(error, 'Code');
    if (code === 'NoSuchKey') continue;
    const key = textOf(error, 'Key').slice(rootPrefix.length);
    failures.add(key, client.errors.translate(new S3ResponseError(STATUS_OF_CODE[code] ?? 400, code, textOf(error, 'Message')), 'remove', key));
  }
}
