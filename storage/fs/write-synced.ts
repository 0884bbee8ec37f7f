import type { BigIntStats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { BLOCK_BYTES } from '../stream-blocks.js';

/** So often that little is left to wait for at the end, so seldom that waiting for the disk is rare. */
const SYNC_EVERY_BYTES = 64 * 1024 * 1024;

/** Writes a new file and returns when all of it is on disk. What is there after a failure is for the caller to remove. */
export async function writeSynced(path: string, body: AsyncIterable<Uint8Array>): Promise<BigIntStats> {
  const file = await open(path, 'wx');
  const early = new EarlySync(file);
  try {
    for await (const chunk of gathered(body)) {
      await writeFully(file, chunk);
      early.wrote(chunk.length);
    }
    await early.end();
    await file.sync();
    return await file.stat({ bigint: true });
  } finally {
    await early.end().catch(() => undefined);
    await file.close();
  }
}

/**
 * Large chunks as they are, small ones copied together, so that the number of writes depends on the bytes
 * and not on the chunks.
 */
async function* gathered(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let buffer = Buffer.alloc(0);
  let filled = 0;
  for await (const chunk of body) {
    const isLarge = chunk.length > BLOCK_BYTES / 2;
    if (filled > 0 && (isLarge || filled + chunk.length > BLOCK_BYTES)) {
      yield buffer.subarray(0, filled);
      filled = 0;
    }
    if (isLarge) {
      yield chunk;
      continue;
    }
    if (buffer.length === 0) buffer = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    buffer.set(chunk, filled);
    filled += chunk.length;
  }
  if (filled > 0) yield buffer.subarray(0, filled);
}

/** write(2) may take only a part. */
async function writeFully(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += (await file.write(bytes, written)).bytesWritten;
  }
}

/** Lets the disk take up what was written while more arrives. */
class EarlySync {
  readonly #file: FileHandle;
  #unsynced = 0;
  #running: Promise<void> | undefined;
  /** Kept: an error of the disk is told to one fsync alone. */
  #failure: { readonly error: unknown } | undefined;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  wrote(bytes: number): void {
    this.#unsynced += bytes;
    if (this.#unsynced < SYNC_EVERY_BYTES || this.#running) return;
    this.#unsynced = 0;
    this.#running = this.#file
      .datasync()
      .catch((error: unknown) => { this.#failure ??= { error }; })
      .finally(() => { this.#running = undefined; });
  }

  /** Nothing of ours uses the file any more when this ends. Throws what a sync met. */
  async end(): Promise<void> {
    await this.#running;
    if (this.#failure) throw this.#failure.error;
  }
}
