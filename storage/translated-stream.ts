import { Readable } from 'node:stream';

/**
 * The bytes of `source`, with its errors as clients should see them. Destroying this stream, read or
 * unread, destroys the source, so that no socket or file stays open.
 */
export class TranslatedStream extends Readable {
  readonly #source: Readable;

  constructor(source: Readable, translate: (error: unknown) => Error) {
    super({ highWaterMark: source.readableHighWaterMark });
    this.#source = source;
    source.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) source.pause();
    });
    source.on('end', () => this.push(null));
    source.on('error', (error) => this.destroy(translate(error)));
    source.on('close', () => {
      if (!source.readableEnded) this.destroy(source.errored ? undefined : translate(new Error('the stream ended early')));
    });
    source.pause();
  }

  override _read(): void {
    this.#source.resume();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#source.destroy();
    callback(error);
  }
}
