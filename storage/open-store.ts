import { openFsStore } from './fs/fs-store.js';
import type { ObjectStore } from './object-store.js';
import { openS3Store } from './s3/s3-store.js';
import type { UrlSigner } from './signed-url.js';
import type { HomeStoreConfig } from './storage-url.js';

/** Store id of the server's own store in signed URLs. */
export const HOME_STORE_ID = 'home';

/** Opens the server's own store; makes the directory of an `fs` one. An `s3` one is not contacted. */
export async function openHomeStore(config: HomeStoreConfig, options: { readonly instanceId: string; readonly signer: UrlSigner }): Promise<ObjectStore> {
  if (config.type === 's3') return openS3Store(config.options);
  const signing = { signer: options.signer, storeId: HOME_STORE_ID };
  return openFsStore({ directory: config.directory, create: true, shownAs: "the server's own store", instanceId: options.instanceId, signing });
}
