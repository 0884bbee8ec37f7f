import { Readable } from 'node:stream';

/** The bytes that a generator makes of `source`. Destroying this stream, read or unread, destroys the source. */
export function derivedStream(source: Readable, made: AsyncGenerator<Uint8Array, void, undefined>): Readable {
  const stream = Readable.from(made, { objectMode: false });
  // A generator that was not begun neither ends what it reads from nor hears of its errors.
  source.on('error', (error) => stream.destroy(error));
  return stream.once('close', () => source.destroy());
}
