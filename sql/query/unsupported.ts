import { StagewireError } from '../../errors/index.js';

/** Meant for constructs that parse and have no translation: an error, never a guess. */
export function unsupported(what: string): StagewireError {
  return new StagewireError('Unimplemented', `${what} is not supported in queries`);
}
