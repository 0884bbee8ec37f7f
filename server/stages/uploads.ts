import { USER_STAGE } from '../../sql/stage-name.js';
import { authorize } from '../privileges/authorize.js';
import type { Services } from '../services.js';
import type { Identity } from '../session.js';
import { stagePlace } from './stage-place.js';
import { writeStagedFile } from './write-staged-file.js';

/** Where the files of one request go. */
export interface UploadTarget {
  write(path: string, body: AsyncIterable<Uint8Array>, options: { readonly sizeHint?: number; readonly signal: AbortSignal }): Promise<void>;
}

/** Opens a stage for writing. 2501 for an unknown one, 1063 without WRITE; `~` is the user's own. */
export async function openUpload({ catalog, stores }: Services, { user }: Identity, stageName: string): Promise<UploadTarget> {
  const stages = await authorize(catalog, user, [{ on: 'stage', stage: stageName, privileges: ['WRITE'] }]);
  const stage = stageName === USER_STAGE ? undefined : stages.get(stageName);
  const place = await stagePlace(stores, user, stageName, stage);
  return {
    async write(path, body, options) {
      await writeStagedFile(catalog, { place, stage }, path, body, options);
    },
  };
}
