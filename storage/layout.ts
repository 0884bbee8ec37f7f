/** The one owner of how keys are laid out in the server's own store. */

/** Prefix of all objects of an internal stage: `stage/internal/<name>/`. */
export function internalStagePrefix(name: string): string {
  return `stage/internal/${name}/`;
}

/** Prefix of all objects of a user's stage `@~`: `stage/user/<user>/`; the host part of an account is not in it. */
export function userStagePrefix(user: string): string {
  return `stage/user/${user}/`;
}
