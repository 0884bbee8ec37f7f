import { StagewireError } from '../errors/index.js';

/** What reading says when the object is no longer the one that was listed. */
export function objectReplaced(key: string): StagewireError {
  return new StagewireError('StorageNotFound', `object '${key}' was replaced or removed while the statement ran; run it again`);
}
