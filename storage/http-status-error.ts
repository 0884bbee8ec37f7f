/** A response that says that a request failed. */
export class HttpStatusError extends Error {
  readonly status: number;

  constructor(status: number, message = `HTTP status ${status}`) {
    super(message);
    this.status = status;
  }
}

/** Statuses of a server that is overloaded, for which one more try is worth its while. */
const OVERLOADED: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

export function isOverload(error: unknown): boolean {
  return error instanceof HttpStatusError && OVERLOADED.has(error.status);
}
