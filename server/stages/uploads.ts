import { refuseTraversal } from '../../sql/location.js';
import { USER_STAGE } from '../../sql/stage-name.js';
import { authorize } from '../privileges/authorize.js';
import type { Services } from '../services.js';
import type { Identity } from '../session.js';
import { stagePlace } from './stage-place.js';
import { writeStagedFile } from './write-staged-file.js';

/** A folder of a stage that files are uploaded into. */
export interface UploadTarget {
  write(fileName: string, body: AsyncIterable<Uint8Array>, options: { readonly sizeHint?: number; readonly signal: AbortSignal }): Promise<void>;
}

/** Opens a stage for writing. 2501 for an unknown one, 1063 without WRITE; `~` is the user's own. An empty folder is the root. */
export async function openUpload({ catalog, stores }: Services, { user }: Identity, stageName: string, folder: string): Promise<UploadTarget> {
  refuseTraversal(folder);
  const stages = await authorize(catalog, user, [{ on: 'stage', stage: stageName, privileges: ['WRITE'] }]);
  const stage = stageName === USER_STAGE ? undefined : stages.get(stageName);
  const place = await stagePlace(stores, user, stageName, stage);
  return {
    async write(fileName, body, options) {
      const path = folder === '' ? fileName : `${folder}/${fileName}`;
      refuseTraversal(path);
      await writeStagedFile(catalog, { place, stage }, path, body, options);
    },
  };
}
