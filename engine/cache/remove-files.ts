import { unlinkSync } from 'node:fs';

/** Removes local files one after the other; those that can't be removed stay. To be done in a thread of its own. */
export function removeFiles({ paths }: { readonly paths: readonly string[] }): void {
  for (const path of paths) {
    try {
      unlinkSync(path);
    } catch {
      // It is gone already, or goes at the next start.
    }
  }
}
