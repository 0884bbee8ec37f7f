import type { SourceFile } from '../../engine/sources/source-file.js';
import { derivedStream } from '../../storage/derived-stream.js';
import type { Counters } from '../status/counters.js';
import type { StagePlace } from './stage-place.js';
import type { StagedFile } from './staged-files.js';

/** A staged file as the engine reads it; `counters` are those of the session for which it does. */
export function sourceFile({ store }: StagePlace, { object, name }: StagedFile, counters: Counters): SourceFile {
  const { key, size, version, etag, lastModified, wholeOnly = false } = object;
  return {
    name,
    identity: JSON.stringify([store.id, key, version, size]),
    size,
    contentKey: etag === null ? null : etag.replaceAll('"', ''),
    lastModified,
    wholeOnly,
    async read(range, signal) {
      const bytes = await store.read(key, { version, signal, ...(range && { range }) });
      return derivedStream(bytes, counted(bytes, counters));
    },
    link: (target) => store.link(key, version, target),
    localContent: (signal) => store.localContent(object, signal),
  };
}

async function* counted(chunks: AsyncIterable<Uint8Array>, counters: Counters): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    counters.bytesFetched += chunk.length;
    yield chunk;
  }
}
