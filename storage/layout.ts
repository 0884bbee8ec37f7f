/** The one owner of how keys are laid out in the server's own store. */

/** Prefix of all files of internal and user stages. */
export const STAGES_PREFIX = 'stage/';

/** Prefix of all objects of an internal stage: `stage/internal/<name>/`. */
export function internalStagePrefix(name: string): string {
  return `${STAGES_PREFIX}internal/${name}/`;
}

/** Prefix of all objects of a user's stage `@~`: `stage/user/<user>/`; the host part of an account is not in it. */
export function userStagePrefix(user: string): string {
  return `${STAGES_PREFIX}user/${user}/`;
}
