import * as http from 'node:http';
import * as https from 'node:https';
import { StagewireError } from '../../errors/index.js';
import type { Target } from './endpoint.js';
import { IdleTimeout, S3ResponseError } from './s3-errors.js';
import { parseXml, textOf } from './xml.js';

/** Larger bodies wait until the store has accepted the headers: a refusal is lost when it comes amid the body. */
const EXPECT_CONTINUE_BYTES = 64 * 1024;
/** Stores that do not know `Expect: 100-continue` get the body after this time. */
const CONTINUE_WAIT_MS = 1000;
const LONGEST_ERROR_BYTES = 256 * 1024;
/** A page of 1,000 keys of 1,024 bytes, percent-encoded, is about 4 MiB. */
const LONGEST_ANSWER_BYTES = 16 * 1024 * 1024;

/** The store closed a kept connection just when it was used again, so the request never arrived. */
class StaleConnection extends Error {}

export interface HttpRequest {
  readonly target: Target;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  readonly signal: AbortSignal | undefined;
}

/** The sockets to one store. They are kept open between requests and given up when idle. */
export class HttpConnections {
  readonly #idleTimeoutMs: number;
  readonly #agents: Readonly<Record<Target['protocol'], http.Agent>>;

  constructor(idleTimeoutMs: number) {
    this.#idleTimeoutMs = idleTimeoutMs;
    const options = { keepAlive: true, timeout: idleTimeoutMs, maxFreeSockets: 16 };
    this.#agents = { 'http:': new http.Agent(options), 'https:': new https.Agent(options) };
  }

  /**
   * Sends a request and gives back the response when its headers are there. Rejects with
   * `S3ResponseError` unless the status is 2xx, with `IdleTimeout` when nothing moves for too long;
   * the response's stream fails the same way.
   */
  async exchange(request: HttpRequest): Promise<http.IncomingMessage> {
    const response = await this.#send(request, this.#agents[request.target.protocol]).catch((error: unknown) => {
      if (error instanceof StaleConnection) return this.#send(request, false);
      throw error;
    });
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    throw await readError(status, response);
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  #send({ target, method, headers, body, signal }: HttpRequest, agent: http.Agent | false): Promise<http.IncomingMessage> {
    const transport = target.protocol === 'https:' ? https : http;
    const expectContinue = body !== undefined && body.length > EXPECT_CONTINUE_BYTES;
    return new Promise((resolve, reject) => {
      const request = transport.request({
        protocol: target.protocol,
        hostname: target.hostname,
        port: target.port,
        path: target.path,
        method,
        headers: { ...headers, ...(expectContinue && { expect: '100-continue' }) },
        agent,
        timeout: this.#idleTimeoutMs,
        ...(signal && { signal }),
      });
      request.on('error', (error) => {
        reject(request.reusedSocket && isReset(error) ? new StaleConnection() : error);
      });
      request.on('response', resolve);
      this.#watchIdle(request);
      if (expectContinue) sendWhenAccepted(request, body);
      else request.end(body);
    });
  }

  #watchIdle(request: http.ClientRequest): void {
    let response: http.IncomingMessage | undefined;
    request.on('response', (received) => { response = received; });
    request.on('timeout', () => {
      // A reader that pauses makes the socket idle, and that is not the store's fault.
      if (response && response.readableLength > 0) request.socket?.setTimeout(this.#idleTimeoutMs);
      else (response ?? request).destroy(new IdleTimeout(this.#idleTimeoutMs));
    });
  }
}

function isReset(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

/** RFC 9110, 10.1.1. */
function sendWhenAccepted(request: http.ClientRequest, body: Buffer): void {
  const send = (): void => {
    clearTimeout(timer);
    if (!request.writableEnded && !request.destroyed) request.end(body);
  };
  const timer = setTimeout(send, CONTINUE_WAIT_MS);
  request.once('continue', send);
  request.once('close', () => { clearTimeout(timer); });
  request.once('response', (response) => {
    clearTimeout(timer);
    // The store answered without wanting the body, so the connection cannot be used again.
    if (!request.writableEnded) response.once('close', () => request.destroy());
  });
}

/** S3 API: Error responses. HEAD has no body; MinIO then names the error in a header. */
async function readError(status: number, response: http.IncomingMessage): Promise<S3ResponseError> {
  const header = response.headers['x-minio-error-code'];
  const region = bucketRegion(response.headers);
  const root = parseXml((await readText(response, LONGEST_ERROR_BYTES)).text);
  if (root?.name !== 'Error') return new S3ResponseError(status, typeof header === 'string' ? header : '', '', region);
  return new S3ResponseError(status, textOf(root, 'Code'), textOf(root, 'Message'), region);
}

export function bucketRegion(headers: http.IncomingHttpHeaders): string | undefined {
  const region = headers['x-amz-bucket-region'];
  return typeof region === 'string' ? region : undefined;
}

/** A body as text; what comes after `limit` bytes is cut off. */
async function readText(response: http.IncomingMessage, limit: number): Promise<{ readonly text: string; readonly isCut: boolean }> {
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
export async function readAnswer(response: http.IncomingMessage): Promise<string> {
  const { text, isCut } = await readText(response, LONGEST_ANSWER_BYTES);
  if (isCut) throw new StagewireError('StorageOther', `the object store sent an answer of more than ${LONGEST_ANSWER_BYTES} bytes`);
  return text;
}
