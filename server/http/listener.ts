import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { SIGNED_OBJECT_PATH } from '../../storage/signed-url.js';
import { FILES_PATH } from '../stages/file-url.js';
import type { HttpListenerOptions } from './dependencies.js';
import { describeError, HttpError } from './http-error.js';
import { isWaitingForLeave } from './request-scope.js';
import { stageObject } from './stage-object.js';
import { stagedFile } from './staged-file.js';
import { uploadToStage } from './upload-to-stage.js';

const DEFAULT_IDLE_TIMEOUT_MS = 60_000;
const DEFAULT_HEADERS_TIMEOUT_MS = 20_000;
/** How often timed-out headers are looked for. */
const CHECK_INTERVAL_MS = 5000;
const LONGEST_HEADERS_BYTES = 32 * 1024;
/** A client that is still sending when it was refused has this long to read why. */
const LINGER_MS = 5000;
/** Large enough that a file is not carried in thimbles, small enough for a thousand connections. */
const SOCKET_BUFFER_BYTES = 128 * 1024;
const CLOSE_IDLE_EVERY_MS = 50;

export interface HttpListener {
  /** Starts to accept; port 0 takes a free one. */
  listen(port: number, host: string): Promise<{ readonly port: number }>;
  /** Stops accepting, closes idle connections, and lets running requests finish for up to `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>;
}

/** The HTTP door: uploads into stages, staged files, presigned objects, health. */
export function createHttpListener(options: HttpListenerOptions): HttpListener {
  const app = createApp(options);
  return {
    async listen(port, host) {
      await app.listen({ port, host });
      return { port: (app.server.address() as AddressInfo).port };
    },
    stop: (deadlineMs) => stop(app, deadlineMs),
  };
}

/** Our routes have no schemas, and the start need not wait for compilers of them. */
const NO_SCHEMAS = {
  buildValidator: (): never => { throw new Error('no route has a schema'); },
  buildSerializer: (): never => { throw new Error('no route has a schema'); },
};

function createApp(options: HttpListenerOptions): FastifyInstance {
  const headersTimeout = options.headersTimeoutMs ?? DEFAULT_HEADERS_TIMEOUT_MS;
  const app = fastify({
    logger: false,
    exposeHeadRoutes: false,
    genReqId: () => randomUUID(),
    schemaController: { compilersFactory: NO_SCHEMAS },
    // The whole of a request may take as long as an upload takes; only silence ends it.
    requestTimeout: 0,
    connectionTimeout: options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS,
    http: {
      requestTimeout: 0,
      headersTimeout,
      connectionsCheckingInterval: Math.min(CHECK_INTERVAL_MS, headersTimeout),
      maxHeaderSize: LONGEST_HEADERS_BYTES,
      highWaterMark: SOCKET_BUFFER_BYTES,
    },
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: (error, request, reply) => { answerError(error, request, reply, options); },
  });
  // Bodies are read by the handlers, as streams.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _body, done) => { done(null); });
  app.setErrorHandler((error, request, reply) => { answerError(error, request, reply, options); });
  app.setNotFoundHandler((request) => { throw new HttpError(404, `there is no ${request.method} ${pathOf(request)}`); });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-databend-query-id', request.id);
    done();
  });
  // Without this listener Node would ask for the body of requests that are refused for their headers.
  app.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => { app.routing(request, response); });
  addRoutes(app, options);
  return app;
}

function addRoutes(app: FastifyInstance, options: HttpListenerOptions): void {
  app.route({ method: ['GET', 'HEAD'], url: '/health', handler: (_request, reply) => reply.type('text/plain').send('ok') });
  app.route({ method: ['PUT', 'POST'], url: '/v1/upload_to_stage', handler: (request, reply) => uploadToStage(request, reply, options) });
  app.route({ method: ['GET', 'HEAD', 'PUT'], url: `${SIGNED_OBJECT_PATH}*`, handler: (request, reply) => stageObject(request, reply, options) });
  app.route({ method: ['GET', 'HEAD'], url: `${FILES_PATH}*`, handler: (request, reply) => stagedFile(request, reply, options) });
  refuseOtherMethods(app, `${FILES_PATH}*`, ['GET', 'HEAD']);
  refuseOtherMethods(app, '/v1/upload_to_stage', ['PUT', 'POST']);
  refuseOtherMethods(app, `${SIGNED_OBJECT_PATH}*`, ['GET', 'HEAD', 'PUT']);
}

function refuseOtherMethods(app: FastifyInstance, url: string, allowed: readonly string[]): void {
  const others = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => !allowed.includes(method));
  app.route({
    method: others,
    url,
    handler: (request, reply) => {
      reply.header('allow', allowed.join(', '));
      throw new HttpError(405, `${request.method} is not allowed here, use ${allowed.join(' or ')}`);
    },
  });
}

/** The query may hold a signature, so it is not repeated. */
function pathOf(request: FastifyRequest): string {
  return request.url.replace(/\?.*$/s, '');
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, { log }: HttpListenerOptions): void {
  const { status, body } = describeError(ofFramework(error), request.id);
  // A client that left needs no answer, and is no failure of ours.
  if (status >= 500 && !request.raw.socket.destroyed) log.error({ err: error, queryId: request.id, method: request.method, path: pathOf(request) }, 'http request failed');
  if (status === 401) reply.header('www-authenticate', 'Basic realm="stagewire", charset="UTF-8"');
  endUnfinishedBody(request, reply);
  reply.code(status).removeHeader('content-length').type('application/json').send(body);
}

/** Errors that fastify raises before a handler runs carry their status. */
function ofFramework(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('FST_')) return error;
  const { statusCode = 500, message } = error as FastifyError;
  return statusCode < 500 ? new HttpError(statusCode, message) : error;
}

/**
 * The rest of a body that nobody wants is read and thrown away for a while: closing at once would reset the
 * connection of a client that is still sending, and with it the answer. One that waits for leave to send is
 * not sending, and what it sends next would be taken for the body.
 */
function endUnfinishedBody(request: FastifyRequest, reply: FastifyReply): void {
  if (request.raw.complete) return;
  if (isWaitingForLeave(request)) {
    reply.header('connection', 'close');
    return;
  }
  const { socket } = request.raw;
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  for (const end of ['end', 'close']) request.raw.once(end, () => { clearTimeout(timer); });
  reply.raw.once('finish', () => request.raw.resume());
}

/** Answers what is not HTTP, or comes too slowly or too large, and ends the connection. */
function refuseUnreadable(this: unknown, error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, reason, message] = CLIENT_ERRORS[error.code ?? ''] ?? ['400', 'Bad Request', 'the request is not valid HTTP'];
  const body = JSON.stringify({ error: { code: Number(status), message } });
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
}

const CLIENT_ERRORS: Readonly<Record<string, readonly [string, string, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408', 'Request Timeout', 'the headers of the request took too long'],
  HPE_HEADER_OVERFLOW: ['431', 'Request Header Fields Too Large', `the headers of the request are larger than ${LONGEST_HEADERS_BYTES} bytes`],
};

async function stop(app: FastifyInstance, deadlineMs: number): Promise<void> {
  const closed = app.close();
  // A connection becomes idle when its running request is answered.
  const closeIdle = setInterval(() => { app.server.closeIdleConnections(); }, CLOSE_IDLE_EVERY_MS);
  const deadline = setTimeout(() => { app.server.closeAllConnections(); }, deadlineMs);
  try {
    await closed;
  } finally {
    clearInterval(closeIdle);
    clearTimeout(deadline);
  }
}
