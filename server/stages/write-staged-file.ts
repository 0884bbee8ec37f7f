import { StagewireError } from '../../errors/index.js';
import type { Catalog, StageRecord } from '../../catalog/index.js';
import type { ObjectInfo, WriteOptions } from '../../storage/object-store.js';
import { unknownStage } from '../privileges/authorize.js';
import type { StagePlace } from './stage-place.js';

/** A stage that files are written into. The user stage has no record. */
export interface WrittenStage {
  readonly place: StagePlace;
  readonly stage: StageRecord | undefined;
}

/**
 * Writes a file into a stage, streaming; every way of uploading ends here. The file is seen when it is
 * complete. If the stage goes away meanwhile the file goes too, so that it can't turn up in a
 * later stage of that name (2501).
 */
export async function writeStagedFile(
  catalog: Catalog,
  { place, stage }: WrittenStage,
  path: string,
  body: AsyncIterable<Uint8Array>,
  options: Pick<WriteOptions, 'contentType' | 'sizeHint' | 'signal'>,
): Promise<ObjectInfo> {
  const key = place.prefix + path;
  const refuseGone = async (): Promise<void> => {
    if (stage && (await catalog.stages.get(stage.name))?.id !== stage.id) throw unknownStage(stage.name);
  };
  const written = await place.store.write(key, body, { ...options, beforeCommit: refuseGone });
  try {
    await refuseGone();
  } catch (error) {
    // A catalog that is away says nothing of the stage, and the file may be the only one of its name that is left.
    if (error instanceof StagewireError && error.kind === 'UnknownStage') await place.store.remove([key]);
    throw error;
  }
  return written;
}
