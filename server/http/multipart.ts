import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { inBlocks } from '../../storage/stream-blocks.js';
import { HttpError } from './http-error.js';

/** More than a chunk of a socket (64 KiB), so that none stops the flow between the streams of the parser. */
const PARSER_BUFFER_BYTES = 128 * 1024;
const LIMITS = { headerSize: 16 * 1024, headerPairs: 50, fieldSize: 1024 };

/** One file of a form. Its body must be read to the end before the next part is asked for. */
export interface FilePart {
  readonly fileName: string;
  /** In large blocks, each valid until the next is asked for. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * The files of a `multipart/form-data` body (RFC 7578) one after the other, as they arrive. 400 for
 * another type of body, for a part that is no file, and for a body that is malformed or ends early.
 * What is left of the body after a failure is discarded.
 */
export async function* readFileParts(request: IncomingMessage): AsyncGenerator<FilePart, void, undefined> {
  const form = new FormReader(request);
  try {
    for (let part = await form.next(); part; part = await form.next()) yield part;
  } finally {
    form.stop();
  }
}

/** Turns the events of the parser into parts that are asked for. */
class FormReader {
  readonly #request: IncomingMessage;
  readonly #parser: BusboyInstance;
  readonly #waiting: FilePart[] = [];
  /** The file that began last: the only one that may be incomplete. */
  #arriving: Readable | undefined;
  #failure: Error | undefined;
  #finished = false;
  #wake: () => void = () => undefined;

  constructor(request: IncomingMessage) {
    this.#request = request;
    this.#parser = createParser(request);
    this.#parser.on('file', (_field, file, fileName) => {
      // The failure of one that nobody reads is thrown by next().
      const body = inBlocks(file, (cause) => this.#failure ?? malformed(cause));
      this.#arriving = file;
      this.#waiting.push({ fileName: decodeFileName(fileName), body });
      this.#wake();
    });
    this.#parser.on('field', (name: string | undefined) => {
      this.#fail(new HttpError(400, `Invalid form-data field '${name ?? ''}': expected a file upload with a filename (curl -F 'upload=@file.csv')`));
    });
    this.#parser.on('error', (cause) => { this.#fail(malformed(cause)); });
    this.#parser.on('finish', () => {
      this.#finished = true;
      this.#wake();
    });
    request.on('error', this.#onBroken);
    request.pipe(this.#parser);
  }

  /** The next file, or null after the last. */
  async next(): Promise<FilePart | null> {
    for (;;) {
      const part = this.#waiting.shift();
      if (part) return part;
      if (this.#failure) throw this.#failure;
      if (this.#finished) return null;
      await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
  }

  stop(): void {
    this.#request.off('error', this.#onBroken);
    this.#request.on('error', () => undefined);
    this.#request.unpipe(this.#parser);
    this.#request.resume();
  }

  readonly #onBroken = (cause: Error): void => { this.#fail(new HttpError(400, 'the connection was closed before the body was complete', { cause })); };

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#arriving?.destroy(this.#failure);
    this.#wake();
  }
}

function malformed(cause: unknown): HttpError {
  return new HttpError(400, 'the multipart body is malformed or was cut off', { cause });
}

/** Browsers and curl write these three characters of a name so. HTML Standard, 4.10.21.8 "Multipart form data". */
function decodeFileName(name: string): string {
  return name.replace(/%(22|0D|0A)/gi, (escape) => decodeURIComponent(escape));
}

function createParser(request: IncomingMessage): BusboyInstance {
  const contentType = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;/i.test(contentType)) throw new HttpError(400, 'the body must be multipart/form-data with one part for each file');
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      preservePath: true,
      highWaterMark: PARSER_BUFFER_BYTES,
      fileHwm: PARSER_BUFFER_BYTES,
      limits: LIMITS,
      isPartAFile: (_field, _type, fileName) => fileName !== undefined && fileName !== '',
    });
  } catch (cause) {
    throw new HttpError(400, 'the Content-Type multipart/form-data names no boundary', { cause });
  }
}
