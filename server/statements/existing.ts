import { StagewireError, type ErrorKind } from '../../errors/index.js';
import type { IfExists } from '../../sql/grammar/clauses.js';

/** Runs the work; if it fails with an error of that kind and `isFine`, that is as good as done. */
export async function unless(kind: ErrorKind, isFine: boolean, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(isFine && error instanceof StagewireError && error.kind === kind)) throw error;
  }
}

/** CREATE with what it says of a name that is taken, which is an error of the kind `taken`. */
export async function createNamed(ifExists: IfExists, taken: ErrorKind, how: { readonly create: () => Promise<unknown>; readonly replace: () => Promise<unknown> }): Promise<void> {
  if (ifExists === 'replace') await how.replace();
  else await unless(taken, ifExists === 'keep', how.create);
}
