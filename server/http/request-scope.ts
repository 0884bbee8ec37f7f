import type { FastifyReply, FastifyRequest } from 'fastify';

/** A signal that fires when the client leaves before it has its answer. */
export function abortWhenClientLeaves(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.on('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

/**
 * To be called before a body is read: a client that sent `Expect: 100-continue` waits for leave until
 * everything that can be refused without the body was checked.
 */
export function acceptBody(request: FastifyRequest, reply: FastifyReply): void {
  if (asksForLeave(request)) reply.raw.writeContinue();
  // While the last bytes are being made durable the connection is idle, but not the client's fault.
  request.raw.on('end', () => request.raw.socket.setTimeout(0));
}

/** Whether the client sent `Expect: 100-continue` and got no leave. RFC 9110, 10.1.1. */
export function isWaitingForLeave(request: FastifyRequest): boolean {
  return asksForLeave(request) && !request.raw.readableDidRead;
}

function asksForLeave(request: FastifyRequest): boolean {
  return /^100-continue$/i.test(request.headers.expect ?? '');
}

/** Upper bound of the bytes of a body, if the client said how long it is. */
export function bodySizeHint(request: FastifyRequest): { readonly sizeHint?: number } {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  return Number.isSafeInteger(length) ? { sizeHint: length } : {};
}
