import type { EngineFiles } from '../../engine/file-calls.js';
import { StagewireError } from '../../errors/index.js';
import { refuseTraversal } from '../../sql/location.js';
import type { FileUse } from '../../sql/query/compiled-query.js';
import type { StagePlace } from './stage-place.js';

export interface ContentSource {
  /** The place of a stage whose READ has been checked. */
  place(stage: string): Promise<StagePlace>;
  /** Bytes that all files of the statement may have together. */
  readonly limit: number;
}

/** The contents of small files for `read_file` in a query; null if there is no such call. Reading throws 3001 for a missing file. */
export function fileContents(uses: readonly FileUse[], source: ContentSource): EngineFiles | null {
  if (uses.length === 0) return null;
  let left = source.limit;
  return {
    known: uses.flatMap(({ path }, call) => (path === null ? [] : [{ call, path }])),
    varying: uses.some(({ path }) => path === null),
    async read({ call, path }, signal) {
      const stage = uses[call]?.stage ?? '';
      refuseTraversal(path);
      if (path === '' || path.endsWith('/')) throw new StagewireError('BadArguments', `read_file location must be a file, but got @${stage}/${path}`);
      const place = await source.place(stage);
      const chunks: Uint8Array[] = [];
      for await (const chunk of await place.store.read(place.prefix + path, { signal }) as AsyncIterable<Uint8Array>) {
        left -= chunk.length;
        if (left < 0) throw tooMuch(stage, path, source.limit);
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    },
  };
}

function tooMuch(stage: string, path: string, limit: number): StagewireError {
  return new StagewireError(
    'BadArguments',
    `read_file of @${stage}/${path}: the files of this statement have more than the ${limit} bytes of @@read_file_limit; GET answers files of any size`,
  );
}
