/**
 * Carries an error of the caller's own code (the body that is written, `beforeCommit`) past the
 * places where a store translates the errors of its own system.
 */
class CallerFailure extends Error {
  constructor(cause: unknown) {
    super('the caller failed', { cause });
  }
}

export async function* callersBody(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* body;
  } catch (error) {
    throw new CallerFailure(error);
  }
}

export async function runCallers(work: (() => Promise<void>) | undefined): Promise<void> {
  try {
    await work?.();
  } catch (error) {
    throw new CallerFailure(error);
  }
}

/** The caller's error as it was thrown, or what `translate` makes of any other. */
export function unlessCallers(error: unknown, translate: (error: unknown) => unknown): unknown {
  return error instanceof CallerFailure ? error.cause : translate(error);
}
