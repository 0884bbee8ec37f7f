import { StagewireError } from '../../errors/index.js';
import { refuseTraversal } from '../../sql/location.js';
import type { ObjectStore } from '../../storage/object-store.js';
import { authorize } from '../privileges/authorize.js';
import type { Services } from '../services.js';
import type { Identity } from '../session.js';
import { stagePlace } from './stage-place.js';

/** Finds where a staged file is kept. 2501 for an unknown stage, 1063 without READ, 1006 for the path of no file; `~` is the user's own. */
export async function openDownload({ catalog, stores }: Services, { user }: Identity, stage: string, path: string): Promise<{ readonly store: ObjectStore; readonly key: string }> {
  refuseTraversal(path);
  if (path === '' || path.endsWith('/') || path.includes('\0')) throw new StagewireError('BadArguments', `'${path}' is not the path of a file`);
  const stages = await authorize(catalog, user, [{ on: 'stage', stage, privileges: ['READ'] }]);
  const { store, prefix } = await stagePlace(stores, user, stage, stages.get(stage));
  return { store, key: prefix + path };
}
