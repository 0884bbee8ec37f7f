import { open } from 'node:fs/promises';

/** Part of a local file in one of the buffers that were lent for it. */
export interface Chunk {
  /** Which of the buffers. */
  readonly slot: number;
  readonly length: number;
}

/** Reads a regular local file in order, ahead of its reader, into `slots`. A chunk stays until the next one is asked for. */
export async function* readAhead(path: string, slots: readonly Uint8Array[], signal: AbortSignal): AsyncGenerator<Chunk> {
  const file = await open(path);
  const reading: Promise<Chunk>[] = [];
  let position = 0;
  const read = (slot: number): void => {
    const buffer = slots[slot];
    if (!buffer) return;
    const chunk = file.read(buffer, 0, buffer.length, position).then(({ bytesRead }) => ({ slot, length: bytesRead }));
    // A failure waits until the chunk is asked for.
    chunk.catch(() => undefined);
    reading[slot] = chunk;
    position += buffer.length;
  };
  try {
    read(0);
    for (let slot = 0; ; slot = (slot + 1) % slots.length) {
      signal.throwIfAborted();
      const chunk = await reading[slot];
      if (!chunk || chunk.length === 0) return;
      const isLast = chunk.length < (slots[slot]?.length ?? 0);
      // Small files are read at one go.
      if (reading.length === 1 && !isLast) for (const next of slots.keys()) if (next > 0) read(next);
      yield chunk;
      if (isLast) return;
      read(slot);
    }
  } finally {
    await Promise.allSettled(reading);
    await file.close();
  }
}
