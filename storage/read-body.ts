import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { StagewireError } from '../errors/index.js';

const LONGEST_ERROR_BYTES = 256 * 1024;
/** A page of 1,000 keys of 1,024 bytes, percent-encoded, is about 4 MiB. */
const LONGEST_ANSWER_BYTES = 16 * 1024 * 1024;

/** What a failed request says, as text; cut off where it is longer than any error. */
export async function readErrorBody(response: IncomingMessage): Promise<string> {
  return (await readText(response, LONGEST_ERROR_BYTES)).text;
}

/** The whole answer to an operation. */
export interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** As {@link readAnswer}, with the headers. */
export async function wholeAnswer(response: IncomingMessage): Promise<Answer> {
  return { headers: response.headers, text: await readAnswer(response) };
}

/** The answer to an operation as text. 4000 for one that is larger than any that a store gives. */
export async function readAnswer(response: IncomingMessage): Promise<string> {
  const { text, isCut } = await readText(response, LONGEST_ANSWER_BYTES);
  if (isCut) throw new StagewireError('StorageOther', `the object store sent an answer of more than ${LONGEST_ANSWER_BYTES} bytes`);
  return text;
}

async function readText(response: IncomingMessage, limit: number): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const { bytes, isCut } = await readBytes(response, limit);
  return { text: bytes.toString('utf8'), isCut };
}

/** A body; where it is longer than `limit` bytes it is not read to its end. */
export async function readBytes(response: IncomingMessage, limit: number): Promise<{ readonly bytes: Buffer; readonly isCut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) break;
  }
  return { bytes: Buffer.concat(chunks), isCut: size > limit };
}
