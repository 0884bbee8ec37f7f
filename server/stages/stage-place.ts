import type { StageRecord } from '../../catalog/index.js';
import type { StorageParams } from '../../sql/storage-params.js';
import { isUserStage } from '../../sql/stage-name.js';
import type { HttpOptions } from '../../storage/http/http-options.js';
import { internalStagePrefix, userStagePrefix } from '../../storage/layout.js';
import type { ObjectStore } from '../../storage/object-store.js';
import { unknownStage } from '../privileges/authorize.js';

/** Where the files of a stage are: keys of the store that begin with `prefix`. */
export interface StagePlace {
  readonly store: ObjectStore;
  readonly prefix: string;
}

export interface Stores {
  /** The store of internal and user stages. */
  readonly home: ObjectStore;
  /** Those of external stages. */
  readonly external: {
    /** Opens the store of a location, or finds it open; nothing is contacted. 2002, 3902 or 3903 if it can't be used. */
    open(params: StorageParams): Promise<ObjectStore>;
    /** Throws 2002, 3902 or 3903 where open would; a directory need not exist. */
    check(params: StorageParams): Promise<void>;
    /** The store of files on a web server; nothing is contacted. 3903 for plain http where settings forbid it. */
    openHttp(options: HttpOptions): ObjectStore;
  };
}

/** The place of a stage that was authorized; the user stage needs no record. */
export async function stagePlace(stores: Stores, user: string, name: string, stage: StageRecord | undefined): Promise<StagePlace> {
  if (isUserStage(name)) return { store: stores.home, prefix: userStagePrefix(user) };
  if (!stage) throw unknownStage(name);
  if (stage.storage === null) return { store: stores.home, prefix: internalStagePrefix(name) };
  return { store: await stores.external.open(stage.storage), prefix: '' };
}
