import type { StageRecord } from '../../catalog/index.js';
import type { StorageParams } from '../../sql/storage-params.js';
import { isUserStage } from '../../sql/stage-name.js';
import { internalStagePrefix, userStagePrefix } from '../../storage/layout.js';
import type { ObjectStore } from '../../storage/object-store.js';
import { unknownStage } from '../privileges/authorize.js';

/** Where the files of a stage are: keys of the store that begin with `prefix`. */
export interface StagePlace {
  readonly store: ObjectStore;
  /** Which store it is: `home`, or the name of an external stage. */
  readonly storeName: 'home' | { readonly externalStage: string };
  readonly prefix: string;
}

export interface Stores {
  /** The store of internal and user stages. */
  readonly home: ObjectStore;
  /** Opens the store of an external stage, or finds it open. */
  external(params: StorageParams): ObjectStore | Promise<ObjectStore>;
}

/** The place of a stage that was authorized; the user stage needs no record. */
export async function stagePlace(stores: Stores, user: string, name: string, stage: StageRecord | undefined): Promise<StagePlace> {
  if (isUserStage(name)) return { store: stores.home, storeName: 'home', prefix: userStagePrefix(user) };
  if (!stage) throw unknownStage(name);
  if (stage.storage === null) return { store: stores.home, storeName: 'home', prefix: internalStagePrefix(name) };
  return { store: await stores.external(stage.storage), storeName: { externalStage: name }, prefix: '' };
}
